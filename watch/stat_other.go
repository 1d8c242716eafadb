//go:build !unix

package watch

import (
	"io/fs"
	"os"
	"path/filepath"
)

// openDir opens the directory path. This system does not report its identity.
func openDir(path string, _ bool) (*os.File, identity, error) {
	f, err := os.Open(path)
	return f, identity{}, err
}

// identify reports an error if there is nothing at path.
func identify(path string) (identity, error) {
	_, err := os.Stat(path)
	return identity{}, err
}

// lstat returns the stamp of the entry name of the open directory f, made of its size and modification time: the system
// has no more.
func lstat(f *os.File, name string) (stamp, error) {
	return stampOf(os.Lstat(filepath.Join(f.Name(), name)))
}

// stat returns the stamp of what the entry name of the open directory f leads to.
func stat(f *os.File, name string) (stamp, error) {
	return stampOf(os.Stat(filepath.Join(f.Name(), name)))
}

func stampOf(info fs.FileInfo, err error) (stamp, error) {
	if err != nil {
		return stamp{}, err
	}
	m := info.ModTime().UnixNano()
	return stamp{size: info.Size(), mtime: m, ctime: m}, nil
}

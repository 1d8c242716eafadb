//go:build !unix

package watch

import (
	"io/fs"
	"os"
	"path/filepath"
)

// openDir opens the directory path, whose identity the system does not tell.
func openDir(path string, _ bool) (*os.File, identity, error) {
	f, err := os.Open(path)
	return f, identity{}, err
}

// identify reports whether there is anything at path.
func identify(path string) (identity, error) {
	_, err := os.Stat(path)
	return identity{}, err
}

// lstat stamps the entry name of the open directory f, by size and modification time: the system has no more.
func lstat(f *os.File, name string) (stamp, error) {
	return stampOf(os.Lstat(filepath.Join(f.Name(), name)))
}

// stat stamps what the entry name of the open directory f leads to.
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

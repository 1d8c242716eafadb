package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// link takes in a symbolic link to a regular file of the tree. os.Root says where it leads, as it will for whoever
// reads the file.
func (r *reading) link(name string) {
	info, err := r.target(join(r.rel, name))
	wanted := r.rules.wants(r.rel, name)
	switch {
	case err != nil:
		r.astray(name, err)
	case info.IsDir(), !wanted:
	case !printable(name):
		r.fault(name, errName, LeftOut)
	case !info.Mode().IsRegular():
		r.fault(name, errIrregular, LeftOut)
	default:
		now := time.Now()
		s, err := stat(r.from, name)
		r.file(name, s.at(now, r.remote), err, now)
	}
}

// astray takes in a symbolic link that cannot be followed inside the tree, where it might have been a file or a
// directory.
func (r *reading) astray(name string, err error) {
	var no syscall.Errno
	info, outside := os.Stat(filepath.Join(r.from.Name(), name))
	switch {
	case !r.rules.wants(r.rel, name) && (outside != nil || !info.IsDir()):
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.ELOOP):
		r.fault(name, errDangling, LeftOut)
	case errors.As(err, &no):
		r.file(name, stamp{}, err, time.Now())
	default: // os.Root has no name for the error of leaving it
		r.fault(name, errOutside, LeftOut)
	}
}

// target follows the symbolic link rel inside the tree.
func (l *look) target(rel string) (fs.FileInfo, error) {
	inside, err := l.opened()
	if err != nil {
		return nil, err
	}
	return inside.Stat(filepath.FromSlash(rel))
}

// opened returns the root, which close closes.
func (l *look) opened() (*os.Root, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.inside == nil {
		inside, err := os.OpenRoot(l.root + "/.") // which a pipe has not: to open one would wait for its writer
		if err != nil {
			return nil, err
		}
		l.inside = inside
	}
	return l.inside, nil
}

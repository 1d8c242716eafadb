package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// link takes in a symbolic link to a regular file of the tree. os.Root decides where it leads, as it will for the
// reader of the file.
func (r *reading) link(name string) {
	info, err := r.target(join(r.rel, name))
	wanted := r.rules.wants(r.rel, name)
	switch {
	case err != nil:
		r.broken(name, err)
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

// broken takes in a symbolic link that cannot be followed inside the tree, if its target might have been a file or a
// directory that matters.
func (r *reading) broken(name string, err error) {
	var no syscall.Errno
	info, outside := os.Stat(filepath.Join(r.from.Name(), name))
	switch {
	case !r.rules.wants(r.rel, name) && (outside != nil || !info.IsDir()):
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.ELOOP):
		r.fault(name, errDangling, LeftOut)
	case errors.As(err, &no):
		r.file(name, stamp{}, err, time.Now())
	default: // os.Root exports no error for a path that leaves it
		r.fault(name, errOutside, LeftOut)
	}
}

// target returns what the symbolic link rel leads to inside the tree.
func (l *look) target(rel string) (fs.FileInfo, error) {
	inside, err := l.opened()
	if err != nil {
		return nil, err
	}
	return inside.Stat(filepath.FromSlash(rel))
}

// opened returns the root as an os.Root, which look.close closes.
func (l *look) opened() (*os.Root, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.inside == nil {
		inside, err := os.OpenRoot(l.root + "/.") // "/." fails on a pipe, which OpenRoot would wait for
		if err != nil {
			return nil, err
		}
		l.inside = inside
	}
	return l.inside, nil
}

package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Explain looks at one path of the tree at root, which is relative to it, and says why no batch names a file there. It
// returns nil if batches name it. Otherwise the error wraps fs.ErrNotExist if there is nothing at the path, or
// syscall.EISDIR if there is a directory with files that may be named; else its text is that of a Fault, about the path
// or, as "directory PATH: what; effect; hint", about a directory above it.
//
// It applies the rules of a look to the disk as it is now, and knows nothing of earlier looks. With Options.Settle, a
// file that may still be changing is not read yet.
func Explain(root string, opt Options, rel string) error {
	if !filepath.IsLocal(rel) || strings.ContainsRune(rel, 0) {
		return notThere(rel)
	}
	l, err := newLook(root, opt)
	if err != nil {
		return err
	}
	defer l.close()
	l.young, l.kinds = map[string]bool{}, map[uint64]string{}
	if rel == top {
		return syscall.EISDIR
	}
	dir, last := top, path.Base(rel)
	for above := range strings.SplitSeq(path.Dir(path.Join("/", rel))[1:], "/") {
		if above == "" {
			continue
		}
		err := l.explain(dir, above, opt)
		switch dir = join(dir, above); {
		case err == nil:
			return notThere(rel) // there is a file in place of a directory
		case errors.Is(err, fs.ErrNotExist):
			return err
		case !errors.Is(err, syscall.EISDIR):
			return fmt.Errorf("directory %s: %w", dir, err)
		}
	}
	return l.explain(dir, last, opt)
}

func notThere(rel string) error { return &fs.PathError{Op: "open", Path: rel, Err: fs.ErrNotExist} }

// explain is Explain for the entry name of a directory.
func (l *look) explain(rel, name string, opt Options) error {
	from, _, err := openDir(l.path(rel), rel == top)
	if err != nil {
		return errUnread(err)
	}
	defer from.Close()
	entries, err := from.ReadDir(-1)
	if err != nil {
		return errUnread(err)
	}
	r := reading{look: l, rel: rel, from: from, next: &dir{}, entries: entries}
	for _, e := range entries {
		if e.Name() == name {
			r.entry(name, e.Type())
			return r.verdict(name, e.Type(), opt)
		}
	}
	return notThere(join(rel, name))
}

// verdict returns what became of the only entry that was taken in.
func (r *reading) verdict(name string, t fs.FileMode, opt Options) error {
	why := r.rules.skip(r.rel, name)
	switch {
	case why != nil:
		return why
	case len(r.next.faults) > 0:
		return r.next.faults[0].Err
	case len(r.names) > 0:
		return syscall.EISDIR
	case len(r.next.files) > 0:
		return r.unsettled(name, opt)
	case t&fs.ModeSymlink == 0 && !t.IsRegular():
		return errIrregular
	case t&fs.ModeSymlink != 0:
		if info, err := r.target(join(r.rel, name)); err == nil && info.IsDir() {
			return errLinkedDir
		}
	}
	return errExtension
}

// unsettled returns why the file that was taken in is not read yet.
func (r *reading) unsettled(name string, opt Options) error {
	switch {
	case opt.Settle == 0:
	case r.lease(name) == refused:
		return errWritten
	case r.next.files[0].age(time.Now()) < opt.MaxDelay:
		return errSettling
	}
	return nil
}

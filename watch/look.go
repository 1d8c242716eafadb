package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// A look makes the next state of the tree of the previous one: it reads what is marked and shares the rest.
type look struct {
	root    string // absolute
	rules   rules
	settle  time.Duration
	watches *watches // nil for a single look
	marks   marked
	young   map[string]bool // directories with a file that changed less than settle ago
	inside  *os.Root        // says where symbolic links lead; opened for the first one
}

// tree looks at the whole tree. An error is of the root itself and leaves prev the last thing known.
func (l *look) tree(prev *dir) (*dir, error) {
	l.watches.around()
	id, err := rootIdentity(l.root)
	if err != nil {
		return nil, err
	}
	defer l.close()
	return l.dir(top, id, prev, l.marks[top])
}

func rootIdentity(root string) (identity, error) {
	f, err := os.Open(root)
	if err != nil {
		return identity{}, err
	}
	defer f.Close()
	s, err := stat(f, ".")
	return s.identity, err
}

func (l *look) close() {
	if l.inside != nil {
		l.inside.Close()
		l.inside = nil
	}
}

// dir looks at the directory rel, which its parent lists as id, as far as k asks for it.
func (l *look) dir(rel string, id identity, prev *dir, k mark) (*dir, error) {
	switch {
	case prev == nil, prev.id != id, prev.err != nil && k&list != 0, k&deep != 0:
		return l.read(rel, id, prev, deep)
	case prev.linked, k&list != 0:
		return l.read(rel, id, prev, 0)
	case prev.err == nil && (k&through != 0 || prev.total.linked > 0):
		return l.descend(rel, prev), nil
	}
	return prev, nil
}

// descend looks only at what lies below rel.
func (l *look) descend(rel string, prev *dir) *dir {
	next := *prev
	next.dirs = make([]child, 0, len(prev.dirs))
	for _, c := range prev.dirs {
		below := join(rel, c.name)
		d, err := l.dir(below, c.dir.id, c.dir, l.marks[below])
		next.add(c.name, c.dir, d, err)
	}
	return l.done(prev, &next)
}

// read lists rel anew. The watch comes first, so that a later entry is an event.
func (l *look) read(rel string, id identity, prev *dir, k mark) (*dir, error) {
	r := reading{look: l, rel: rel, prev: prev, mark: k, next: &dir{id: id, unwatched: !l.watches.add(rel, id)}}
	f, err := os.Open(filepath.Join(l.root, filepath.FromSlash(rel)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	r.from = f
	for _, e := range entries {
		r.entry(e.Name(), e.Type())
	}
	if prev != nil {
		r.forget()
	}
	return l.done(prev, r.next), nil
}

// done returns next, or prev where it says the same.
func (l *look) done(prev, next *dir) *dir {
	if prev != nil && prev.equal(next) {
		return prev
	}
	next.count()
	return next
}

// add puts the outcome of looking at a directory into its parent: gone is left out, unreadable keeps what it was.
func (d *dir) add(name string, prev, next *dir, err error) {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return
	case err != nil:
		next = unreadable(prev, errUnreadable(err))
	}
	d.dirs = append(d.dirs, child{name, next})
}

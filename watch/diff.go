package watch

import (
	"path"
	"time"
)

// changes is the difference between two states of a tree, grouped by directory.
type changes struct {
	first            bool // there is no old state
	changed, removed []found
	coming           []string // files that are being written and have no complete version yet
}

// A found is a changed or removed file with its path.
type found struct {
	path string
	stamp
	known   bool      // an earlier batch named it
	partial bool      // no complete version has been seen yet
	again   bool      // its stamp is the same, but it may have changed all the same
	noticed time.Time // when the change was noticed; zero if again
}

// file returns f as a File of a batch; was is its former path.
func (f found) file(was string) File {
	return File{Path: f.path, Was: was, Partial: f.partial, Racy: f.racy, Stamp: f.lasting(), Noticed: f.noticed}
}

// between returns what changed from old, which may be nil, to new.
func between(old, new *dir) *changes {
	c := &changes{first: old == nil}
	if c.first {
		c.changed = make([]found, 0, new.total.files)
	}
	c.dir(old, new, top)
	return c
}

func (c *changes) dir(old, new *dir, rel string) {
	if old == new {
		return
	}
	if old == nil {
		old = &dir{}
	}
	if new == nil {
		new = &dir{}
	}
	pair(old.files, new.files, fileName, func(f, g *file) { c.file(f, g, rel) })
	pair(old.dirs, new.dirs, childName, func(a, b *child) {
		switch {
		case b == nil:
			c.dir(a.dir, nil, join(rel, a.name))
		case a == nil:
			c.dir(nil, b.dir, join(rel, b.name))
		default:
			c.dir(a.dir, b.dir, join(rel, b.name))
		}
	})
}

func (c *changes) file(old, new *file, rel string) {
	known := old != nil && old.given()
	switch {
	case new == nil:
		c.removed = append(c.removed, found{path: join(rel, old.name), stamp: old.stamp, known: known})
	case new.coming != nil && !c.first:
		if !new.given() {
			c.coming = append(c.coming, join(rel, new.name))
		}
	case !known || old.changed(new.stamp):
		c.changed = append(c.changed, found{path: join(rel, new.name), stamp: new.stamp, known: known, partial: !new.given(),
			again: known && old.same(new.stamp)})
	}
}

// notice records when the changes in each directory were noticed: at the first event, or at the look.
func (c *changes) notice(when func(rel string) time.Time) {
	for i := range c.changed {
		if f := &c.changed[i]; !c.first && !f.again {
			f.noticed = when(path.Dir(f.path))
		}
	}
}

func fileName(f *file) string   { return f.name }
func childName(c *child) string { return c.name }

// pair walks two sorted lists side by side. An element that the other list lacks is paired with nil.
func pair[T any](as, bs []T, name func(*T) string, do func(a, b *T)) {
	for len(as) > 0 || len(bs) > 0 {
		switch {
		case len(bs) == 0 || len(as) > 0 && name(&as[0]) < name(&bs[0]):
			do(&as[0], nil)
			as = as[1:]
		case len(as) == 0 || name(&bs[0]) < name(&as[0]):
			do(nil, &bs[0])
			bs = bs[1:]
		default:
			do(&as[0], &bs[0])
			as, bs = as[1:], bs[1:]
		}
	}
}

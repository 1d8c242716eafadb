package watch

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// A reading is one directory while it is listed.
type reading struct {
	*look
	rel    string
	from   *os.File // the directory
	mark   mark     // for the directories in it
	prev   *dir     // nil: it is new
	next   *dir
	names  []string // of the directories in it
	remote bool     // its files are stamped by the clock of another machine

	entries []fs.DirEntry
	folded  map[string]string // names of files by their lower case; nil until a copy asks for one
}

// entry takes in the entry name of type t.
func (r *reading) entry(name string, t fs.FileMode) {
	wanted, link := r.rules.wants(r.rel, name), t&fs.ModeSymlink != 0
	switch {
	case !wanted && !t.IsDir() && !t.IsRegular() && !link, r.rules.skips(r.rel, name):
	case !wanted && t.IsRegular():
		r.next.others = r.next.others.add(name)
	case link:
		r.next.linked = true
		r.link(name)
	case !printable(name):
		r.fault(name, errName, LeftOut)
	case t.IsDir() && wanted:
		r.fault(name, errDirectory, LeftOut)
	case t.IsDir():
		r.names = append(r.names, name)
	case !t.IsRegular():
		r.fault(name, errIrregular, LeftOut)
	default:
		if original, ok := r.copied(name); ok {
			r.fault(name, errCopy(original), LeftOut)
			return
		}
		now := time.Now()
		s, err := lstat(r.from, name)
		r.file(name, s.at(now, r.remote), err, now)
	}
}

// children looks at the directories in this one.
func (r *reading) children() {
	type outcome struct {
		dir *dir
		err error
	}
	found := make([]outcome, len(r.names))
	r.each(len(found), func(i int) {
		found[i].dir, found[i].err = r.child(r.names[i])
	})
	r.next.dirs = make([]child, 0, len(found))
	for i, name := range r.names {
		r.next.add(name, r.prev.child(name), found[i].dir, found[i].err)
	}
}

// child looks at the directory name in this one.
func (r *reading) child(name string) (*dir, error) {
	rel, prev := join(r.rel, name), r.prev.child(name)
	k := r.marks[rel] | r.mark
	var s stamp
	if prev != nil && k&deep == 0 {
		answered := r.asked.about(rel)
		var err error
		s, err = lstat(r.from, name)
		if answered(); err != nil {
			return nil, err
		}
	}
	return r.dir(rel, s.identity, prev, k)
}

// file takes in a regular file that was asked for its stamp at now; what cannot be asked, or is being written, stays
// as it was known.
func (r *reading) file(name string, s stamp, err error, now time.Time) {
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	f, known := r.prev.file(name)
	switch {
	case err != nil:
		if !known {
			r.fault(name, errUnreadable(err, false), Unread)
			return
		}
		r.fault(name, errUnreadable(err, true), Kept)
		r.next.files = append(r.next.files, f)
		return
	case known && f.given() && !f.changed(s), r.whole(name, s, f.coming, now):
		f = file{name: name, stamp: s}
	default:
		f.name, f.coming = name, f.coming.still(s, now)
		if now.Sub(f.coming.since) > long {
			r.fault(name, errWriting, Kept)
		}
	}
	if f.racy || f.coming != nil {
		r.again(r.rel)
	}
	r.next.files = append(r.next.files, f)
}

func (r *reading) fault(name string, err error, e Effect) {
	r.next.faults = append(r.next.faults, Fault{join(r.rel, name), err, e})
}

// forget drops the watches of the directories that are no longer here.
func (r *reading) forget() {
	pair(r.prev.dirs, r.next.dirs, childName, func(old, new *child) {
		if new == nil {
			r.watches.drop(join(r.rel, old.name))
		}
	})
}

package watch

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// A reading is the state of listing one directory. It is owned by the goroutine that lists it.
type reading struct {
	*look
	rel    string
	from   *os.File // the directory
	mark   mark     // what its subdirectories inherit
	prev   *dir     // nil if the directory is new
	next   *dir
	names  []string // of its subdirectories
	remote bool     // another machine's clock stamps its files

	entries []fs.DirEntry
	folded  map[string]string // file names by their lower-case form; made when a copy is looked up first
}

// entry takes in the entry name of the type t.
func (r *reading) entry(name string, t fs.FileMode) {
	wanted, link := r.rules.wants(r.rel, name), t&fs.ModeSymlink != 0
	switch {
	case !wanted && !t.IsDir() && !t.IsRegular() && !link:
	case r.rules.skips(r.rel, name):
		if r.rules.ignores(r.rel, name) {
			r.next.ignored++
		}
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

// children looks at the subdirectories.
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

// child looks at the subdirectory name.
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

// file takes in a regular file with the stamp that it had at now. A file whose stamp cannot be read, or that is being
// written, keeps its last known version.
func (r *reading) file(name string, s stamp, err error, now time.Time) {
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	f, known := r.prev.file(name)
	switch {
	case err != nil:
		if !known {
			r.fault(name, errUnread(err), Unread)
			return
		}
		r.fault(name, errUnreadable(err), Kept)
		r.next.files = append(r.next.files, f)
		return
	case known && f.given() && !f.changed(s), r.whole(name, s, f.coming, now):
		f = file{name: name, stamp: s}
	default:
		f.name, f.coming = name, f.coming.seen(s, now)
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

// forget drops the watches of subdirectories that are gone.
func (r *reading) forget() {
	pair(r.prev.dirs, r.next.dirs, childName, func(old, new *child) {
		if new == nil {
			r.watches.drop(join(r.rel, old.name))
		}
	})
}

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
	rel  string
	from *os.File // the directory
	mark mark     // for the directories in it
	prev *dir     // nil: it is new
	next *dir
}

// entry takes in the entry name of type t.
func (r *reading) entry(name string, t fs.FileMode) {
	wanted, link := r.rules.wants(name), t&fs.ModeSymlink != 0
	switch {
	case !wanted && !t.IsDir() && !link, r.rules.skips(r.rel, name):
	case link:
		r.next.linked = true
		r.link(name)
	case !printable(name):
		r.fault(name, errName)
	case t.IsDir() && wanted:
		r.fault(name, errDirectory)
	case t.IsDir():
		r.child(name)
	case !t.IsRegular():
		r.fault(name, errIrregular)
	default:
		s, err := lstat(r.from, name)
		r.file(name, s, err)
	}
}

// child looks at a directory in this one.
func (r *reading) child(name string) {
	below, prev := join(r.rel, name), r.prev.child(name)
	s, err := lstat(r.from, name)
	var d *dir
	if err == nil {
		d, err = r.dir(below, s.identity, prev, r.marks[below]|r.mark)
	}
	r.next.add(name, prev, d, err)
}

// file takes in a regular file; what cannot be asked now stays as it was known.
func (r *reading) file(name string, s stamp, err error) {
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		r.fault(name, errUnreadable(err))
		old, known := r.prev.file(name)
		if !known {
			return
		}
		s = old.stamp
	}
	if s.age(time.Now()) < r.settle {
		r.young[r.rel] = true
	}
	r.next.files = append(r.next.files, file{name, s})
}

func (r *reading) fault(name string, err error) {
	r.next.faults = append(r.next.faults, Fault{join(r.rel, name), err})
}

// forget drops the watches of the directories that are no longer here.
func (r *reading) forget() {
	pair(r.prev.dirs, r.next.dirs, childName, func(old, new *child) {
		if new == nil {
			r.watches.drop(join(r.rel, old.name))
		}
	})
}

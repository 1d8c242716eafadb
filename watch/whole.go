package watch

import "time"

const (
	// recent is the age from which the first look takes a file for whole: asking for 100,000 leases takes as long as
	// the look, and a writer that has paused for so long will change the file when it goes on.
	recent = time.Minute
	// long is how long a file may be written before that is a fault.
	long = time.Minute
)

// A coming version of a file is seen but not known to be whole.
type coming struct {
	stamp
	since time.Time // when one was first seen
}

// still is what is coming once it is seen as s.
func (c *coming) still(s stamp, now time.Time) *coming {
	s.racy = false
	if c == nil {
		return &coming{s, now}
	}
	return &coming{s, c.since}
}

// whole reports whether the file name, seen as s and at the last look as c, is complete. A single look takes
// what there is.
func (r *reading) whole(name string, s stamp, c *coming, now time.Time) bool {
	if r.watches == nil || r.first && s.age(now) > r.recent {
		return true
	}
	switch r.lease(name) {
	case granted:
		return true
	case refused:
		return false
	}
	return c != nil && !c.changed(s) && s.age(now) >= r.settle
}

// A lease is what came of asking for one on a file: see F_SETLEASE in fcntl(2).
type lease int

const (
	unheard lease = iota // the system has none for this file
	granted              // nobody has the file open for writing
	refused              // somebody has
)

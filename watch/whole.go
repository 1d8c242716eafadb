package watch

import "time"

const (
	// recent is the age from which the first look takes a file for complete without asking for a lease: 100,000 leases
	// take as long as the look itself, and a writer that paused for so long will change the file when it goes on.
	recent = time.Minute
	// long is how long a file may stay open for writing before that is a fault.
	long = time.Minute
)

// A coming is a version of a file that is seen but not known to be complete.
type coming struct {
	stamp
	since time.Time // when the first incomplete version was seen
}

// seen returns the coming version of a file that now has the stamp s.
func (c *coming) seen(s stamp, now time.Time) *coming {
	s.racy = false
	if c == nil {
		return &coming{s, now}
	}
	return &coming{s, c.since}
}

// whole reports whether the file name, with the stamp s now and c at the last look, is complete. A single scan takes
// every file as it is.
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

// A lease is the result of asking for a read lease on a file: see F_SETLEASE in fcntl(2).
type lease int

const (
	unavailable lease = iota // the system grants none for this file
	granted                  // the file is not open for writing
	refused                  // the file is open for writing
)

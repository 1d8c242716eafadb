package watch

import "time"

// Status describes the state of a Tree.
type Status struct {
	Mode        Mode
	Directories int           // in the tree, the root among them
	Polled      int           // how many of these are polled, because events do not report all of their changes
	Files       int           // files that matter
	Scanned     time.Time     // when the whole tree was last scanned; zero: never
	Took        time.Duration // how long that scan took
	Overflows   int           // how often the queue of events overflowed
	Faults      int           // the current faults whose effect is Kept
}

// A Mode is how a Tree finds changes.
type Mode string

// The modes of finding changes. Mixed means that some directories are polled.
const (
	Events Mode = "events"
	Polled Mode = "poll"
	Mixed  Mode = "mixed"
)

// Status returns the state of the tree after the last look. It may be called at any time, from any goroutine.
func (t *Tree) Status() Status {
	s := *t.status.Load()
	s.Overflows = int(t.overflows.Load())
	return s
}

// tell stores the Status after a look that began at began.
func (t *Tree) tell(set marked, next *dir, began time.Time) {
	s := Status{Mode: Polled, Scanned: t.status.Load().Scanned, Took: t.status.Load().Took}
	if next != nil {
		s.Directories, s.Polled, s.Files, s.Faults = next.total.dirs, next.total.blind, next.total.files, next.total.kept
	}
	if t.held != nil {
		s.Faults++
	} else if set[top]&deep != 0 {
		s.Scanned = time.Now()
		s.Took = s.Scanned.Sub(began)
	}
	switch {
	case s.Polled == 0 && s.Directories > 0:
		s.Mode = Events
	case s.Polled < s.Directories:
		s.Mode = Mixed
	}
	t.status.Store(&s)
}

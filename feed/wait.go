package feed

import (
	"time"

	"dateline/feed/archive"
)

// Wait is a number of articles that wait for the end of a change.
type Wait struct {
	Articles int       `json:"articles"`
	Until    time.Time `json:"until,omitzero"`  // when the last of them ends, unless files are still being changed
	Files    []string  `json:"files,omitempty"` // of the first maxNamed, by the names that the operator knows
}

// maxNamed bounds the files that are named. A longer list is for nobody to read.
const maxNamed = 10

// Waits returns the articles of the current state that are published until their
// grace ends, without those whose removal is held, and the new ones that wait.
func (p *Publisher) Waits() (departing, waiting Wait) {
	s := p.current.Load().Snapshot
	return p.waitOf(s.Departing()), p.waitOf(s.Waiting())
}

// waitOf sums up what is pending, except what has no end.
func (p *Publisher) waitOf(list []archive.Pending) (w Wait) {
	for _, a := range list {
		if a.Until.IsZero() {
			continue
		}
		w.Articles++
		if a.Until.After(w.Until) {
			w.Until = a.Until
		}
		if len(w.Files) < maxNamed {
			w.Files = append(w.Files, p.fileName(a.File))
		}
	}
	return w
}

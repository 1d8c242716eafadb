// Package status describes the state of a running daemon as data: it is the
// JSON of /status, and what the metrics and the command status are made from.
package status

import (
	"fmt"
	"time"

	"dateline/feed/article"
	"dateline/feed/audience"
)

// Daemon is the state of a daemon at one moment.
type Daemon struct {
	Version   string    `json:"version"`
	Process   int       `json:"process"` // process id
	Admin     string    `json:"admin"`   // server.admin of the configuration at the start
	Started   time.Time `json:"started"`
	Ready     bool      `json:"ready"`  // all articles have been read once, so there is something to serve
	Ending    bool      `json:"ending"` // the daemon is shutting down: it finishes the requests in flight
	Articles  int       `json:"articles"`
	Topics    int       `json:"topics"`
	Held      int       `json:"held"`               // articles that stay published though their files are gone, until somebody accepts the removal
	Scheduled time.Time `json:"scheduled,omitzero"` // when the next article appears or expires by itself; zero: never
	Problems  int       `json:"problems"`           // complaints about articles
	// Revision is the number of the current snapshot, counted from the last start
	// or reload of the configuration. Published is when it was first served.
	Revision  uint32    `json:"revision"`
	Published time.Time `json:"published,omitzero"`
	Trees     []Tree    `json:"trees"`
	// Ledger says why the ledger cannot be saved, Clock why the clock of the
	// system is not trusted; empty if all is well.
	Ledger string `json:"ledger,omitempty"`
	Clock  string `json:"clock,omitempty"`
	// Faults are all the reasons why the daemon cannot do its work, those of
	// Ledger and Clock included.
	Faults []article.Fault `json:"faults"`
	// Readers are the feed readers that poll, the most frequent first.
	Readers []audience.Reader `json:"readers"`
}

// Tree is the state of a watched content directory.
type Tree struct {
	Dir string `json:"dir"`
	// Mode is how changes are found: "events", "poll", or "mixed" if some
	// directories have to be polled.
	Mode        string    `json:"mode"`
	Directories int       `json:"directories"`
	Polled      int       `json:"polled"` // directories
	Files       int       `json:"files"`
	Scanned     time.Time `json:"scanned,omitzero"` // when the last full scan ended; zero: none yet
	Took        float64   `json:"took"`             // seconds that this scan took
	Overflows   int       `json:"overflows"`        // how often events were lost; a full scan follows each time
	Faults      int       `json:"faults"`
}

// String returns the state of the tree on one line.
func (t Tree) String() string {
	s := fmt.Sprintf("%s: %s, directories %d (polled %d), files %d, overflows %d, faults %d", t.Dir, t.Mode, t.Directories, t.Polled, t.Files, t.Overflows, t.Faults)
	if !t.Scanned.IsZero() {
		s += fmt.Sprintf(", full scan %s in %.3g s", t.Scanned.Format(time.RFC3339), t.Took)
	}
	return s
}

// Package status describes the state of a running daemon as data.
//
// A Daemon is encoded as the JSON of /status. The metrics and the output of
// "dateline status" are made from the same data.
package status

import (
	"fmt"
	"time"

	"dateline/feed"
	"dateline/feed/article"
	"dateline/feed/audience"
)

// Daemon is the state of a daemon at one moment.
type Daemon struct {
	Version  string    `json:"version"`
	Process  int       `json:"process"` // process id
	Admin    string    `json:"admin"`   // server.admin of the configuration at the start
	Started  time.Time `json:"started"`
	Ready    bool      `json:"ready"`  // all articles have been read once, and there is a snapshot to serve
	Ending   bool      `json:"ending"` // the daemon is shutting down: it finishes the requests in flight
	Articles int       `json:"articles"`
	Topics   int       `json:"topics"`
	Held     int       `json:"held"` // articles that stay published although their files are gone, until the operator accepts the removal
	// Departing are articles whose files are gone, and which stay published until
	// their grace ends; without those that are Held. Waiting are new articles that
	// resemble a published one, and wait until it is clear whether they replace it.
	Departing feed.Wait `json:"departing"`
	Waiting   feed.Wait `json:"waiting"`
	Scheduled time.Time `json:"scheduled,omitzero"` // when the clock next publishes or expires an article; zero: never
	Problems  int       `json:"problems"`           // complaints about articles
	// Revision is the number of the current snapshot, counted from the last start
	// or reload of the configuration. Published is when it was first served.
	Revision  uint32    `json:"revision"`
	Published time.Time `json:"published,omitzero"`
	// Backfill is the last change that brought many old articles; nil if none did.
	Backfill *Backfill `json:"backfill,omitempty"`
	// Large are feeds that are larger than feeds.max_bytes, because their newest
	// articles need more: the largest first, at most 100.
	Large []Large `json:"large"`
	Trees []Tree  `json:"trees"`
	// Ledger says why the ledger cannot be saved, and Clock why the system's
	// clock is not trusted. They are empty if all is well.
	Ledger string `json:"ledger,omitempty"`
	Clock  string `json:"clock,omitempty"`
	// Faults are all reasons why the daemon cannot do its work, including those
	// in Ledger and Clock.
	Faults []article.Fault `json:"faults"`
	// Readers are the feed readers that poll, most frequent first.
	Readers []audience.Reader `json:"readers"`
}

// Backfill is a change that brought old articles, which no feed shows as new.
type Backfill struct {
	Articles int       `json:"articles"`
	At       time.Time `json:"at"`
}

// Reload is the last time that the configuration was read again and the result was
// another than before: it came into use, was refused, or was found to be the one
// in use. Until then it is the start.
type Reload struct {
	Count   int       `json:"count"` // since the start
	At      time.Time `json:"at"`
	Success bool      `json:"success"` // the configuration that was read is in use
}

// Large is a feed that is larger than feeds.max_bytes.
type Large struct {
	Feed  string `json:"feed"` // percent-encoded path
	Bytes int    `json:"bytes"`
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

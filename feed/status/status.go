// Package status describes the state of a running daemon as data.
//
// A Daemon is encoded as the JSON of /status, whose fields the chapter on operation
// of the manual lists. The metrics and the output of "dateline status" are made
// from the same data.
package status

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"dateline/feed"
	"dateline/feed/article"
	"dateline/feed/audience"
)

// Format is the version of the JSON of a Daemon. It rises when a field gets another
// meaning or goes; new fields do not raise it.
const Format = 1

// Daemon is the state of a daemon at one moment.
type Daemon struct {
	Format  int       `json:"format"` // Format
	Time    time.Time `json:"time"`   // the moment
	Version string    `json:"version"`
	Build
	Process  int       `json:"process"` // process id
	Admin    string    `json:"admin"`   // server.admin of the configuration at the start
	Started  time.Time `json:"started"`
	Ready    bool      `json:"ready"`  // all articles have been read once, and there is a snapshot to serve
	Ending   bool      `json:"ending"` // the daemon is shutting down: it finishes the requests in flight
	Articles int       `json:"articles"`
	Topics   int       `json:"topics"`
	// Newest is when the newest article was published.
	Newest time.Time `json:"newest_article,omitzero"`
	Held   int       `json:"held"` // articles that stay published although their files are gone, until the operator accepts the removal
	// Departing are articles whose files are gone, and which stay published until
	// their grace ends; without those that are Held. Waiting are new articles that
	// resemble a published one, and wait until it is clear whether they replace it.
	Departing feed.Wait `json:"departing"`
	Waiting   feed.Wait `json:"waiting"`
	Scheduled time.Time `json:"scheduled,omitzero"` // when the clock next publishes or expires an article; zero: never
	Problems  int       `json:"problems"`           // complaints about articles
	// NoArticles say of content directories without an article what was looked for.
	NoArticles []string `json:"no_articles,omitempty"`
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
	// Fresh says what is lost because the ledger was empty at the start, if that is
	// a surprise.
	Fresh string `json:"fresh,omitempty"`
	// Unreachable says that the base URL leads nowhere for readers who can reach the
	// site. It is empty if all is well.
	Unreachable string `json:"unreachable,omitempty"`
	// LedgerFile is the path of the ledger, and BackedUp when the backup beside it
	// was last renewed.
	LedgerFile string    `json:"ledger_file"`
	BackedUp   time.Time `json:"ledger_backed_up,omitzero"`
	// Certificate is when the TLS certificate expires, the first one if there are
	// several; zero without TLS, and until a client has asked for one by ACME.
	Certificate time.Time `json:"certificate_expires,omitzero"`
	// Config is the digest of the configuration that articles are served with. Two
	// daemons with the same digest have the same settings.
	Config string `json:"config_digest"`
	// Reload is the last reload of the configuration; nil since the start.
	Reload *Reload `json:"reload,omitempty"`
	// Faults are all reasons why the daemon cannot do its work, including those
	// in Ledger and Clock.
	Faults []article.Fault `json:"faults"`
	// Readers are the feed readers that poll, most frequent first.
	Readers []audience.Reader `json:"readers"`
	// Requests are those for feeds in the last 90 days, with at most 10 feeds and
	// readers by name.
	Requests audience.Period `json:"requests"`
}

// Backfill is a change that brought old articles, which no feed shows as new.
type Backfill struct {
	Articles int       `json:"articles"`
	At       time.Time `json:"at"`
}

// Build describes how the program was built.
type Build struct {
	Go     string `json:"go"`               // version of Go: "go1.26.0"
	Commit string `json:"commit,omitempty"` // of the source, if it is known; it ends in "+dirty" if the source was edited
}

// ReadBuild returns how this program was built.
func ReadBuild() Build {
	b := Build{Go: runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	dirty := false
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			dirty = s.Value == "true"
		}
	}
	if dirty && b.Commit != "" {
		b.Commit += "+dirty"
	}
	return b
}

// Reload is the last time that the configuration was read again and the result was
// another than before: it came into use, was refused, or was found to be the one
// in use.
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
	ScanSeconds float64   `json:"scan_seconds"`     // duration of this scan
	Overflows   int       `json:"overflows"`        // how often events were lost; a full scan follows each time
	Faults      int       `json:"faults"`
}

// String returns the state of the tree on one line.
func (t Tree) String() string {
	s := fmt.Sprintf("%s: %s, directories %d (polled %d), files %d, overflows %d, faults %d", t.Dir, t.Mode, t.Directories, t.Polled, t.Files, t.Overflows, t.Faults)
	if !t.Scanned.IsZero() {
		s += fmt.Sprintf(", full scan %s in %.3g s", t.Scanned.Format(time.RFC3339), t.ScanSeconds)
	}
	return s
}

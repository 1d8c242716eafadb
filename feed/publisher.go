// Package feed publishes the articles of content directories.
//
// Its Publisher is the single writer: it reads the files that changed, adds them
// to the archive, saves in the ledger what must be remembered, and publishes
// complete snapshots. It has more methods than other types, because it has three
// kinds of callers:
//
//	Recall, Recalled, Apply, Run, Tick, Settle, Close     its owner, in one goroutine
//	Adopt, Unadopt                                        the same, instead of Run
//	Current, Ready, Open, OpenAsset, Markdown, Polled     requests, at any time
//	Accept, Withheld, Waits                               the operator, at any time
//
// # Decisions
//
//   - Shutdown does not wait for watchers: they write nothing, and may never
//     return.
package feed

import (
	"log/slog"
	"net/url"
	"sync/atomic"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/audience"
	"dateline/feed/ledger"
)

// Content is a directory of articles and its place on the site.
type Content struct {
	Dir      string   // path of the directory
	Mount    string   // its prefix in URLs: "/", "/zh"
	Aliases  []string // other prefixes that links use for it
	Language string   // BCP 47, of articles that do not set theirs
	// Languages are the names of folders at the top of Dir that set the language
	// of the files below them.
	Languages []string
	// TopicSeparator splits topics that front matter has as one string.
	TopicSeparator string
	// Authors are files that map the keys of authors to people. If there are
	// none, the files of the tree for which IsAuthors is true are used, which
	// come in batches.
	Authors []string
	// Permalink and Pages are those of article.Options.
	Permalink string
	Pages     []string
	// MaxRemoval, Grace and HideSuperseded are those of archive.Content.
	MaxRemoval     int
	Grace          time.Duration
	HideSuperseded bool
}

// Options configure a Publisher.
type Options struct {
	Contents []Content
	Static   []Static
	Grammar  article.Grammar
	// KeepWhole are names of topics that contain a comma and a space.
	KeepWhole []string
	BaseURL   string // absolute, without trailing slash
	// Home and Former are those of article.Options.
	Home   string
	Former []string
	// MayBeNew means that an empty ledger is no surprise, unless there are many
	// articles.
	MayBeNew bool
	// Archive configures the archive. New sets its Contents and Host from the
	// fields above.
	Archive archive.Options
	Log     *slog.Logger
	// Follow is called with each published snapshot and its delta. It must not
	// block. It may be nil.
	Follow func(*archive.Snapshot, archive.Delta)
	// Took is called for each changed file with the time from noticing the change
	// until publishing it. It must not block. It may be nil.
	Took func(time.Duration)
	// Progress is called with the number of files of a batch that have been read,
	// by several goroutines at once. It may be nil.
	Progress func(done, total int)
	// Requests returns the days whose requests have changed since the last call, to
	// be saved in the ledger. It may be nil.
	Requests func() []audience.Day
	// Now returns the time; nil means time.Now.
	Now func() time.Time
}

// Publisher is the only writer of the archive, and of the ledger.
type Publisher struct {
	// Immutable after New.
	log      *slog.Logger
	follow   func(*archive.Snapshot, archive.Delta)
	took     func(time.Duration)
	progress func(done, total int)
	requests func() []audience.Day
	now      func() time.Time
	mayBeNew bool // see Options.MayBeNew
	archive  archive.Options
	contents []*content
	sources  []*content         // the content directories, then the static ones
	accepted chan chan struct{} // Accept waits until Run closes what it sends
	suspects chan suspicion     // files for Run to examine
	retries  chan struct{}      // full when Run has to read again what hung
	polls    chan struct{}      // full when Run has to make ids permanent
	ready    chan struct{}      // closed with the first State

	current atomic.Pointer[State] // written by the goroutine below

	// Owned by the goroutine that calls Recall, Apply and Run.
	ledger    *ledger.Ledger    // nil if nothing is saved
	fault     error             // why the ledger cannot be written; nil if it can
	parsers   string            // parserKey of the parsers that read what the ledger holds
	savedAt   time.Time         // when the ledger was last written before this start
	adopted   []archive.Adopted // what can be taken back, by number
	ownerless []archive.Change  // removals of remembered files that are in no directory
	snapshot  *archive.Snapshot
	// incomplete means that damage to the ledger may have lost files; immutable
	// after Recall.
	incomplete bool
	wasEmpty   bool             // the ledger held no items at the start, and not all directories have been read since
	fresh      *article.Problem // see State.Fresh
}

// State is what the publisher has published. It is immutable.
type State struct {
	Snapshot *archive.Snapshot
	Since    time.Time         // when Snapshot was first published
	Problems []article.Problem // by file and line
	// Faults keep the daemon from its work: an unreadable tree, a held removal, a
	// clock that cannot be right, a ledger that cannot be written.
	Faults []article.Fault
	Ledger error // why the ledger cannot be written; nil if it can
	// BackedUp is when the backup of the ledger was last renewed; zero if there is
	// none. It is renewed at least every 36 hours, even if no article changes: if it
	// is older than two days, that fails.
	BackedUp time.Time
	// Fresh says what is lost because the ledger was empty at the start; nil if it
	// was not, or if that is no surprise. It stays until the next start.
	Fresh *article.Problem
	// Others counts the files that are not read, by extension. Empty reports
	// whether a content directory holds many files and no article.
	Others map[string]int
	Empty  bool
	// NoArticles are those of Problems that say why a directory has no article.
	NoArticles []article.Problem
}

// New opens the content directories, which Close closes.
func New(o Options) (*Publisher, error) {
	p := &Publisher{
		log: o.Log, follow: o.Follow, took: o.Took, progress: o.Progress, requests: o.Requests, now: o.Now, mayBeNew: o.MayBeNew, archive: o.Archive,
		accepted: make(chan chan struct{}), suspects: make(chan suspicion, maxSuspects), retries: make(chan struct{}, 1), polls: make(chan struct{}, 1), ready: make(chan struct{}),
	}
	p.archive.Host = host(o.BaseURL)
	if p.progress == nil {
		p.progress = func(int, int) {}
	}
	if p.requests == nil {
		p.requests = func() []audience.Day { return nil }
	}
	if p.now == nil {
		p.now = time.Now
	}
	for _, c := range o.Contents {
		open, err := p.open(c, o)
		if err != nil {
			p.sources = p.contents
			p.Close()
			return nil, err
		}
		p.contents = append(p.contents, open)
		p.archive.Contents = append(p.archive.Contents, archive.Content{Mount: c.Mount, MaxRemoval: c.MaxRemoval, Grace: c.Grace, HideSuperseded: c.HideSuperseded})
	}
	p.sources, p.archive.Static = p.contents, len(o.Static)
	for i, s := range o.Static {
		p.sources = append(p.sources, p.openStatic(i, s))
	}
	p.snapshot = archive.New(p.archive)
	return p, nil
}

// host returns the host of an absolute URL, which is part of new ids by
// default.
func host(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// Close closes the content directories. It must come after the last answer that
// needs their files.
func (p *Publisher) Close() {
	for _, c := range p.sources {
		c.closed.Store(true)
		if root := c.root.Load(); root != nil {
			root.Close()
		}
	}
}

// Current returns the current state, or nil until every directory has been read
// once or is found not to answer.
func (p *Publisher) Current() *State { return p.current.Load() }

// Ready is closed when Current has its first state.
func (p *Publisher) Ready() <-chan struct{} { return p.ready }

// Package feed publishes the articles of content directories: it reads what
// changed, keeps the archive, and hands complete snapshots to readers.
//
// # Readings of the design
//
//   - An article that the ledger knows, but that could not be read since
//     the start, stays published, with a fault. The directories of a former
//     generation are closed after its last answer. Shutdown does not wait
//     for watchers: they write nothing, and may never return.
//   - A file that is being written, or changed since it was found, counts
//     already if it hides its article. One that cannot be read, or whose
//     disk hangs, keeps its last good version, with a fault.
package feed

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"sync/atomic"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// Content is a directory of articles and its place on the site.
type Content struct {
	Dir      string   // path of the directory
	Mount    string   // where it stands in URLs: "/", "/zh"
	Aliases  []string // other prefixes under which links name it
	Language string   // BCP 47, of articles that name none
	// Languages are names of first folders that say the language of what is
	// below them.
	Languages []string
	// TopicSeparator splits topics that front matter gives as one text.
	TopicSeparator string
	// Authors are files that say who the keys of authors are; none: those of
	// the tree for which IsAuthors is true, which batches name too.
	Authors []string
	// MaxRemoval and HideSuperseded are those of archive.Content.
	MaxRemoval     int
	HideSuperseded bool
}

// Options say what a Publisher publishes.
type Options struct {
	Contents []Content
	Grammar  article.Grammar
	// KeepWhole are names of topics that hold a comma and a space.
	KeepWhole []string
	BaseURL   string // absolute, without trailing slash
	// Archive says how stories are kept; Contents and Host follow from the
	// above.
	Archive archive.Options
	Log     *slog.Logger
	// Follow hears of each snapshot that is shown, and of what changed with
	// it. It must not wait for anything. It may be nil.
	Follow func(*archive.Snapshot, archive.Delta)
	// Took hears of each file that changed how long it was from when that was
	// noticed until what it says is shown. It must not wait. It may be nil.
	Took func(time.Duration)
	// Progress hears how many files of a batch are read, from several
	// goroutines at once. It may be nil.
	Progress func(done, total int)
	// Now gives the time; nil: the system's.
	Now func() time.Time
}

// Publisher is the only writer of the archive, and of the ledger.
type Publisher struct {
	log      *slog.Logger
	follow   func(*archive.Snapshot, archive.Delta)
	took     func(time.Duration)
	progress func(done, total int)
	now      func() time.Time
	archive  archive.Options
	contents []*content
	accepted chan chan struct{} // who accepts waits for the answer
	suspects chan suspicion
	// answering says that a disk answers which did not.
	answering chan struct{}
	current   atomic.Pointer[State]
	ready     chan struct{} // closed with the first State

	// Owned by the goroutine that calls Recall, Apply and Run.
	ledger    *ledger.Ledger   // nil if nothing is saved
	fault     error            // why the ledger cannot be written; nil if it can
	parsers   string           // parserKey of those that read what the ledger holds
	savedAt   time.Time        // when the ledger was last written before this start
	ownerless []archive.Change // removals of remembered files that are in no directory
	snapshot  *archive.Snapshot
}

// State is what the publisher has made so far. Immutable.
type State struct {
	Snapshot *archive.Snapshot
	Since    time.Time         // when Snapshot was shown first
	Problems []article.Problem // by file and line
	// Faults are what keeps the daemon from its work: trees that cannot be
	// read, removals that are held, a clock that cannot be right, a ledger
	// that cannot be written.
	Faults []article.Fault
	Ledger error // why the ledger cannot be written, nil for nothing
	// Others counts the files that are not read, by extension. Empty reports
	// whether a content directory holds many files and no article.
	Others map[string]int
	Empty  bool
}

// New opens the content directories. Close releases them.
func New(o Options) (*Publisher, error) {
	p := &Publisher{log: o.Log, follow: o.Follow, took: o.Took, progress: o.Progress, now: o.Now, accepted: make(chan chan struct{}), suspects: make(chan suspicion, maxSuspects), answering: make(chan struct{}, 1), ready: make(chan struct{}),
		archive: o.Archive}
	p.archive.Host = host(o.BaseURL)
	if p.progress == nil {
		p.progress = func(int, int) {}
	}
	if p.now == nil {
		p.now = time.Now
	}
	for _, c := range o.Contents {
		open, err := p.open(c, o)
		if err != nil {
			p.Close()
			return nil, err
		}
		p.contents = append(p.contents, open)
		p.archive.Contents = append(p.archive.Contents, archive.Content{Mount: c.Mount, MaxRemoval: c.MaxRemoval, HideSuperseded: c.HideSuperseded})
	}
	p.snapshot = archive.New(p.archive)
	return p, nil
}

// host gives the host of an absolute URL, which mints ids by default.
func host(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// Close releases the content directories.
func (p *Publisher) Close() {
	for _, c := range p.contents {
		c.closed.Store(true)
		c.root.Load().Close()
	}
}

// Current gives the present state, nil until every directory was read once,
// or does not answer.
func (p *Publisher) Current() *State { return p.current.Load() }

// Ready is closed when Current has its first state.
func (p *Publisher) Ready() <-chan struct{} { return p.ready }

// Run applies batches until they end or ctx does, and what time brings:
// articles that become due, entries that are no longer recent, a ledger that
// can be written again.
func (p *Publisher) Run(ctx context.Context, batches <-chan Batch) error {
	timer := time.NewTimer(p.pause())
	defer timer.Stop()
	look, stop := p.authorsLooks()
	defer stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case b, ok := <-batches:
			if !ok {
				return nil
			}
			p.Apply(b)
		case done := <-p.accepted:
			p.advance(nil, nil, archive.Occasion{Accepted: true})
			close(done)
		case s := <-p.suspects:
			p.examine(s)
		case <-p.answering:
			p.retry()
		case <-look:
			p.lookAtAuthors()
			continue // time has not brought anything
		case <-timer.C:
			p.Tick()
		}
		timer.Reset(p.pause())
	}
}

// Bounds of the time from one Tick to the next.
const (
	daily = 24 * time.Hour   // the clock is saved: a start after a year is a doubt
	often = time.Second      // what is due is not late by more
	patch = 30 * time.Second // a fault is likely to be there still
)

// pause gives the time until Tick has something to do.
func (p *Publisher) pause() time.Duration {
	wait := daily
	if next := p.snapshot.Wake(); !next.IsZero() && p.snapshot.Doubt() == nil {
		wait = min(wait, max(often, next.Sub(p.now())))
	}
	if p.fault != nil || p.snapshot.Doubt() != nil {
		wait = min(wait, patch)
	}
	return wait
}

// Tick publishes what time has brought. It must not be called while Apply or
// Run is.
func (p *Publisher) Tick() {
	if p.current.Load() != nil {
		p.advance(nil, nil, archive.Occasion{Live: true})
	}
}

// Accept lets pass what was held, and returns when that is published. It
// needs a running Run.
func (p *Publisher) Accept(ctx context.Context) error {
	done := make(chan struct{})
	select {
	case p.accepted <- done:
	case <-ctx.Done():
		return ctx.Err()
	}
	<-done
	return nil
}

// advance makes the next snapshot, saves what must be remembered and
// publishes it: in this order, so that nobody saw what a crash takes back.
// Only a first import is published before, since it can be made again.
func (p *Publisher) advance(changes []archive.Change, read map[string]ledger.Stamp, o archive.Occasion) {
	start := time.Now()
	o.Now = p.now()
	held := p.snapshot.Held()
	var delta archive.Delta
	p.snapshot, delta = p.snapshot.With(changes, o)
	if now := p.snapshot.Held(); now > held {
		p.log.Warn(p.heldProblem().Error())
	}
	if p.Current() != nil { // a first reading only counts them
		for _, problem := range delta.DeadLinks {
			problem.File = p.fileName(problem.File)
			p.log.Warn(problem.Error())
		}
	}
	save := p.toSave(changes, read, delta)
	if len(delta.Memory.Mounts) > 0 {
		p.publish()
	}
	p.save(save)
	p.publish()
	if p.follow != nil && p.begun() {
		p.follow(p.snapshot, delta)
	}
	if delta.Uncompared > 0 {
		p.log.Warn("titles were too many or too long to find out which articles are those that went from the same date; they are published as new; "+
			"declare earlier paths with aliases", "articles", delta.Uncompared)
	}
	level := slog.LevelInfo
	if delta.Added+delta.Changed+delta.Removed+delta.Renamed == 0 {
		level = slog.LevelDebug
	}
	p.log.Log(context.Background(), level, "published", "new", delta.Added, "changed", delta.Changed, "renamed", delta.Renamed, "removed", delta.Removed,
		"feeds", len(delta.Feeds), "articles", p.snapshot.Global().Len(), "took", time.Since(start).Round(time.Microsecond))
}

// publish shows the present snapshot to readers, once every directory was
// read, or does not answer.
func (p *Publisher) publish() {
	if !p.begun() {
		return
	}
	state := &State{Snapshot: p.snapshot, Since: p.now(), Problems: p.problems(), Faults: p.faults(), Ledger: p.fault, Others: map[string]int{}}
	for _, c := range p.contents {
		for ext, n := range c.others {
			state.Others[ext] += n
		}
		state.Empty = state.Empty || c.empty()
	}
	if old := p.current.Load(); old != nil && old.Snapshot == p.snapshot {
		state.Since = old.Since
	}
	if p.current.Swap(state) == nil {
		close(p.ready)
	}
}

// begun reports whether no directory is being read for the first time.
func (p *Publisher) begun() bool {
	return !slices.ContainsFunc(p.contents, func(c *content) bool { return !c.scanned && !c.waiting })
}

// scanned reports whether every directory was read once.
func (p *Publisher) scanned() bool {
	return !slices.ContainsFunc(p.contents, func(c *content) bool { return !c.scanned })
}

// Package feed publishes the articles of content directories: it reads what
// changed, keeps the archive, and hands complete snapshots to readers.
package feed

import (
	"context"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
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
	// Progress hears how many files of a batch are read, from several
	// goroutines at once. It may be nil.
	Progress func(done, total int)
	// Now gives the time; nil: the system's.
	Now func() time.Time
}

// Batch is a settled change of one content directory. The first of each
// names all files that are there.
type Batch struct {
	Content int // index in Options.Contents
	Changed []File
	Removed []string // paths below the directory
	// Faults are all present faults of the tree; File is a path below the
	// directory.
	Faults []article.Problem
}

// File is a file of a content directory as it was found.
type File struct {
	Path  string // below the directory
	Stamp ledger.Stamp
}

// Publisher is the only writer of the archive, and of the ledger.
type Publisher struct {
	log      *slog.Logger
	progress func(done, total int)
	now      func() time.Time
	archive  archive.Options
	contents []*content
	accepted chan chan struct{} // who accepts waits for the answer
	current  atomic.Pointer[State]
	ready    chan struct{} // closed with the first State

	// Owned by the goroutine that calls Recall, Apply and Run.
	ledger    *ledger.Ledger   // nil: nothing is remembered
	fault     error            // why the ledger could not be saved
	stale     bool             // the ledger's articles were read by another parser
	ownerless []archive.Change // removals of files that no directory holds
	snapshot  *archive.Snapshot
}

// content is an open content directory.
type content struct {
	Content
	root     atomic.Pointer[os.Root]
	parser   *article.Parser
	scanned  bool                         // its first batch is in the snapshot
	known    map[string]ledger.Stamp      // until then: remembered files, by path below the directory
	problems map[string][]article.Problem // by path below the directory
	faults   []article.Problem
}

// State is what the publisher has made so far. Immutable.
type State struct {
	Snapshot *archive.Snapshot
	Problems []article.Problem // by file and line
	// Faults are what keeps the daemon from its work: trees that cannot be
	// read, removals that are held, a clock that cannot be right, a ledger
	// that cannot be written.
	Faults []article.Problem
	Ledger error // why the ledger cannot be written, nil for nothing
}

// New opens the content directories. Close releases them.
func New(o Options) (*Publisher, error) {
	p := &Publisher{log: o.Log, progress: o.Progress, now: o.Now, accepted: make(chan chan struct{}), ready: make(chan struct{}),
		archive: o.Archive}
	p.archive.Host = host(o.BaseURL)
	if p.progress == nil {
		p.progress = func(int, int) {}
	}
	if p.now == nil {
		p.now = time.Now
	}
	for _, c := range o.Contents {
		root, err := os.OpenRoot(c.Dir)
		if err != nil {
			p.Close()
			return nil, err
		}
		aliases := c.Aliases
		if name := ownName(c.Dir); name != "" && !isThere(root, name) {
			aliases = append(aliases[:len(aliases):len(aliases)], "/"+name)
		}
		open := &content{Content: c, problems: map[string][]article.Problem{},
			parser: article.NewParser(article.Options{Dir: c.Dir, Mount: c.Mount, Aliases: aliases, BaseURL: o.BaseURL,
				Language: c.Language, Zone: o.Archive.Zone, Grammar: o.Grammar, KeepWhole: o.KeepWhole})}
		open.root.Store(root)
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

// ownName is the name under which links may call the directory: its own.
func ownName(dir string) string {
	abs, err := absolute(dir)
	if name := path.Base(abs); err == nil && name != "/" && name != "." {
		return name
	}
	return ""
}

// isThere reports whether the directory holds a folder of its own name: then
// that is what links mean.
func isThere(root *os.Root, name string) bool {
	_, err := root.Stat(name)
	return err == nil
}

// Close releases the content directories.
func (p *Publisher) Close() {
	for _, c := range p.contents {
		c.root.Load().Close()
	}
}

// Current gives the present state, nil until every directory was read once.
func (p *Publisher) Current() *State { return p.current.Load() }

// Ready is closed when Current has its first state.
func (p *Publisher) Ready() <-chan struct{} { return p.ready }

// Run applies batches until they end or ctx does, and what time brings:
// articles that become due, entries that are no longer recent, a ledger that
// can be written again.
func (p *Publisher) Run(ctx context.Context, batches <-chan Batch) error {
	timer := time.NewTimer(p.pause())
	defer timer.Stop()
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

// Recall starts from what a ledger remembers, and has it remember from now
// on; without a ledger nothing is saved. It comes before the first Apply.
func (p *Publisher) Recall(l *ledger.Ledger, s *ledger.State) {
	defer debug.SetGCPercent(debug.SetGCPercent(ledger.Patience))
	p.ledger = l
	p.stale = s.Parser != p.parserKey()
	files := make([]archive.Change, len(s.Files))
	for i, f := range s.Files {
		files[i] = f.Change
	}
	var noting sync.WaitGroup
	noting.Go(func() { p.know(s.Files) })
	var missed archive.Memory
	p.snapshot, missed = archive.Load(p.archive, s.Memory, files)
	noting.Wait()
	p.save(ledger.Changes{Memory: missed})
}

// know notes which files need not be read again: all that did not change
// since. Those of directories that are no longer configured are gone.
func (p *Publisher) know(files []ledger.File) {
	for _, c := range p.contents {
		c.known = make(map[string]ledger.Stamp, len(files)/len(p.contents))
	}
	for _, f := range files {
		stamp := f.Stamp
		if p.stale {
			stamp = ledger.Stamp{}
		}
		if c, rel := p.locate(f.File); c != nil {
			c.known[rel] = stamp
		} else {
			p.ownerless = append(p.ownerless, archive.Change{File: f.File})
		}
	}
}

// Recalled gives the snapshot of what is remembered. It is for use between
// Recall and the first Apply.
func (p *Publisher) Recalled() *archive.Snapshot { return p.snapshot }

// parserKey identifies how files are read.
func (p *Publisher) parserKey() string {
	keys := make([]string, len(p.contents))
	for i, c := range p.contents {
		keys[i] = c.parser.Key()
	}
	return strings.Join(keys, " ")
}

// Apply reads what a batch names and publishes the snapshot after it. It
// must not be called by two goroutines at once.
func (p *Publisher) Apply(b Batch) {
	c := p.contents[b.Content]
	c.reopen()
	var changes []archive.Change
	o := archive.Occasion{Live: c.scanned}
	if !c.scanned {
		o.Imported = []string{c.Mount}
		changes = p.find(c, &b)
	}
	for _, rel := range b.Removed {
		delete(c.problems, rel)
		changes = append(changes, archive.Change{File: path.Join(c.Mount, rel)})
	}
	read := make(map[string]ledger.Stamp, len(b.Changed))
	for i, r := range c.read(b.Changed, p.progress) {
		if r.gone {
			continue
		}
		change := c.accept(r, p.snapshot)
		changes = append(changes, change)
		read[change.File] = ledger.Stamp{}
		if len(r.problems) == 0 {
			read[change.File] = b.Changed[i].Stamp
		}
		p.complain(c, r.problems...)
	}
	for _, f := range b.Faults {
		if !slices.Contains(c.faults, f) {
			f.File = path.Join(c.Dir, f.File)
			p.complain(c, f)
		}
	}
	c.faults = b.Faults
	c.scanned = true
	p.advance(changes, read, o)
}

// reopen opens the directory again where another one stands in its place: it
// was made anew, or a link leads elsewhere.
func (c *content) reopen() {
	old := c.root.Load()
	was, err := old.Stat(".")
	is, now := os.Stat(c.Dir)
	if now != nil || err == nil && os.SameFile(was, is) {
		return
	}
	if root, err := os.OpenRoot(c.Dir); err == nil {
		c.root.Store(root)
		old.Close()
	}
}

// find compares the first batch of a directory with what is remembered: it
// leaves in the batch what must be read, and gives the removal of what is
// gone.
func (p *Publisher) find(c *content, b *Batch) (gone []archive.Change) {
	unread := b.Changed[:0:0]
	for _, f := range b.Changed {
		if stamp, ok := c.known[f.Path]; !ok || stamp != f.Stamp || stamp == (ledger.Stamp{}) {
			unread = append(unread, f)
		}
		delete(c.known, f.Path)
	}
	b.Changed = unread
	gone, p.ownerless = p.ownerless, nil
	for rel := range c.known {
		gone = append(gone, archive.Change{File: path.Join(c.Mount, rel)})
	}
	c.known = nil
	return gone
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
	save := p.toSave(changes, read, delta)
	if len(delta.Memory.Mounts) > 0 {
		p.publish()
	}
	p.save(save)
	p.publish()
	level := slog.LevelInfo
	if delta.Added+delta.Changed+delta.Removed+delta.Renamed == 0 {
		level = slog.LevelDebug
	}
	p.log.Log(context.Background(), level, "published", "new", delta.Added, "changed", delta.Changed, "renamed", delta.Renamed, "removed", delta.Removed,
		"feeds", len(delta.Feeds), "articles", p.snapshot.Global().Len(), "took", time.Since(start).Round(time.Microsecond))
}

// publish shows the present snapshot to readers, once every directory was
// read.
func (p *Publisher) publish() {
	if !p.scanned() {
		return
	}
	state := &State{Snapshot: p.snapshot, Problems: p.problems(), Faults: p.faults(), Ledger: p.fault}
	if p.current.Swap(state) == nil {
		close(p.ready)
	}
}

// scanned reports whether every directory was read once.
func (p *Publisher) scanned() bool {
	return !slices.ContainsFunc(p.contents, func(c *content) bool { return !c.scanned })
}

// toSave gathers what a change brings for the ledger.
func (p *Publisher) toSave(changes []archive.Change, read map[string]ledger.Stamp, delta archive.Delta) ledger.Changes {
	if p.ledger == nil {
		return ledger.Changes{}
	}
	save := ledger.Changes{Memory: delta.Memory}
	if p.stale && p.scanned() {
		p.stale, save.Parser = false, p.parserKey()
	}
	for _, c := range changes {
		stamp, there := read[c.File]
		if _, kept := p.snapshot.File(c.File); there || !kept {
			save.Files = append(save.Files, ledger.File{Change: c, Stamp: stamp})
		}
	}
	for _, file := range delta.Gone {
		save.Files = append(save.Files, ledger.File{Change: archive.Change{File: file}})
	}
	return save
}

// save has the ledger remember. What it cannot save it keeps and saves later.
func (p *Publisher) save(c ledger.Changes) {
	if p.ledger == nil {
		return
	}
	before := p.fault
	p.fault = p.ledger.Save(c)
	switch {
	case p.fault != nil && before == nil:
		p.log.Error(ledgerProblem(p.fault).Error())
	case p.fault == nil && before != nil:
		p.log.Info("the ledger is saved again")
	}
}

// accept turns what was read into a change. A file that cannot be published
// any more changes nothing: its last good version stays.
func (c *content) accept(r reading, s *archive.Snapshot) archive.Change {
	delete(c.problems, r.rel)
	if len(r.problems) > 0 {
		c.problems[r.rel] = r.problems
	}
	if !slices.ContainsFunc(r.problems, func(p article.Problem) bool { return p.Fatal }) {
		return r.change
	}
	last, ok := s.File(r.change.File)
	if !ok {
		return r.change
	}
	for i := range r.problems {
		if r.problems[i].Fatal {
			r.problems[i].Effect = "the last good version stays published"
		}
	}
	return last
}

// locate gives the directory of a site path, and the path below it.
func (p *Publisher) locate(file string) (*content, string) {
	var best *content
	for _, c := range p.contents {
		if within(file, c.Mount) && (best == nil || len(c.Mount) > len(best.Mount)) {
			best = c
		}
	}
	if best == nil {
		return nil, ""
	}
	return best, strings.TrimPrefix(strings.TrimPrefix(file, best.Mount), "/")
}

func within(file, mount string) bool {
	return mount == "/" || strings.HasPrefix(file, mount+"/")
}

// fileName gives the name by which the operator knows a site path.
func (p *Publisher) fileName(file string) string {
	c, rel := p.locate(file)
	if c == nil {
		return file
	}
	return path.Join(c.Dir, rel)
}

// Open opens a file of the site for reading. No path leads out of its
// content directory, symbolic links included.
func (p *Publisher) Open(file string) (fs.File, error) {
	c, rel := p.locate(file)
	if c == nil {
		return nil, fs.ErrNotExist
	}
	return c.root.Load().Open(rel)
}

// Package feed publishes the articles of content directories: it reads what
// changed, keeps the archive, and hands complete snapshots to readers.
package feed

import (
	"cmp"
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// Content is a directory of articles and its place on the site.
type Content struct {
	Dir      string   // path of the directory
	Mount    string   // where it stands in URLs: "/", "/zh"
	Aliases  []string // other prefixes under which links name it
	Language string   // BCP 47, of articles that name none
}

// Options say what a Publisher publishes.
type Options struct {
	Contents  []Content
	Grammar   article.Grammar
	BaseURL   string // absolute, without trailing slash
	Authority string // of ids: "example.org,2026"
	Zone      *time.Location
	Log       *slog.Logger
	// Progress hears how many files of a batch are read, from several
	// goroutines at once. It may be nil.
	Progress func(done, total int)
}

// Batch is a settled change of one content directory. The first of each is
// full.
type Batch struct {
	Content          int      // index in Options.Contents
	Changed, Removed []string // paths below the directory
	// Faults are all present faults of the tree; File is a path below the
	// directory.
	Faults []article.Problem
}

// Publisher is the only writer of the archive.
type Publisher struct {
	log      *slog.Logger
	progress func(done, total int)
	contents []*content
	snapshot *archive.Snapshot // owned by the goroutine that calls Apply
	current  atomic.Pointer[State]
	ready    chan struct{} // closed with the first State
}

// content is an open content directory.
type content struct {
	Content
	root     *os.Root
	parser   *article.Parser
	scanned  bool                         // its first batch is in the snapshot
	problems map[string][]article.Problem // by path below the directory
	faults   []article.Problem
}

// State is what the publisher has made so far. Immutable.
type State struct {
	Snapshot *archive.Snapshot
	Problems []article.Problem // by file and line
}

// New opens the content directories. Close releases them.
func New(o Options) (*Publisher, error) {
	p := &Publisher{log: o.Log, progress: o.Progress, snapshot: archive.New(archive.Options{Zone: o.Zone, Authority: o.Authority}), ready: make(chan struct{})}
	if p.progress == nil {
		p.progress = func(int, int) {}
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
		p.contents = append(p.contents, &content{Content: c, root: root, problems: map[string][]article.Problem{},
			parser: article.NewParser(article.Options{Dir: c.Dir, Mount: c.Mount, Aliases: aliases, BaseURL: o.BaseURL,
				Language: c.Language, Zone: o.Zone, Grammar: o.Grammar})})
	}
	return p, nil
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
		c.root.Close()
	}
}

// Current gives the present state, nil until every directory was read once.
func (p *Publisher) Current() *State { return p.current.Load() }

// Ready is closed when Current has its first state.
func (p *Publisher) Ready() <-chan struct{} { return p.ready }

// Run applies batches until they end or ctx does.
func (p *Publisher) Run(ctx context.Context, batches <-chan Batch) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case b, ok := <-batches:
			if !ok {
				return nil
			}
			p.Apply(b)
		}
	}
}

// Apply reads what a batch names and publishes the snapshot after it. It
// must not be called by two goroutines at once.
func (p *Publisher) Apply(b Batch) {
	start := time.Now()
	c := p.contents[b.Content]
	changes := make([]archive.Change, 0, len(b.Changed)+len(b.Removed))
	for _, rel := range b.Removed {
		delete(c.problems, rel)
		changes = append(changes, archive.Change{File: path.Join(c.Mount, rel)})
	}
	for _, r := range c.read(b.Changed, p.progress) {
		if change, ok := c.accept(r, p.snapshot); ok {
			changes = append(changes, change)
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

	var delta archive.Delta
	p.snapshot, delta = p.snapshot.With(changes)
	if slices.ContainsFunc(p.contents, func(c *content) bool { return !c.scanned }) {
		return
	}
	if p.current.Swap(&State{Snapshot: p.snapshot, Problems: p.problems()}) == nil {
		close(p.ready)
	}
	level := slog.LevelInfo
	if delta.Added+delta.Changed+delta.Removed == 0 {
		level = slog.LevelDebug
	}
	p.log.Log(context.Background(), level, "published", "new", delta.Added, "changed", delta.Changed, "removed", delta.Removed, "feeds", len(delta.Feeds),
		"articles", p.snapshot.Global().Len(), "took", time.Since(start).Round(time.Microsecond))
}

// complain logs new complaints. Those of the first reading are only counted,
// as there may be thousands; check lists them.
func (p *Publisher) complain(c *content, problems ...article.Problem) {
	for i := range problems {
		if c.scanned {
			p.log.Warn(problems[i].Error())
		}
	}
}

// accept turns what was read into a change. A file that cannot be published
// any more changes nothing: its last good version stays.
func (c *content) accept(r reading, s *archive.Snapshot) (archive.Change, bool) {
	if r.gone {
		return archive.Change{}, false
	}
	delete(c.problems, r.rel)
	if len(r.problems) > 0 {
		c.problems[r.rel] = r.problems
	}
	fatal := slices.ContainsFunc(r.problems, func(p article.Problem) bool { return p.Fatal })
	if fatal && s.Holds(r.change.File) {
		for i := range r.problems {
			if r.problems[i].Fatal {
				r.problems[i].Effect = "the last good version stays published"
			}
		}
		return archive.Change{}, false
	}
	return r.change, true
}

// problems gathers all complaints.
func (p *Publisher) problems() []article.Problem {
	all := p.snapshot.Problems()
	for i := range all {
		all[i].File = p.fileName(all[i].File)
	}
	for _, c := range p.contents {
		for _, list := range c.problems {
			all = append(all, list...)
		}
		for _, f := range c.faults {
			f.File = path.Join(c.Dir, f.File)
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b article.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.What, b.What))
	})
	return all
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
	return c.root.Open(rel)
}

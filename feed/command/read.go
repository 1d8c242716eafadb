package command

import (
	"context"
	"log/slog"
	"path/filepath"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/ledger"
	"dateline/feed/render"
	"dateline/feed/report"
	"dateline/feed/setup"
	addresses "dateline/feed/site"
)

func (l *line) check(_ context.Context, args []string) error {
	r, err := l.read(args, afresh)
	if err != nil {
		return err
	}
	if _, err := setup.Pages(r.config, render.New(setup.Site(r.config, nil)), nil); err != nil {
		return err
	}
	state := *r.state
	state.Problems = append(l.shadowed(r), state.Problems...)
	f := &report.Findings{State: &state, Withheld: r.withheld, Home: r.config.Site.Home, All: l.all}
	if err := l.printer().Check(f); err != nil {
		return failure{err}
	}
	if f.Failed() {
		return errFindings
	}
	return nil
}

// shadowed returns the complaints about aliases of feeds that are the addresses of
// articles. They belong to the configuration.
func (l *line) shadowed(r *reading) []article.Problem {
	if len(r.config.Feeds.Alias) == 0 {
		return nil
	}
	catalogue := addresses.New(addresses.Options{Renderer: render.New(setup.Site(r.config, nil)), Aliases: setup.Aliases(r.config)})
	list := catalogue.Shadowed(r.state.Snapshot)
	for i := range list {
		list[i].File = l.file
	}
	return list
}

func (l *line) topics(_ context.Context, args []string) error {
	r, err := l.read(args, remembering)
	if err != nil {
		return err
	}
	if l.near {
		return atWork(l.printer().Near(r.state.Snapshot))
	}
	return atWork(l.printer().Topics(r.state.Snapshot, r.config.Site.BaseURL))
}

// reading is the result of reading all articles once, without serving them.
type reading struct {
	config     *config.Config
	remembered *archive.Snapshot // from the ledger; empty if that was not read
	first      bool              // the ledger is empty
	appearance string            // of documents at the last change, as the ledger has it; empty if that is unknown
	state      *feed.State
	withheld   []archive.Withheld
}

// memory is what a reading of all articles starts from.
type memory bool

const (
	afresh      memory = false // nothing, so that every file is read and its links are checked
	remembering memory = true  // what the ledger holds, as at a start of the daemon
)

// recall returns what the ledger holds. The user's state directory, where the
// ledger of a directory on the command line may be, need not exist: the start makes
// it.
func recall(url string, args []string) (*ledger.State, error) {
	if path, err := ledger.Path(url); err == nil && len(args) > 0 && !exists(filepath.Dir(path)) {
		return &ledger.State{}, nil
	}
	return ledger.Read(url)
}

// read reads all articles once, and writes nothing.
func (l *line) read(args []string, from memory) (r *reading, err error) {
	err = l.reading(args, from, func(_ *feed.Publisher, all *reading) { r = all })
	return r, err
}

// reading is read for a use that needs the files of articles, too.
func (l *line) reading(args []string, from memory, use func(*feed.Publisher, *reading)) error {
	p, c, err := l.publisher(args)
	if err != nil {
		return err
	}
	defer p.Close()
	r := &reading{config: c}
	if from == remembering {
		state, err := recall(c.Ledger.URL, args)
		if err != nil {
			return failure{err}
		}
		r.first, r.appearance = len(state.Items) == 0, state.Appearance.ID
		p.Recall(nil, state)
	}
	r.remembered = p.Recalled()
	if err := l.scan(p, c); err != nil {
		return err
	}
	p.Settle()
	r.state, r.withheld = p.Current(), p.Withheld()
	use(p, r)
	return nil
}

// publisher returns a publisher that has read nothing yet and logs nothing, and its
// configuration.
func (l *line) publisher(args []string) (*feed.Publisher, *config.Config, error) {
	c, err := l.load(args)
	if err != nil {
		return nil, nil, err
	}
	o, err := setup.Publisher(c)
	if err != nil {
		return nil, nil, err
	}
	o.Log, o.Progress = slog.New(slog.DiscardHandler), progress()
	p, err := feed.New(o)
	return p, c, err
}

// scan scans all content directories once.
func (l *line) scan(p *feed.Publisher, c *config.Config) error {
	for _, d := range setup.Directories(c) {
		b, err := l.Scan(d)
		if err != nil {
			return failure{err}
		}
		p.Apply(b)
	}
	return nil
}

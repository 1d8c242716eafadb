package command

import (
	"context"
	"log/slog"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/config"
	"dateline/feed/ledger"
	"dateline/feed/report"
	"dateline/feed/setup"
)

func (l *line) check(_ context.Context, args []string) error {
	r, err := l.read(args, false)
	if err != nil {
		return err
	}
	f := &report.Findings{State: r.state, Withheld: r.withheld, All: l.all, JSON: l.json}
	if err := report.Check(l.out, f); err != nil {
		return failure{err}
	}
	if f.Failed() {
		return errFindings
	}
	return nil
}

func (l *line) topics(_ context.Context, args []string) error {
	r, err := l.read(args, true)
	if err != nil {
		return err
	}
	if l.near {
		return atWork(report.Near(l.out, r.state.Snapshot, l.json))
	}
	return atWork(report.Topics(l.out, r.state.Snapshot, r.config.Site.BaseURL, l.json))
}

// plan tells what a start would change for subscribers.
func (l *line) plan(_ context.Context, args []string) error {
	r, err := l.read(args, true)
	if err != nil {
		return err
	}
	return atWork(report.Plan(l.out, r.remembered, r.state.Snapshot, r.first, l.json))
}

// reading is what became of reading all articles once, without serving.
type reading struct {
	config     *config.Config
	remembered *archive.Snapshot // by the ledger; empty where it was not asked
	first      bool              // it remembers nothing
	state      *feed.State
	withheld   []archive.Withheld
}

// read reads all articles once. With the ledger it starts from what is
// remembered, and writes nothing; without, it looks at links as well.
func (l *line) read(args []string, withLedger bool) (*reading, error) {
	c, err := l.load(args)
	if err != nil {
		return nil, err
	}
	o, err := setup.Publisher(c)
	if err != nil {
		return nil, err
	}
	o.Log, o.Progress = slog.New(slog.DiscardHandler), progress()
	p, err := feed.New(o)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	r := &reading{config: c}
	if withLedger {
		state, err := ledger.Read(c.Ledger.URL)
		if err != nil {
			return nil, failure{err}
		}
		r.first = len(state.Items) == 0
		p.Recall(nil, state)
	}
	r.remembered = p.Recalled()
	for _, d := range setup.Directories(c) {
		b, err := l.Scan(d)
		if err != nil {
			return nil, failure{err}
		}
		p.Apply(b)
	}
	r.state, r.withheld = p.Current(), p.Withheld()
	return r, nil
}

package command

import (
	"log/slog"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/config"
	"dateline/feed/ledger"
	"dateline/feed/setup"
)

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

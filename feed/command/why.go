package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"dateline/feed/explain"
	"dateline/feed/ledger"
	"dateline/feed/render"
	"dateline/feed/setup"
)

// why prints what became of articles: the running daemon knows it, or else the
// files and the ledger do.
func (l *line) why(ctx context.Context, args []string) error {
	in, err := os.Getwd()
	if err != nil {
		return failure{err}
	}
	ask, end, err := l.whom(ctx, l.servedWith(args))
	if err != nil {
		return err
	}
	defer end()
	all := explain.Report{Format: explain.Format}
	for _, of := range args {
		r, err := ask(explain.Question{Of: of, In: in})
		if err != nil {
			return err
		}
		all.From, all.Answers = r.From, append(all.Answers, r.Answers...)
	}
	if err := l.printer().Why(all); err != nil {
		return failure{err}
	}
	if slices.ContainsFunc(all.Answers, func(a explain.Answer) bool { return !a.Published }) {
		return errFindings
	}
	return nil
}

// asking answers a question. Questions that cannot be asked are mistakes in the
// usage.
type asking func(explain.Question) (explain.Report, error)

// servedWith returns what the command line of serve has besides its configuration:
// the directory DIR above one of the files, if it has a ledger of its own that a
// daemon uses or, without a daemon, if there is no configuration. A trial with
// "serve DIR" that ended says nothing about the site of a configuration.
func (l *line) servedWith(files []string) (dir []string) {
	for _, file := range files {
		above, err := filepath.Abs(file)
		for err == nil && !holdsLedger(placeOf(above).ledger) && above != filepath.Dir(above) {
			above = filepath.Dir(above)
		}
		at := placeOf(above)
		if err != nil || !holdsLedger(at.ledger) {
			continue
		}
		if _, _, used := ledger.Holder(at.url()); used || !exists(l.file) {
			return []string{above}
		}
	}
	return nil
}

// whom returns who answers questions, and a function that ends that. dir is DIR on
// the command line of serve, if there is one.
func (l *line) whom(ctx context.Context, dir []string) (ask asking, end func(), err error) {
	r, err := l.find(ctx, dir)
	switch {
	case err == nil:
		r.warn()
		return func(q explain.Question) (explain.Report, error) { return askWhy(ctx, r.address, q) }, func() {}, nil
	case errors.As(err, new(failure)):
		return l.fromFiles(dir)
	}
	return nil, nil, err
}

// askWhy asks the daemon at an address.
func askWhy(ctx context.Context, address string, q explain.Question) (r explain.Report, err error) {
	if err := q.Check(); err != nil {
		return r, err
	}
	body, err := ask(ctx, http.MethodGet, address, "/why?"+url.Values{"of": {q.Of}, "in": {q.In}}.Encode())
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(body, &r); err != nil {
		return r, failure{fmt.Errorf("reading the answer: %w; %s", err, notOurs)}
	}
	return r, nil
}

// fromFiles reads all articles once, as a start would, and writes nothing. Unlike
// plan, it ends no grace, because a daemon would tell of those that run.
func (l *line) fromFiles(dir []string) (ask asking, end func(), err error) {
	p, c, err := l.publisher(dir)
	if err != nil {
		return nil, nil, err
	}
	state, err := recall(c.Ledger.URL, dir)
	if err != nil {
		p.Close()
		return nil, nil, failure{err}
	}
	p.Recall(nil, state)
	if err := l.scan(p, c); err != nil {
		p.Close()
		return nil, nil, err
	}
	atRest := func(d setup.Directory, rel string) error {
		d.Settle = 0 // the scan has read what may still be changing
		return l.Skipped(d, rel)
	}
	options := setup.Explain(c, atRest)
	options.Publisher, options.Renderer = p, render.New(setup.Site(c, p))
	return func(q explain.Question) (explain.Report, error) {
		answers, err := explain.Answers(options, q)
		return explain.Report{Format: explain.Format, From: "files", Answers: answers}, err
	}, p.Close, nil
}

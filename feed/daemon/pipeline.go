package daemon

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"golang.org/x/sync/errgroup"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/front"
	"dateline/feed/ledger"
	"dateline/feed/page"
	"dateline/feed/render"
	"dateline/feed/search"
	"dateline/feed/serve"
	"dateline/feed/setup"
	"dateline/feed/site"
)

// pipeline does the work of a generation: it has the watched trees, the publisher
// and the handler. All fields are immutable after the constructor.
type pipeline struct {
	config    *config.Config
	digest    string // of config
	place     string // path of the ledger
	daemon    *daemon
	publisher *feed.Publisher
	trees     trees
	index     *search.Index
	renderer  *render.Renderer
	pages     *page.Pages
	handler   *serve.Handler
	redirect  http.Handler // for plain HTTP beside TLS
	// answering is read-locked during each answer, which may read files of the
	// content directories, and locked for good by retire.
	answering sync.RWMutex
}

// generation builds the generation of a configuration without starting it.
func (d *daemon) generation(c *config.Config) (*generation, error) {
	p, err := d.pipeline(c)
	if err != nil {
		return nil, err
	}
	return p.generation(), nil
}

func (p *pipeline) generation() *generation {
	return &generation{config: p.config, ready: p.publisher.Ready(), worker: p}
}

// pipeline builds a pipeline without starting it.
func (d *daemon) pipeline(c *config.Config) (*pipeline, error) {
	defer d.tasks.begin("opening the content directories")()
	place, err := ledger.Usable(c.Ledger.URL)
	if err == nil && c.Ledger.Require {
		err = ledger.Required(c.Ledger.URL)
	}
	if err != nil {
		return nil, Failure{err}
	}
	o, err := setup.Publisher(c)
	if err != nil {
		return nil, err
	}
	p := &pipeline{config: c, digest: c.Digest(), place: place, daemon: d, index: search.New(place+".search", d.Log)}
	o.Archive.Appearance = setup.Appearance(c, d.Version)
	o.Log, o.Progress, o.Took, o.Requests = d.Log, d.Progress, d.delays.Add, d.audience.Unsaved
	o.Follow = func(s *archive.Snapshot, delta archive.Delta) {
		p.index.Follow(s, delta)
		p.handler.Changed(delta.Feeds)
	}
	if p.publisher, err = feed.New(o); err != nil {
		return nil, err
	}
	p.renderer = render.New(setup.Site(c, p.publisher))
	if p.pages, err = setup.Pages(c, p.renderer, func(e *page.TemplateError) {
		failure := failing(e)
		d.Log.Error(failure.Error())
	}); err != nil {
		p.publisher.Close()
		return nil, err
	}
	p.handler = serve.New(p.serving())
	p.redirect = front.Redirect(serve.NewPlace(c.Site.BaseURL, c.Site.Former))
	if p.trees, err = d.watch(c); err != nil {
		p.publisher.Close()
		return nil, Failure{err}
	}
	return p, nil
}

// failing returns what a template that fails means.
func failing(e *page.TemplateError) article.Problem {
	return article.Problem{File: e.File, Line: e.Line, Column: e.Column, About: article.File, What: e.What, Effect: "such pages are shown in the theme of Dateline", Hint: e.Hint}
}

// serving returns the options of the handler.
func (p *pipeline) serving() serve.Options {
	s := p.config.Server
	o := serve.Options{
		Snapshot: func() *archive.Snapshot {
			if state := p.publisher.Current(); state != nil {
				return state.Snapshot
			}
			return nil
		},
		Site:         site.New(site.Options{Renderer: p.renderer, Pages: p.pages, Search: true, Aliases: setup.Aliases(p.config)}),
		Index:        p.index,
		BaseURL:      p.config.Site.BaseURL,
		Former:       p.config.Site.Former,
		Open:         p.publisher.Open,
		OpenAsset:    p.publisher.OpenAsset,
		MinAge:       p.config.Feeds.MinAge,
		SharedAge:    p.config.Feeds.SharedMaxAge,
		HSTS:         s.HSTS,
		WriteTimeout: s.WriteTimeout,
		CacheBytes:   s.CacheBytes,
		Limits:       serve.Limits{PathBytes: s.PathBytes, QueryBytes: s.QueryBytes, Rate: s.Rate, Burst: s.Burst, Proxies: proxies(p.config)},
		Polled:       p.daemon.audience.Count,
		Elsewhere:    p.publisher.Polled,
	}
	if p.config.Log.Access {
		o.Access = p.daemon.logAccess
	}
	return o
}

// run watches, publishes and renders until ctx ends. The handler can still serve
// the last snapshot after that.
func (p *pipeline) run(ctx context.Context) error {
	p.daemon.working.Store(p)
	defer p.trees.close()
	group, ctx := errgroup.WithContext(ctx)
	tasks := &p.daemon.tasks
	group.Go(tasks.of("updating the search index", func() error {
		p.index.Run(ctx)
		return nil
	}))
	group.Go(tasks.of("rendering documents", func() error {
		p.handler.Run(ctx)
		return nil
	}))
	group.Go(tasks.of("reading and publishing the articles", func() error { return p.publish(ctx, group) }))
	return group.Wait()
}

// publish opens the ledger and runs the publisher until ctx ends.
func (p *pipeline) publish(ctx context.Context, group *errgroup.Group) (err error) {
	book, state, err := ledger.Open(ledger.Options{URL: p.config.Ledger.URL, Log: p.daemon.Log, Admin: p.daemon.address, Require: p.config.Ledger.Require})
	if err != nil && !errors.Is(err, ledger.ErrUnwritable) { // of which the publisher tells, as long as it lasts
		return err
	}
	defer func() {
		defer p.daemon.tasks.begin("closing the ledger")()
		err = errors.Join(err, book.Close())
	}()
	batches := make(chan feed.Batch)
	for _, t := range p.trees {
		group.Go(func() error {
			t.Follow(ctx, func(b feed.Batch) {
				select {
				case batches <- b:
				case <-ctx.Done():
				}
			})
			return nil
		})
	}
	p.daemon.audience.Recall(state.Days)
	p.publisher.Recall(book, state)
	return p.publisher.Run(ctx, batches)
}

// show implements worker.
func (p *pipeline) show() {
	d := p.daemon
	d.shown.Store(p)
	if warning := unreachable(p.config.Site.BaseURL, d.listening); warning != "" {
		d.Log.Warn(warning)
	}
	if state := p.publisher.Current(); state != nil && state.Fresh != nil {
		d.fresh.Store(state.Fresh)
	}
	d.started.Do(func() {
		if d.Started != nil {
			d.Started(p.publisher.Current(), p.config.Site.BaseURL)
		}
	})
}

// retire implements worker. It waits for the last answer, which may read files,
// and prevents others from beginning.
func (p *pipeline) retire() {
	p.answering.Lock()
	p.publisher.Close()
}

// trees are the watched content directories.
type trees []Tree

// watch begins to watch the content directories. Their first scan runs while the
// ledger is opened and loaded: the scan keeps one processor busy, while reading
// the files that it finds uses all of them.
func (d *daemon) watch(c *config.Config) (trees, error) {
	var list trees
	for _, dir := range setup.Directories(c) {
		t, err := d.Watch(dir, d.Log)
		if err != nil {
			list.close()
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

// close stops watching. It does not wait: nothing is being written, and a
// directory that does not respond may take forever.
func (ts trees) close() {
	for _, t := range ts {
		go t.Close()
	}
}

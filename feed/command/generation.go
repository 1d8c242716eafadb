package command

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"golang.org/x/sync/errgroup"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/config"
	"dateline/feed/ledger"
	"dateline/feed/render"
	"dateline/feed/search"
	"dateline/feed/serve"
	"dateline/feed/site"
)

// generation is all that works with one configuration: it watches, publishes
// and answers. The sockets are the daemon's.
type generation struct {
	*config.Config
	daemon    *daemon
	log       *slog.Logger
	publisher *feed.Publisher
	trees     trees
	index     *search.Index
	handler   *serve.Handler
	answering sync.RWMutex // held for reading by each answer
}

// generation makes one that does nothing yet.
func (d *daemon) generation(c *config.Config) (*generation, error) {
	defer d.tasks.begin("opening the content directories")()
	place, err := ledger.Usable(c.Ledger.URL)
	if err != nil {
		return nil, failure{err}
	}
	g := &generation{Config: c, daemon: d, log: d.log, index: search.New(place+".search", d.log)}
	o, err := d.options(c, d.log)
	if err != nil {
		return nil, err
	}
	o.Took = d.delays.Add
	o.Follow = func(s *archive.Snapshot, delta archive.Delta) {
		g.index.Follow(s, delta)
		g.handler.Changed(delta.Feeds)
	}
	if g.publisher, err = feed.New(o); err != nil {
		return nil, err
	}
	g.handler = serve.New(g.serving(d))
	if g.trees, err = d.trees(c, d.log); err != nil {
		g.publisher.Close()
		return nil, err
	}
	return g, nil
}

// serving says what the handler serves.
func (g *generation) serving(d *daemon) serve.Options {
	s := g.Server
	return serve.Options{
		Snapshot: func() *archive.Snapshot {
			if state := g.publisher.Current(); state != nil {
				return state.Snapshot
			}
			return nil
		},
		Site:         site.New(site.Options{Renderer: render.New(siteOf(g.Config, g.publisher)), Search: true}),
		Index:        g.index,
		BaseURL:      g.Site.BaseURL,
		Open:         g.publisher.Open,
		OpenAsset:    g.publisher.OpenAsset,
		MinAge:       g.Feeds.MinAge,
		HSTS:         s.HSTS,
		WriteTimeout: s.WriteTimeout,
		CacheBytes:   s.CacheBytes,
		Limits:       serve.Limits{PathBytes: s.PathBytes, QueryBytes: s.QueryBytes, Rate: s.Rate, Burst: s.Burst, Proxies: proxies(g.Config)},
		Polled:       d.audience.Count,
	}
}

// run watches, publishes and prepares until ctx ends. What was published can
// be served still.
func (g *generation) run(ctx context.Context) error {
	defer g.trees.close()
	group, ctx := errgroup.WithContext(ctx)
	tasks := &g.daemon.tasks
	group.Go(tasks.of("the index of searches", func() error {
		g.index.Run(ctx)
		return nil
	}))
	group.Go(tasks.of("making documents", func() error {
		g.handler.Run(ctx)
		return nil
	}))
	group.Go(tasks.of("reading and publishing the articles", func() error { return g.publish(ctx, group) }))
	return group.Wait()
}

// publish opens the ledger and runs the publisher until ctx ends.
func (g *generation) publish(ctx context.Context, group *errgroup.Group) (err error) {
	book, state, err := ledger.Open(ledger.Options{URL: g.Ledger.URL, Log: g.log, Admin: g.daemon.admin})
	if errors.Is(err, ledger.ErrUnwritable) {
		g.log.Error(err.Error())
	} else if err != nil {
		return err
	}
	defer func() {
		defer g.daemon.tasks.begin("closing the ledger")()
		err = errors.Join(err, book.Close())
	}()
	batches := make(chan feed.Batch)
	for _, t := range g.trees {
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
	g.publisher.Recall(book, state)
	return g.publisher.Run(ctx, batches)
}

// retire releases the content directories when the last answer is done that
// may read them. No other may begin.
func (g *generation) retire() {
	g.answering.Lock()
	g.publisher.Close()
}

// trees are the watched content directories.
type trees []Tree

// trees begins to watch the content directories. They are looked at while
// the ledger is opened and put in place: that keeps one processor busy,
// reading it all of them.
func (l *line) trees(c *config.Config, log *slog.Logger) (trees, error) {
	var list trees
	for _, d := range directories(c) {
		t, err := l.Watch(d, log)
		if err != nil {
			list.close()
			return nil, failure{err}
		}
		list = append(list, t)
	}
	return list, nil
}

// close stops watching. Nobody waits for that: nothing is written, and a
// directory that does not answer may take for ever.
func (ts trees) close() {
	for _, t := range ts {
		go t.Close()
	}
}

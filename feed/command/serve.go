package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/lmittmann/tint"
	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/config"
	"dateline/feed/ledger"
	"dateline/feed/render"
	"dateline/feed/report"
	"dateline/feed/search"
	"dateline/feed/serve"
)

// serve runs the daemon until ctx ends.
func (l *line) serve(ctx context.Context, args []string) error {
	c, err := l.load(args)
	if err != nil {
		return err
	}
	log := logger()
	place, err := ledger.Path(c.Ledger.URL)
	if err != nil {
		return err
	}
	index := search.New(place+".search", log)
	p, err := publisher(c, log, index.Follow)
	if err != nil {
		return err
	}
	defer p.Close()
	trees, err := l.trees(c, log)
	if err != nil {
		return err
	}
	defer trees.close()
	listener, err := listen("server.listen", c.Server.Listen)
	if err != nil {
		return err
	}
	var administration net.Listener
	if c.Server.Admin != "" {
		if administration, err = listen("server.admin", c.Server.Admin); err != nil {
			return err
		}
	}
	log.Info("listening", "address", listener.Addr().String())
	handler := serve.New(serve.Options{
		Snapshot: func() *archive.Snapshot {
			if state := p.Current(); state != nil {
				return state.Snapshot
			}
			return nil
		},
		Renderer: render.New(site(c, p)),
		Index:    index,
		BaseURL:  c.Site.BaseURL,
		Read:     p.Read,
	})

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		index.Run(ctx)
		return nil
	})
	group.Go(func() error { return publish(ctx, group, p, trees, c.Ledger.URL, log) })
	group.Go(func() error { return serveHTTP(ctx, listener, handler, log) })
	if administration != nil {
		group.Go(func() error { return l.administer(ctx, administration, p, trees, c, log) })
	}
	group.Go(func() error {
		select {
		case <-p.Ready():
			report.Started(os.Stdout, p.Current().Snapshot, p.Current().Problems, c.Site.BaseURL)
		case <-ctx.Done():
		}
		return nil
	})
	return atWork(group.Wait())
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

func (ts trees) close() {
	for _, t := range ts {
		_ = t.Close() // nothing waits to be written
	}
}

// publish opens the ledger and runs the publisher until ctx ends.
func publish(ctx context.Context, group *errgroup.Group, p *feed.Publisher, ts trees, url string, log *slog.Logger) (err error) {
	book, state, err := ledger.Open(ledger.Options{URL: url, Log: log})
	if errors.Is(err, ledger.ErrUnwritable) {
		log.Error(err.Error())
	} else if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	batches := make(chan feed.Batch)
	for _, t := range ts {
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
	p.Recall(book, state)
	return p.Run(ctx, batches)
}

// listen opens the address of a key of the configuration.
func listen(key, address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, failure{fmt.Errorf("%w; nothing is served; stop the program that listens there, or set %s", err, key)}
	}
	return l, nil
}

// graceful is how long requests may take to finish at the end.
const graceful = 10 * time.Second

// serveHTTP serves until ctx ends, then lets requests in flight finish.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	finished := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(finished)
		deadline, cancel := context.WithTimeout(context.Background(), graceful)
		defer cancel()
		_ = server.Shutdown(deadline) // past the deadline they are cut off
	})
	err := server.Serve(l)
	if !stop() {
		<-finished
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// logger writes colours to a terminal, plain lines elsewhere.
func logger() *slog.Logger {
	if term.IsTerminal(int(os.Stderr.Fd())) {
		return slog.New(tint.NewTextHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}

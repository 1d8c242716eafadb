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
	"dateline/feed/render"
	"dateline/feed/report"
	"dateline/feed/serve"
)

// serve runs the daemon until ctx ends.
func (l *line) serve(ctx context.Context, args []string) error {
	c, err := l.load(args)
	if err != nil {
		return err
	}
	log := logger()
	p, err := publisher(c, log)
	if err != nil {
		return err
	}
	defer p.Close()
	listener, err := net.Listen("tcp", c.Server.Listen)
	if err != nil {
		return failure{fmt.Errorf("%w; nothing is served; stop the program that listens there, or set server.listen", err)}
	}
	log.Info("listening", "address", listener.Addr().String())
	handler := serve.New(serve.Options{
		Snapshot: func() *archive.Snapshot {
			if state := p.Current(); state != nil {
				return state.Snapshot
			}
			return nil
		},
		Renderer: render.New(site(c)),
		BaseURL:  c.Site.BaseURL,
		Open:     p.Open,
	})

	group, ctx := errgroup.WithContext(ctx)
	batches := make(chan feed.Batch)
	for _, d := range directories(c) {
		group.Go(func() error {
			return l.Watch(ctx, d, log, func(b feed.Batch) {
				select {
				case batches <- b:
				case <-ctx.Done():
				}
			})
		})
	}
	group.Go(func() error { return p.Run(ctx, batches) })
	group.Go(func() error { return serveHTTP(ctx, listener, handler, log) })
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

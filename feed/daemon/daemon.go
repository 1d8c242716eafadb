// Package daemon serves the site of a configuration until its context ends.
//
// It owns the sockets. Everything that depends on the configuration belongs to a
// generation, which is replaced when the configuration changes, while sockets and
// connections stay open. The ledger has a single writer, so generations do not
// overlap: the old one stops before the new one starts, but its last snapshot is
// served until the new one has read every article.
package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/feed"
	"dateline/feed/admin"
	"dateline/feed/article"
	"dateline/feed/audience"
	"dateline/feed/certificate"
	"dateline/feed/config"
	"dateline/feed/front"
	"dateline/feed/ledger"
	"dateline/feed/setup"
	"dateline/feed/status"
)

// Options configure a daemon. Version, Configure, Started and Progress are
// optional.
type Options struct {
	Version string
	// Load reads the configuration. It is called at the start, and again when
	// File has changed or the process receives SIGHUP.
	Load func() (*config.Config, error)
	File string // path of the configuration file, which need not exist
	// Watch begins to watch a content directory.
	Watch func(setup.Directory, *slog.Logger) (Tree, error)
	// Skipped says why a file of a content directory is not read; see
	// explain.Options.
	Skipped func(d setup.Directory, rel string) error
	Log     *slog.Logger
	// Configure is called with each configuration when it comes into use, above
	// all to set what is logged. It may be nil.
	Configure func(*config.Config)
	// Started is called once, after every article has been read for the first
	// time.
	Started func(state *feed.State, baseURL string)
	// Progress is called with the number of files of a batch that have been read,
	// possibly by several goroutines at once.
	Progress func(done, total int)
	Now      func() time.Time
}

// Tree is a watched content directory.
type Tree interface {
	// Follow delivers batches until ctx ends. The first one is full.
	Follow(ctx context.Context, deliver func(feed.Batch))
	// Status may be called by any goroutine.
	Status() status.Tree
	Close() error
}

// Failure is an error at run time. All other errors of Run mean that the
// configuration cannot be used.
type Failure struct{ Err error }

func (f Failure) Error() string { return f.Err.Error() }

func (f Failure) Unwrap() error { return f.Err }

// daemon is the process that serves.
type daemon struct {
	// Immutable.
	Options
	began    time.Time
	build    status.Build
	service  front.Service
	reloader *reloader
	audience *audience.Counter
	delays   *admin.Delays
	// questions is full while maxQuestions are being answered.
	questions chan struct{}

	// Immutable after the start.
	setting      string // server.admin of the first configuration
	address      string // for the operator's requests; empty: none
	listening    []net.Addr
	server       *front.Server
	certificates certificate.Source    // nil: TLS is not used
	obtained     *certificate.Obtained // the same; nil: ACME is not used

	tasks    tasks
	started  sync.Once                // guards the call of Started
	shown    atomic.Pointer[pipeline] // answers requests; never nil after the start
	working  atomic.Pointer[pipeline] // watches and publishes; never nil after the start
	ending   atomic.Bool
	detailed atomic.Pointer[detailed]
	fresh    atomic.Pointer[article.Problem] // what an empty ledger lost at the start; nil if nothing
}

// Run serves until ctx ends. Then it finishes the requests in flight and saves
// unsaved changes. If that takes longer than grace, as a system call on a dead
// network mount may never return, it gives up and returns an error that lists
// what still runs.
func Run(ctx context.Context, o Options) error {
	d := &daemon{Options: o, began: o.Now(), build: status.ReadBuild(), service: front.Service{Log: o.Log}, audience: audience.New(o.Now), delays: admin.NewDelays(),
		questions: make(chan struct{}, maxQuestions)}
	if d.Configure == nil {
		d.Configure = func(*config.Config) {}
	}
	d.reloader = &reloader{load: d.load, build: d.generation, use: d.Configure, service: d.service, log: o.Log}
	ended := make(chan error, 1)
	go func() { ended <- d.run(ctx) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-ended:
		return err
	case <-time.After(grace):
		return Failure{fmt.Errorf("still running after %v: %s; stopped anyway; check whether a disk or a network mount hangs", grace, &d.tasks)}
	}
}

// run starts the daemon and waits for its end.
func (d *daemon) run(ctx context.Context) error {
	started := d.tasks.begin("starting")
	before := contents(d.File) // before Load, so that no later edit is missed
	c, err := d.load()
	if err != nil {
		return err
	}
	d.Configure(c)
	// The sockets come first: a second daemon started by mistake fails here,
	// before it competes with the first one for the system's watches.
	sockets, err := front.Listen(front.Addresses{Main: c.Server.Listen, Admin: c.Server.Admin, Redirect: c.Server.Redirect})
	if err != nil {
		return Failure{err}
	}
	defer sockets.Close()
	if err := ledger.Free(c.Ledger.URL); err != nil {
		return Failure{err}
	}
	if err := d.prepare(ctx, c, sockets); err != nil {
		return err
	}
	p, err := d.pipeline(c)
	if err != nil {
		return err
	}
	d.shown.Store(p)
	d.working.Store(p)
	d.announce(c, sockets)

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		return d.reloader.run(ctx, p.generation(), reloads(ctx, d.File, before, func() *config.Config { return d.working.Load().config }))
	})
	d.serve(ctx, group, c, sockets)
	group.Go(d.tasks.of("the watchdog", func() error {
		d.service.Alive(ctx, d.prove)
		return nil
	}))
	context.AfterFunc(ctx, func() {
		d.ending.Store(true)
		d.service.Stopping()
	})
	started()
	return atWork(group.Wait())
}

// load reads the configuration as a task, because its disk may hang.
func (d *daemon) load() (*config.Config, error) {
	defer d.tasks.begin("reading the configuration")()
	return d.Load()
}

// atWork marks an error as a Failure.
func atWork(err error) error {
	if err == nil || errors.As(err, new(Failure)) {
		return err
	}
	return Failure{err}
}

// prove answers a request, so that the notifications to systemd's watchdog stop
// if answering hangs.
func (d *daemon) prove() {
	r, _ := http.NewRequest(http.MethodHead, "/", nil) // the URL is valid
	r.RequestURI = "/"
	d.shown.Load().handler.Prove(&discarded{http.Header{}}, r)
	d.status()
}

// discarded is a ResponseWriter that drops the response.
type discarded struct{ header http.Header }

func (d *discarded) Header() http.Header         { return d.header }
func (d *discarded) Write(b []byte) (int, error) { return len(b), nil }
func (d *discarded) WriteHeader(int)             {}

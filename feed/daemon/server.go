package command

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"sync/atomic"
	"time"

	"github.com/lmittmann/tint"
	"golang.org/x/crypto/acme/autocert"
	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

	"dateline/feed/admin"
	"dateline/feed/article"
	"dateline/feed/audience"
	"dateline/feed/config"
	"dateline/feed/front"
	"dateline/feed/printable"
	"dateline/feed/render"
	"dateline/feed/report"
	"dateline/feed/serve"
)

// daemon is the process that serves.
type daemon struct {
	*line
	args  []string // of the command line
	admin string   // where the operator is answered, HOST:PORT; empty: nowhere
	// setting is server.admin of the configuration at the start.
	setting  string
	log      *slog.Logger
	started  time.Time
	service  front.Service
	front    *front.Server
	audience *audience.Counter
	delays   *admin.Delays
	// obtained are the certificates that are obtained; nil: none are.
	obtained *autocert.Manager

	shown   atomic.Pointer[generation] // whose documents are served
	working atomic.Pointer[generation] // that watches and publishes
	refused atomic.Pointer[article.Problem]
	ending  atomic.Bool

	// Owned by the goroutine of work.
	good *config.Config // the last with which the articles were read
	wait time.Duration  // until a configuration that was refused is tried again
}

// serve runs the daemon until ctx ends.
func (l *line) serve(ctx context.Context, args []string) error {
	begun := l.tasks.begin("the start")
	c, err := l.load(args)
	if err != nil {
		return err
	}
	log := logger()
	d := &daemon{line: l, args: args, setting: c.Server.Admin, log: log, started: time.Now(), service: front.Service{Log: log}, audience: audience.New(time.Now), delays: admin.NewDelays()}
	sockets, err := front.Listen(front.Addresses{Main: c.Server.Listen, Admin: c.Server.Admin, Redirect: c.Server.Redirect})
	if err != nil {
		return failure{err}
	}
	defer sockets.Close()
	if len(sockets.Admin) > 0 {
		d.admin = sockets.Admin[0].Addr().String()
	}
	if err := d.open(c); err != nil {
		return err
	}
	g, err := d.generation(c)
	if err != nil {
		return err
	}
	d.shown.Store(g)
	for _, s := range sockets.Main {
		log.Info("listening", "address", s.Addr().String())
	}
	for _, s := range sockets.Admin {
		if warning := exposed(s.Addr(), c.Server.Pprof); warning != "" {
			log.Warn(warning)
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return d.work(ctx, g, d.reloads(ctx)) })
	asked, unasked := context.WithCancel(context.WithoutCancel(ctx)) // probes hear that it ends
	group.Go(d.tasks.of("requests", func() error {
		defer unasked()
		if sockets.Held { // who connected during a restart waits
			select {
			case <-g.publisher.Ready():
			case <-time.After(patience):
			case <-ctx.Done():
			}
		}
		return d.front.Serve(ctx, sockets.Main...)
	}))
	if len(sockets.Redirect) > 0 {
		group.Go(d.tasks.of("redirects", func() error { return d.redirect(c).Serve(ctx, sockets.Redirect...) }))
	}
	if len(sockets.Admin) > 0 {
		group.Go(d.tasks.of("requests of the operator", func() error { return d.administer(asked, sockets.Admin, c) }))
	}
	group.Go(func() error {
		d.service.Alive(ctx, d.prove)
		return nil
	})
	context.AfterFunc(ctx, func() {
		d.ending.Store(true)
		d.service.Stopping()
	})
	begun()
	return atWork(group.Wait())
}

// open makes the server of the site.
func (d *daemon) open(c *config.Config) error {
	if err := front.Room(c.Server.Connections); err != nil {
		d.log.Warn(err.Error())
	}
	o := d.connections(c)
	o.Slow = []string{render.SearchPath}
	o.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g := d.answers()
		defer g.answering.RUnlock()
		g.handler.ServeHTTP(w, r)
	})
	switch s := c.Server; {
	case s.TLSCert != "":
		secure, err := front.Files(s.TLSCert, s.TLSKey, time.Now, d.log)
		if err != nil {
			return err
		}
		o.TLS = secure
	case len(s.TLSHosts) > 0:
		d.obtained = front.Obtained(s.TLSHosts, s.TLSCache)
		o.TLS = d.obtained.TLSConfig()
	}
	d.front = front.New(o)
	return nil
}

// answers gives the generation that is to answer, which is in use until
// answering is unlocked.
func (d *daemon) answers() *generation {
	for {
		if g := d.shown.Load(); g.answering.TryRLock() { // else it has just been retired, and another one is shown
			return g
		}
	}
}

// redirect makes the server of plain HTTP beside TLS.
func (d *daemon) redirect(c *config.Config) *front.Server {
	o := d.connections(c)
	if o.Handler = front.Redirect(c.Site.BaseURL); d.obtained != nil {
		o.Handler = d.obtained.HTTPHandler(o.Handler)
	}
	return front.New(o)
}

// connections are the bounds of a server.
func (d *daemon) connections(c *config.Config) front.Options {
	s := c.Server
	return front.Options{
		Limits:        front.Limits{Connections: s.Connections, PerAddress: s.ConnectionsPerAddress, Client: proxies(c).Client},
		Streams:       s.Streams,
		HeaderTimeout: s.HeaderTimeout,
		ReadTimeout:   s.ReadTimeout,
		WriteTimeout:  s.WriteTimeout,
		IdleTimeout:   s.IdleTimeout,
		HeaderBytes:   s.HeaderBytes,
		Log:           d.log,
	}
}

// proxies are those that are trusted.
func proxies(c *config.Config) (list serve.Proxies) {
	for _, network := range c.Server.TrustedProxies {
		list = append(list, netip.MustParsePrefix(network)) // config has looked at them
	}
	return list
}

// prove does what the process is there for, so that it hangs where that does.
func (d *daemon) prove() {
	r, _ := http.NewRequest(http.MethodHead, "/", nil) // the address is valid
	r.RequestURI = "/"
	d.shown.Load().handler.Prove(&discarded{http.Header{}}, r)
	d.status()
}

// discarded is an answer that nobody wants.
type discarded struct{ header http.Header }

func (d *discarded) Header() http.Header         { return d.header }
func (d *discarded) Write(b []byte) (int, error) { return len(b), nil }
func (d *discarded) WriteHeader(int)             {}

// show has the documents of a generation served.
func (d *daemon) show(g *generation) {
	old := d.shown.Swap(g)
	switch {
	case old == g:
		report.Started(d.out, g.publisher.Current(), g.Site.BaseURL)
	case g.Config != d.good:
		d.take(g.Config)
	}
	if old != g {
		go old.retire()
	}
	d.service.Ready()
}

// patience is how long clients wait on a socket of systemd until the articles
// are read; after that they are asked to come again.
const patience = 10 * time.Second

// logger writes colours to a terminal, plain lines elsewhere.
func logger() *slog.Logger {
	if term.IsTerminal(int(os.Stderr.Fd())) {
		return slog.New(tinted(os.Stderr))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}

// tinted writes colours, and nothing else that a terminal obeys. The package
// itself would write messages as they are, and what it takes for colours.
func tinted(w io.Writer) slog.Handler {
	return tint.NewTextHandler(w, &tint.Options{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch v := a.Value.Any().(type) {
		case string:
			a.Value = slog.StringValue(printable.Line(v))
		case error:
			a.Value = slog.StringValue(printable.Line(v.Error()))
		}
		return a
	}})
}

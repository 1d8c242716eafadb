package daemon

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/feed/admin"
	"dateline/feed/certificate"
	"dateline/feed/config"
	"dateline/feed/front"
	"dateline/feed/serve"
	"dateline/feed/site"
)

// patience is how long clients wait on a socket of systemd for the articles to be
// read. After that they get 503 with Retry-After.
const patience = 10 * time.Second

// prepare sets the fields that only the first configuration determines.
func (d *daemon) prepare(ctx context.Context, c *config.Config, sockets front.Listeners) error {
	d.setting = c.Server.Admin
	for _, s := range sockets.Main {
		d.listening = append(d.listening, s.Addr())
	}
	if len(sockets.Admin) > 0 {
		d.address = front.Name(sockets.Admin[0].Addr())
	}
	if err := front.Room(c.Server.Connections); err != nil {
		d.Log.Warn(err.Error())
	}
	o := d.connections(c)
	o.Slow = site.Slow
	o.Handler = http.HandlerFunc(d.answer)
	switch s := c.Server; {
	case s.TLSCert != "":
		files, err := certificate.Load(s.TLSCert, s.TLSKey, d.Now, d.Log)
		if err != nil {
			return err
		}
		go files.Watch(ctx)
		d.certificates = files
	case len(s.TLSHosts) > 0:
		d.obtained = certificate.Obtain(certificate.Options{Hosts: s.TLSHosts, Cache: s.TLSCache, Now: d.Now, Log: d.Log})
		d.certificates = d.obtained
	}
	if d.certificates != nil {
		o.TLS = d.certificates.TLSConfig()
	}
	d.server = front.New(o)
	return nil
}

// announce logs where the daemon listens.
func (d *daemon) announce(c *config.Config, sockets front.Listeners) {
	for _, s := range sockets.Main {
		d.Log.Info("listening", "address", front.Name(s.Addr()))
	}
	for _, s := range sockets.Admin {
		if warning := admin.Exposed(s.Addr(), c.Server.Pprof); warning != "" {
			d.Log.Warn(warning)
		}
	}
}

// serve answers requests on all sockets until ctx ends.
func (d *daemon) serve(ctx context.Context, group *errgroup.Group, c *config.Config, sockets front.Listeners) {
	asked, done := context.WithCancel(context.WithoutCancel(ctx)) // the operator's requests are answered until the last reader's
	group.Go(d.tasks.of("requests", func() error {
		defer done()
		if sockets.Held { // clients that connected during a restart wait instead of getting an error
			select {
			case <-d.shown.Load().publisher.Ready():
			case <-time.After(patience):
			case <-ctx.Done():
			}
		}
		return d.server.Serve(ctx, sockets.Main...)
	}))
	if len(sockets.Redirect) > 0 {
		group.Go(d.tasks.of("redirects", func() error { return d.redirect(c).Serve(ctx, sockets.Redirect...) }))
	}
	if len(sockets.Admin) > 0 {
		group.Go(d.tasks.of("answering the operator", func() error { return d.administer(asked, sockets.Admin, c) }))
	}
}

// answer passes a request to the generation that is shown. That generation is in
// use until answering is unlocked.
func (d *daemon) answer(w http.ResponseWriter, r *http.Request) {
	p := d.shown.Load()
	for !p.answering.TryRLock() { // this one has just been retired, so another one is shown
		p = d.shown.Load()
	}
	defer p.answering.RUnlock()
	p.handler.ServeHTTP(w, r)
}

// redirect returns the server for plain HTTP beside TLS. It redirects to the base URL
// of the generation that is shown, and also answers ACME challenges.
func (d *daemon) redirect(c *config.Config) *front.Server {
	o := d.connections(c)
	o.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { d.shown.Load().redirect.ServeHTTP(w, r) })
	if d.obtained != nil {
		o.Handler = d.obtained.HTTPHandler(o.Handler)
	}
	return front.New(o)
}

// administer answers the operator's requests until ctx ends.
func (d *daemon) administer(ctx context.Context, sockets []net.Listener, c *config.Config) error {
	for _, s := range sockets {
		d.Log.Info("administration", "at", front.Name(s.Addr()))
	}
	d.Log.Info("/readyz reports only whether there is something to serve; for alerts, use the metric dateline_faults or dateline status")
	host, _, _ := net.SplitHostPort(c.Server.Admin)
	o := d.connections(c)
	o.Handler = admin.New(admin.Options{
		Host:    host,
		Status:  d.status,
		Details: d.details,
		Accept:  func(ctx context.Context) error { return d.working.Load().publisher.Accept(ctx) },
		Why:     d.why,
		Traffic: func() admin.Traffic {
			return admin.Traffic{Answers: d.shown.Load().handler.Counts(), Connections: d.server.Counts()}
		},
		Delays: d.delays,
		Pprof:  c.Server.Pprof,
	})
	return front.New(o).Serve(ctx, sockets...)
}

// connections returns the options that all servers share.
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
		Log:           d.Log,
	}
}

// proxies returns the networks of the proxies that are trusted.
func proxies(c *config.Config) (list serve.Proxies) {
	for _, network := range c.Server.TrustedProxies {
		list = append(list, netip.MustParsePrefix(network)) // config has validated them
	}
	return list
}

package command

import (
	"context"
	"os"
	"os/signal"
	"reflect"
	"strings"
	"syscall"
	"time"

	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/ledger"
)

// look is how often the configuration file is looked at.
const look = time.Second

// reloads delivers when the configuration is to be read again: at SIGHUP, and
// when the file has changed.
func (d *daemon) reloads(ctx context.Context) <-chan struct{} {
	due := make(chan struct{})
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	go func() {
		defer signal.Stop(signals)
		tick := time.NewTicker(look)
		defer tick.Stop()
		known := ledger.StampOf(d.file)
		for {
			select {
			case <-ctx.Done():
				return
			case <-signals:
			case <-tick.C:
				now := ledger.StampOf(d.file)
				if now == known {
					continue
				}
				known = now
			}
			select {
			case due <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return due
}

// work runs generation after generation, a new one for each configuration,
// until ctx ends. The ledger has one writer: the old one ends before the new
// one begins, and serves what it has until the new one has read everything.
func (d *daemon) work(ctx context.Context, g *generation, reloads <-chan struct{}) error {
	d.good = g.Config
	for g != nil {
		d.working.Store(g)
		next, err := d.run(ctx, g, reloads)
		if isClosed(g.publisher.Ready()) {
			d.good = g.Config
		}
		if d.shown.Load() != g {
			g.retire()
		}
		switch {
		case next != nil:
		case err == nil || g.Config == d.good:
			return err
		default:
			d.refuse(err)
			d.wait = min(2*d.wait, longest)
			next = d.fallBack(ctx, reloads)
		}
		g = next
	}
	return nil
}

// A configuration that was refused is tried again after a while: what it wants
// may come without a change of the file. One that failed only at work is tried
// less and less often, as each time everything is read again.
const (
	again   = 2 * time.Second
	longest = 10 * time.Minute
)

// fallBack makes the generation of the last good configuration again, or of a
// new one if that can be used before. nil: ctx ended.
func (d *daemon) fallBack(ctx context.Context, reloads <-chan struct{}) *generation {
	for {
		g, err := d.generation(d.good)
		if err == nil {
			return g
		}
		d.refuse(err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(again):
		case <-reloads:
			if g := d.renew(nil); g != nil {
				return g
			}
		}
	}
}

// run runs a generation until it fails, ctx ends, or there is a next one.
func (d *daemon) run(ctx context.Context, g *generation, reloads <-chan struct{}) (next *generation, err error) {
	running, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- g.run(running) }()
	ready := g.publisher.Ready()
	for {
		var retry <-chan time.Time
		if ready == nil && d.refused.Load() != nil {
			retry = time.After(d.wait)
		}
		var next *generation
		select {
		case err := <-ended:
			return nil, err
		case <-ready:
			ready = nil
			d.show(g)
		case <-retry:
			next = d.reread(g.Config)
		case <-reloads:
			next = d.renew(g.Config)
		}
		if next != nil {
			stop()
			if err := <-ended; err != nil {
				d.log.Error(err.Error())
			}
			return next, nil
		}
	}
}

// renew makes the generation of a configuration that somebody has changed,
// and tells systemd.
func (d *daemon) renew(old *config.Config) *generation {
	d.service.Reloading()
	d.wait = again
	g := d.reread(old)
	if g == nil {
		d.service.Ready()
	}
	return g
}

// reread reads the configuration and makes its generation. nil: it is the old
// one, or a bad one.
func (d *daemon) reread(old *config.Config) *generation {
	c, err := d.load(d.args)
	if err == nil && reflect.DeepEqual(c, old) {
		d.refused.Store(nil)
		d.log.Info("the configuration is as before")
		return nil
	}
	var g *generation
	if err == nil {
		g, err = d.generation(c)
	}
	if err != nil {
		d.refuse(err)
	}
	return g
}

// take says that a new configuration is in use.
func (d *daemon) take(c *config.Config) {
	d.refused.Store(nil)
	d.log.Info("the articles were read with the present configuration")
	if waiting := restarts(d.good, c); len(waiting) > 0 {
		d.log.Warn("these keys have changed, and stay as they were; restart the daemon for them: " + strings.Join(waiting, ", "))
	}
	d.good = c
}

// refuse tells of a configuration that is not used, once for each reason.
func (d *daemon) refuse(err error) {
	what, rest, _ := strings.Cut(err.Error(), "; ")
	p := article.Problem{File: "configuration", About: article.File, What: what, Effect: "the former configuration stays in use", Hint: "correct it; it is tried again"}
	if _, hint, ok := strings.Cut(rest, "; "); ok {
		p.Hint = hint
	}
	if before := d.refused.Swap(&p); before == nil || *before != p {
		d.log.Error(p.Error())
	}
}

// restarts names the keys that differ and count only at a start.
func restarts(old, c *config.Config) (keys []string) {
	live := map[string]bool{"trusted_proxies": true, "hsts": true, "path_bytes": true, "query_bytes": true, "rate": true, "burst": true, "cache_bytes": true}
	a, b := reflect.ValueOf(old.Server), reflect.ValueOf(c.Server)
	for i := range a.NumField() {
		key := a.Type().Field(i).Tag.Get("toml")
		if !live[key] && !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			keys = append(keys, "server."+key)
		}
	}
	return keys
}

func isClosed(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}

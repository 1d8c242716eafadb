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
	"dateline/feed/stamp"
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
		known := stamp.Of(d.file)
		for {
			select {
			case <-ctx.Done():
				return
			case <-signals:
			case <-tick.C:
				now := stamp.Of(d.file)
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
	good := g.Config
	for {
		d.working.Store(g)
		next, err := d.run(ctx, g, reloads)
		if isClosed(g.publisher.Ready()) {
			good = g.Config
		}
		switch {
		case next != nil:
		case err == nil || g.Config == good:
			return err
		default:
			d.refuse(err)
			if next, err = d.generation(good); err != nil {
				return err
			}
		}
		g = next
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
		select {
		case err := <-ended:
			return nil, err
		case <-ready:
			ready = nil
			d.show(g)
		case <-reloads:
			if next := d.renew(g.Config); next != nil {
				stop()
				if err := <-ended; err != nil {
					d.log.Error(err.Error())
				}
				return next, nil
			}
		}
	}
}

// renew reads the configuration again and makes its generation. nil: it is
// the old one, or a bad one.
func (d *daemon) renew(old *config.Config) *generation {
	d.service.Reloading()
	c, err := d.load(d.args)
	if err == nil && reflect.DeepEqual(c, old) {
		d.refused.Store(nil)
		d.log.Info("the configuration is as before")
		d.service.Ready()
		return nil
	}
	var g *generation
	if err == nil {
		g, err = d.generation(c)
	}
	if err != nil {
		d.refuse(err)
		d.service.Ready()
		return nil
	}
	d.refused.Store(nil)
	if waiting := restarts(old, c); len(waiting) > 0 {
		d.log.Warn("these keys have changed, and stay as they were; restart the daemon for them: " + strings.Join(waiting, ", "))
	}
	return g
}

// refuse tells of a configuration that is not used.
func (d *daemon) refuse(err error) {
	what, rest, _ := strings.Cut(err.Error(), "; ")
	p := article.Problem{File: "configuration", What: what, Effect: "the former configuration stays in use", Mend: "mend it; it is read again when it changes"}
	if _, mend, ok := strings.Cut(rest, "; "); ok {
		p.Mend = mend
	}
	d.refused.Store(&p)
	d.log.Error(p.Error())
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

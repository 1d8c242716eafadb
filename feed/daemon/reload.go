package daemon

import (
	"context"
	"log/slog"
	"reflect"
	"strings"
	"sync/atomic"
	"time"

	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/status"
)

// A configuration that was refused is retried after a while: what it needs, such
// as a directory, may appear without a change of the file. One that fails only at
// run time is retried less and less often, because each attempt reads every
// article.
const (
	shortest = 2 * time.Second
	longest  = 10 * time.Minute
)

// generation is everything that depends on one configuration. Immutable.
type generation struct {
	config *config.Config
	ready  <-chan struct{} // closed when every article has been read once
	worker
}

// worker is the work of a generation.
type worker interface {
	// run works until ctx ends or it fails. It is called once.
	run(ctx context.Context) error
	// show makes this the generation that answers requests.
	show()
	// retire waits for the last answer, then releases the resources that answers
	// need. It is called after run has returned and another generation is shown,
	// or if this one was never shown.
	retire()
}

// notifier is notified when the service begins to load a configuration. Ready
// ends that state.
type notifier interface {
	Reloading()
	Ready()
}

// reloader replaces the generation when the configuration changes. Exactly one
// generation runs at a time.
type reloader struct {
	// Immutable.
	load    func() (*config.Config, error)
	build   func(*config.Config) (*generation, error)
	use     func(*config.Config) // called when a configuration comes into use
	service notifier
	log     *slog.Logger

	// refused says why the configuration on disk is not in use; nil if it is.
	refused atomic.Pointer[article.Problem]
	// last is the last reload; nil if there was none. Written by the goroutine of
	// run.
	last atomic.Pointer[status.Reload]

	// Owned by the goroutine of run.
	shown *generation    // answers requests
	good  *config.Config // the last one with which every article was read
	wait  time.Duration  // until a refused configuration is retried
}

// run runs one generation after another, beginning with g, which is already
// shown, until ctx ends or the last good configuration fails.
func (r *reloader) run(ctx context.Context, g *generation, reloads <-chan struct{}) error {
	r.shown, r.good = g, g.config
	for g != nil {
		next, err := r.step(ctx, g, reloads)
		if isClosed(g.ready) {
			r.good = g.config
		}
		if r.shown != g {
			g.retire()
		}
		switch {
		case next != nil:
		case err == nil || g.config == r.good:
			return err
		default:
			r.refuse(err)
			r.wait = min(2*r.wait, longest)
			next = r.fallBack(ctx, reloads)
		}
		g = next
	}
	return nil
}

// step runs a generation until it fails, ctx ends, or there is a next one. The
// generation has stopped when step returns.
func (r *reloader) step(ctx context.Context, g *generation, reloads <-chan struct{}) (next *generation, err error) {
	running, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- g.run(running) }()
	ready := g.ready
	for {
		var retry <-chan time.Time
		if ready == nil && r.refused.Load() != nil {
			retry = time.After(r.wait)
		}
		select {
		case err := <-ended:
			return nil, err
		case <-ready:
			ready = nil
			r.show(g)
		case <-retry:
			next = r.reread(g.config)
		case <-reloads:
			next = r.renew(g.config)
		}
		if next != nil {
			stop()
			if err := <-ended; err != nil {
				r.log.Error(err.Error())
			}
			return next, nil
		}
	}
}

// fallBack builds a generation of the last good configuration, or of the one on
// disk if that changes and can be used first. It returns nil if ctx ends.
func (r *reloader) fallBack(ctx context.Context, reloads <-chan struct{}) *generation {
	for {
		g, err := r.build(r.good)
		if err == nil {
			return g
		}
		r.refuse(err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(shortest):
		case <-reloads:
			if g := r.renew(nil); g != nil {
				return g
			}
		}
	}
}

// renew notifies systemd of a reload and builds the generation of the changed
// configuration.
func (r *reloader) renew(old *config.Config) *generation {
	r.service.Reloading()
	r.wait = shortest
	g := r.reread(old)
	if g == nil {
		r.service.Ready()
	}
	return g
}

// reread loads the configuration and builds its generation. It returns nil if
// the configuration equals the old one, or cannot be used.
func (r *reloader) reread(old *config.Config) *generation {
	c, err := r.load()
	if err == nil && reflect.DeepEqual(c, old) {
		r.unchanged()
		return nil
	}
	var g *generation
	if err == nil {
		g, err = r.build(c)
	}
	if err != nil {
		r.refuse(err)
	}
	return g
}

// show lets a generation that has read every article answer requests.
func (r *reloader) show(g *generation) {
	old := r.shown
	r.shown = g
	g.show()
	if g.config != r.good {
		r.accept(g.config)
	}
	r.service.Ready()
	if old != g {
		// In the background, because it waits for answers, which may be reading
		// from a dead disk and never end. Nothing waits for it: all it does then
		// is close directories, which the end of the process does, too.
		go old.retire()
	}
}

// unchanged notes that the configuration on disk is the one in use.
func (r *reloader) unchanged() {
	r.note(status.Reload{Success: true})
	if r.refused.Swap(nil) != nil {
		r.log.Info("the configuration is again the one in use")
		return
	}
	r.log.Info("the configuration has not changed")
}

// note counts a reload that ended now, with or without success.
func (r *reloader) note(next status.Reload) {
	next.Count, next.At = 1, time.Now()
	if last := r.last.Load(); last != nil {
		next.Count += last.Count
	}
	r.last.Store(&next)
}

// accept notes that a new configuration is in use.
func (r *reloader) accept(c *config.Config) {
	r.note(status.Reload{Success: true})
	r.refused.Store(nil)
	r.use(c)
	r.log.Info("the new configuration is in use", "changed", strings.Join(config.Changes(r.good, c), ", "))
	if waiting := restarts(r.good, c); len(waiting) > 0 {
		r.log.Warn("changes to these keys take effect when the daemon is restarted: " + strings.Join(waiting, ", "))
	}
	r.good = c
}

// refuse logs why a configuration is not used, once for each reason, because it
// is retried again and again.
func (r *reloader) refuse(err error) {
	what, rest, _ := strings.Cut(err.Error(), "; ")
	p := article.Problem{File: "configuration", About: article.File, What: what, Effect: "the previous configuration stays in use", Hint: "correct it; it will be tried again"}
	if _, hint, ok := strings.Cut(rest, "; "); ok {
		p.Hint = hint
	}
	if before := r.refused.Swap(&p); before == nil || *before != p {
		r.note(status.Reload{})
		r.log.Error(p.Error())
	}
}

// restarts returns the keys that differ and take effect only at a start: those of
// the sockets and their servers, which outlive generations.
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

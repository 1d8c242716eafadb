package daemon

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dateline/feed/config"
)

// stage runs a reloader with generations that do nothing but record what happens
// to them. Each is identified by the title of its site.
type stage struct {
	*reloader
	t       *testing.T
	end     context.CancelFunc
	reloads chan struct{}
	result  chan error // of run

	mu      sync.Mutex // guards the fields below
	events  []string
	log     strings.Builder
	at      map[string]time.Time // of the latest event of each kind
	running int
	latest  map[string]*fake // generations, by title
	disk    string           // title of the configuration on disk
	broken  error            // why the configuration on disk cannot be loaded
	refused map[string]error // why a generation cannot be built, by title
	slow    chan struct{}    // if it is set, generations stop only after it is closed
	hang    chan struct{}    // if it is set, the configuration is loaded only after it is closed
}

// fake is the worker of a generation.
type fake struct {
	*stage
	title string
	ready chan struct{}
	fail  chan error
}

func (s *stage) note(event, of string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	event = strings.TrimSpace(event + " " + of)
	s.events = append(s.events, event)
	s.at[event] = time.Now()
}

func (f *fake) run(ctx context.Context) error {
	f.note("run", f.title)
	f.count(1)
	defer f.count(-1)
	defer f.note("stop", f.title)
	select {
	case err := <-f.fail:
		return err
	case <-ctx.Done():
	}
	f.mu.Lock()
	slow := f.slow
	f.mu.Unlock()
	if slow != nil {
		<-slow
	}
	return nil
}

// count checks that no two generations run at the same time.
func (f *fake) count(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.running += n; f.running > 1 {
		f.t.Errorf("%d generations run: %q", f.running, f.events)
	}
}

func (f *fake) show()   { f.note("show", f.title) }
func (f *fake) retire() { f.note("retire", f.title) }

func (s *stage) Reloading() { s.note("reloading", "") }
func (s *stage) Ready()     { s.note("ready", "") }

// Write implements io.Writer for the log. It records that there was an error.
func (s *stage) Write(line []byte) (int, error) {
	s.set(func() { s.log.Write(line) })
	if strings.Contains(string(line), "level=ERROR") {
		s.note("error", "")
	}
	return len(line), nil
}

func named(title string) *config.Config {
	c := config.Default()
	c.Site.Title = title
	return c
}

func (s *stage) loads() (*config.Config, error) {
	s.mu.Lock()
	hang := s.hang
	s.mu.Unlock()
	if hang != nil {
		<-hang
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return nil, s.broken
	}
	return named(s.disk), nil
}

func (s *stage) builds(c *config.Config) (*generation, error) {
	title := c.Site.Title
	s.note("build", title)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refused[title]; err != nil {
		return nil, err
	}
	f := &fake{stage: s, title: title, ready: make(chan struct{}), fail: make(chan error, 1)}
	s.latest[title] = f
	return &generation{config: c, ready: f.ready, worker: f}, nil
}

// open runs a reloader with the configuration "old".
func open(t *testing.T) *stage {
	ctx, end := context.WithCancel(t.Context())
	s := &stage{t: t, end: end, reloads: make(chan struct{}), result: make(chan error, 1), at: map[string]time.Time{}, latest: map[string]*fake{}, disk: "old", refused: map[string]error{}}
	s.reloader = &reloader{load: s.loads, build: s.builds, use: func(*config.Config) {}, service: s, log: slog.New(slog.NewTextHandler(s, nil))}
	g, err := s.builds(named("old"))
	if err != nil {
		t.Fatal(err)
	}
	go func() { s.result <- s.reloader.run(ctx, g, s.reloads) }()
	s.wants("build old, run old")
	return s
}

// opened is open, after "old" has read the articles.
func opened(t *testing.T) *stage {
	s := open(t)
	s.reads("old")
	s.wants("show old, ready")
	return s
}

// set changes what the reloader finds.
func (s *stage) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// cannot makes building generations with a title fail for a reason; nil: it
// succeeds.
func (s *stage) cannot(title string, reason error) {
	s.set(func() { s.refused[title] = reason })
}

// reads lets the latest generation with a title read every article.
func (s *stage) reads(title string) { close(s.latest[title].ready) }

// fails lets it fail at run time.
func (s *stage) fails(title string) {
	s.latest[title].fail <- errors.New(title + " failed; nothing; repair it")
}

// reload changes the configuration on disk.
func (s *stage) reload(title string) {
	s.set(func() { s.disk = title })
	s.reloads <- struct{}{}
}

// wants compares what has happened since the last call.
func (s *stage) wants(events string) {
	s.t.Helper()
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if got := strings.Join(s.events, ", "); got != events {
		s.t.Errorf("%s, want %s", got, events)
	}
	s.events = nil
}

// refusal checks why the configuration on disk is refused; "": it is not.
func (s *stage) refusal(reason string) {
	s.t.Helper()
	switch p := s.reloader.refused.Load(); {
	case (p == nil) != (reason == ""):
		s.t.Errorf("refused: %v, want %q", p, reason)
	case p != nil && p.What != reason:
		s.t.Errorf("refused: %q, want %q", p.What, reason)
	}
}

// ends ends the reloader and checks that nothing is still running.
func (s *stage) ends(events string) {
	s.t.Helper()
	s.end()
	s.wants(events)
	if err := <-s.result; err != nil {
		s.t.Error(err)
	}
}

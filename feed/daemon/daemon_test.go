package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dateline/feed"
	"dateline/feed/config"
	"dateline/feed/setup"
	"dateline/feed/status"
)

// local returns a configuration of a directory, on ports of this machine.
func local(dir string) *config.Config {
	c := config.Default()
	c.Server.Listen, c.Server.Admin = "127.0.0.1:0", "127.0.0.1:0"
	c.Content[0].Dir = dir
	c.Ledger.URL = "sqlite:" + filepath.Join(dir, "dateline.db")
	return c
}

// TestHangingLoad ends a daemon whose configuration is on a disk that does not
// answer, and checks that it waits for grace and reports what it waited for.
func TestHangingLoad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		hang := make(chan struct{})
		defer close(hang)
		o := Options{Now: time.Now, Log: slog.New(slog.DiscardHandler), Load: func() (*config.Config, error) { <-hang; return nil, errors.New("late") }}
		result := make(chan error, 1)
		go func() { result <- Run(ctx, o) }()
		synctest.Wait()
		begin := time.Now()
		end()
		err := <-result
		if !errors.As(err, new(Failure)) || !strings.HasPrefix(err.Error(), "still running after 10s: starting, reading the configuration; stopped anyway; ") || time.Since(begin) != grace {
			t.Errorf("after %v: %v", time.Since(begin), err)
		}
	})
}

// TestErrors checks that failures at run time are distinguished from
// configurations that cannot be used.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		name  string
		edit  func(*config.Config)
		load  error
		wants string
		work  bool // it is a Failure
	}{
		{name: "not loaded", load: errors.New("no such key"), wants: "no such key"},
		{name: "no directory", edit: func(c *config.Config) { c.Content[0].Dir = "none" }, wants: `"none" does not exist`},
		{name: "no certificate", edit: func(c *config.Config) { c.Server.TLSCert, c.Server.TLSKey = "none.pem", "none.key" }, wants: "none.pem"},
		{name: "no address", edit: func(c *config.Config) { c.Server.Listen = "192.0.2.1:1" }, wants: "server.listen", work: true},
		{name: "no ledger", edit: func(c *config.Config) { c.Ledger.URL = "sqlite:none/dateline.db" }, wants: "its directory", work: true},
		{name: "not watched", wants: "no more watches", work: true},
	} {
		configuration := local(t.TempDir())
		if c.edit != nil {
			c.edit(configuration)
		}
		err := Run(t.Context(), Options{
			Now: time.Now, Log: slog.New(slog.DiscardHandler),
			Load:  func() (*config.Config, error) { return configuration, c.load },
			Watch: func(setup.Directory, *slog.Logger) (Tree, error) { return nil, errors.New("no more watches") },
		})
		if err == nil || !strings.Contains(err.Error(), c.wants) || errors.As(err, new(Failure)) != c.work {
			t.Errorf("%s: %v, failure %v", c.name, err, errors.As(err, new(Failure)))
		}
	}
}

// still is a tree that holds one article and does not change.
type still struct{ dir setup.Directory }

func (s still) Follow(ctx context.Context, deliver func(feed.Batch)) {
	deliver(feed.Batch{Content: s.dir.Index, Changed: []feed.File{{Path: "2026/04/7/first.md"}}})
	<-ctx.Done()
}

func (s still) Status() status.Tree { return status.Tree{Dir: s.dir.Dir, Mode: "still", Files: 1} }
func (s still) Close() error        { return nil }

// TestRun runs a daemon with a tree of one article, and checks that Started is
// called once with what was read, and that it ends without an error.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "2026/04/7/first.md")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("# First\n\nText.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	started := make(chan string, 9)
	result := make(chan error, 1)
	go func() {
		result <- Run(ctx, Options{
			Now: time.Now, Log: slog.New(slog.DiscardHandler),
			Load:  func() (*config.Config, error) { return local(dir), nil },
			Watch: func(d setup.Directory, _ *slog.Logger) (Tree, error) { return still{d}, nil },
			Started: func(s *feed.State, baseURL string) {
				started <- fmt.Sprint(s.Snapshot.Global().Len(), " at ", baseURL)
			},
		})
	}()
	if got, want := <-started, "1 at "+config.Default().Site.BaseURL; got != want {
		t.Errorf("started: %s, want %s", got, want)
	}
	end()
	if err := <-result; err != nil {
		t.Error(err)
	}
	if len(started) > 0 {
		t.Errorf("started again: %s", <-started)
	}
}

package daemon

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/config"
	"dateline/feed/status"
)

// TestReload plays changes of the configuration, failures included.
func TestReload(t *testing.T) {
	for name, play := range map[string]func(*testing.T){
		"a good configuration": func(t *testing.T) {
			s := opened(t)
			s.reload("new")
			s.wants("reloading, build new, stop old, run new") // old is still shown
			s.reads("new")
			s.wants("show new, ready, retire old")
			s.refusal("")
			s.ends("stop new")
		},
		"an equal configuration": func(t *testing.T) {
			s := opened(t)
			s.reload("old")
			s.wants("reloading, ready")
			s.ends("stop old")
		},
		"a configuration that cannot be read": func(t *testing.T) {
			s := opened(t)
			s.set(func() { s.broken = errors.New("titel: no such key; not used; did you mean title?") })
			s.reload("bad")
			s.wants("reloading, error, ready")
			s.refusal("titel: no such key")
			s.set(func() { s.broken = nil })
			s.reload("old") // the change was reverted
			s.wants("reloading, ready")
			s.refusal("")
			s.ends("stop old")
		},
		"a configuration that cannot be built, until its directory is there": func(t *testing.T) {
			s := opened(t)
			s.cannot("new", errors.New("no directory; not used; make it"))
			s.reload("new")
			s.wants("reloading, build new, error, ready")
			s.refusal("no directory")
			time.Sleep(3 * shortest)
			s.wants("build new, build new, build new") // and the reason is logged once
			s.cannot("new", errors.New("no ledger; not used; make it"))
			time.Sleep(shortest)
			s.wants("build new, error")
			s.cannot("new", nil)
			time.Sleep(shortest)
			s.wants("build new, stop old, run new")
			s.refusal("no ledger") // until the articles are read
			s.reads("new")
			s.wants("show new, ready, retire old")
			s.refusal("")
			s.ends("stop new")
		},
		"a configuration that fails at work": func(t *testing.T) {
			s := opened(t)
			s.reload("new")
			s.wants("reloading, build new, stop old, run new")
			s.fails("new")
			s.wants("stop new, retire new, error, build old, run old") // the first old is still shown
			s.refusal("new failed")
			s.reads("old")
			s.wants("show old, ready, retire old")
			s.refusal("new failed")
			s.ends("stop old")
		},
		"a configuration that fails once it is good": func(t *testing.T) {
			s := opened(t)
			s.reload("new")
			s.wants("reloading, build new, stop old, run new")
			s.reads("new")
			s.wants("show new, ready, retire old")
			s.fails("new")
			s.wants("stop new")
			if err := <-s.result; err == nil || !strings.Contains(err.Error(), "new failed") {
				t.Errorf("run returns %v", err)
			}
		},
		"the first configuration fails": func(t *testing.T) {
			s := open(t)
			s.fails("old")
			s.wants("stop old")
			if err := <-s.result; err == nil || !strings.Contains(err.Error(), "old failed") {
				t.Errorf("run returns %v", err)
			}
		},
		"during the first scan": func(t *testing.T) {
			s := open(t)
			s.reload("new")
			s.wants("reloading, build new, stop old, run new")
			s.reload("newer")
			s.wants("reloading, build newer, stop new, retire new, run newer")
			s.reads("newer")
			s.wants("show newer, ready, retire old")
			s.ends("stop newer")
		},
		"a bad configuration during the first scan": func(t *testing.T) {
			s := open(t)
			s.set(func() { s.broken = errors.New("syntax") })
			s.reload("bad")
			s.wants("reloading, error, ready")
			time.Sleep(10 * shortest)
			s.wants("") // it is not retried before the articles are read
			s.reads("old")
			s.wants("show old, ready")
			s.set(func() { s.broken = nil })
			time.Sleep(shortest)
			s.wants("build bad, stop old, run bad")
			s.ends("stop bad, retire bad")
		},
		"the end while the old generation stops": func(t *testing.T) {
			s := opened(t)
			slow := make(chan struct{})
			s.set(func() { s.slow = slow })
			s.reload("new")
			s.wants("reloading, build new")
			s.end()
			s.wants("") // the ledger is still in use
			close(slow)
			s.ends("stop old, run new, stop new, retire new")
		},
		"the end while the new generation reads": func(t *testing.T) {
			s := opened(t)
			s.reload("new")
			s.wants("reloading, build new, stop old, run new")
			s.ends("stop new, retire new")
		},
		"no way back for a while": func(t *testing.T) {
			s := opened(t)
			s.reload("new")
			s.wants("reloading, build new, stop old, run new")
			s.cannot("old", errors.New("old is gone; not used; bring it back"))
			s.fails("new")
			s.wants("stop new, retire new, error, build old, error")
			s.refusal("old is gone")
			time.Sleep(2 * shortest)
			s.wants("build old, build old")
			s.reload("newest")
			s.wants("reloading, build newest, run newest")
			s.reads("newest")
			s.wants("show newest, ready, retire old")
			s.refusal("")
			s.ends("stop newest")
		},
		"the end while there is no way back": func(t *testing.T) {
			s := opened(t)
			s.reload("new")
			s.cannot("old", errors.New("old is gone; not used; bring it back"))
			synctest.Wait()
			s.fails("new")
			s.wants("reloading, build new, stop old, run new, stop new, retire new, error, build old, error")
			s.ends("")
		},
	} {
		t.Run(name, func(t *testing.T) { synctest.Test(t, play) })
	}
}

// TestReloadIsNoted checks what the log and the status say about reloads: the keys
// that changed, a reason once, and that a refusal is over.
func TestReloadIsNoted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := opened(t)
		begin := time.Now()
		logged := func(when, want string, last *status.Reload) {
			t.Helper()
			synctest.Wait()
			if diff := cmp.Diff(last, s.last.Load()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", when, diff)
			}
			s.set(func() {
				if got := s.log.String(); strings.Count(got, "\n") != min(1, len(want)) || !strings.Contains(got, want) {
					t.Errorf("%s: the log says %q, want %q", when, got, want)
				}
				s.log.Reset()
			})
		}
		logged("at the start", "", nil)
		time.Sleep(time.Second)
		s.reload("old")
		logged("an equal one", "the configuration has not changed", &status.Reload{Count: 1, At: begin.Add(time.Second), Success: true})
		s.set(func() { s.broken = errors.New("syntax; not used; correct it") })
		s.reload("new")
		refused := time.Now()
		logged("a broken one", "syntax; the previous configuration stays in use; correct it", &status.Reload{Count: 2, At: refused})
		time.Sleep(10 * shortest)
		logged("it is retried", "", &status.Reload{Count: 2, At: refused})
		s.set(func() { s.broken = nil })
		s.reload("old")
		logged("the old one is back", "the configuration is again the one in use", &status.Reload{Count: 3, At: time.Now(), Success: true})
		s.reload("new")
		synctest.Wait()
		logged("until a new one is in use", "", s.last.Load())
		s.reads("new")
		logged("a new one", `"the new configuration is in use" changed="site.title: \"old\" -> \"new\""`, &status.Reload{Count: 4, At: time.Now(), Success: true})
		s.end()
		if err := <-s.result; err != nil {
			t.Error(err)
		}
	})
}

// TestFailsWhenReady lets a generation fail before the reloader knows that it has
// read every article: in whatever order the reloader learns of these, the
// configuration counts as good, and its failure ends the daemon.
func TestFailsWhenReady(t *testing.T) {
	for range 30 {
		synctest.Test(t, func(t *testing.T) {
			s := opened(t)
			s.reload("new")
			s.wants("reloading, build new, stop old, run new")
			hang := make(chan struct{})
			s.set(func() { s.hang = hang })
			s.reload("new")
			s.wants("reloading")
			s.reads("new")
			s.fails("new")
			s.wants("stop new")
			close(hang)
			if err := <-s.result; err == nil || !strings.Contains(err.Error(), "new failed") {
				t.Errorf("run returns %v", err)
			}
		})
	}
}

// TestGrowingWaits lets a configuration fail at run time repeatedly, and checks
// that the wait before each attempt doubles up to a bound, and that a change of
// the file resets it.
func TestGrowingWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := opened(t)
		s.reload("new")
		s.wants("reloading, build new, stop old, run new")
		var waits, want []time.Duration
		for wait := 2 * shortest; len(want) < 12; wait = min(2*wait, longest) {
			want = append(want, wait)
			s.fails("new")
			synctest.Wait()
			s.reads("old")
			synctest.Wait()
			begin := time.Now()
			time.Sleep(longest)
			synctest.Wait()
			waits = append(waits, s.at["build new"].Sub(begin))
		}
		if fmt.Sprint(waits) != fmt.Sprint(want) || waits[len(waits)-1] != longest {
			t.Errorf("waits %v, want %v", waits, want)
		}
		s.fails("new")
		synctest.Wait()
		s.reads("old")
		synctest.Wait()
		s.set(func() { s.events = nil })
		s.cannot("newest", errors.New("not yet"))
		s.reload("newest")
		s.wants("reloading, build newest, error, ready")
		time.Sleep(shortest)
		s.wants("build newest")
		s.ends("stop old")
	})
}

// TestRestarts checks that a changed key is reported if it takes effect only at a
// start, and only then.
func TestRestarts(t *testing.T) {
	old, c := config.Default(), config.Default()
	c.Site.Title, c.Server.HSTS, c.Server.Rate = "Other", time.Hour, 7
	if keys := restarts(old, c); len(keys) > 0 {
		t.Errorf("%q", keys)
	}
	c.Server.Listen, c.Server.Connections = "127.0.0.1:1", 9
	if keys, want := restarts(old, c), []string{"server.listen", "server.connections"}; !slices.Equal(keys, want) {
		t.Errorf("%q, want %q", keys, want)
	}
}

package watch

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/fsnotify/fsnotify"
)

func identityOf(t *testing.T, dir string) identity {
	t.Helper()
	id, err := identify(dir)
	must(t, err)
	return id
}

// Directories are swapped after one was listed and before it is watched, so that fsnotify's tables lose a watch.
func TestSwappedBeforeWatch(t *testing.T) {
	root := t.TempDir()
	write(t, root, "p/x.md", "")
	write(t, root, "q/x.md", "")
	p, q := identityOf(t, root+"/p"), identityOf(t, root+"/q")
	events, err := fsnotify.NewWatcher()
	must(t, err)
	defer events.Close()
	w := newWatches(root, slog.New(slog.DiscardHandler))
	w.notify = events
	w.add("p", p, "")
	w.add("q", q, "")
	write(t, root, "p/first.md", "") // its event is not received yet, which keeps fsnotify from seeing the swap
	must(t, os.Rename(root+"/p", root+"/away"))
	must(t, os.Rename(root+"/q", root+"/p"))
	w.add("p", p, "")
	w.drop(top)
	if w.ids.Len()+len(w.names) > 0 {
		t.Errorf("after drop: %v, %v", w.ids.Keys(), w.names)
	}
	if !w.add("p", q, "") {
		t.Fatal("p is not watched")
	}
	write(t, root, "p/last.md", "")
	for e := range events.Events {
		if e.Name == filepath.Join(root, "p/last.md") {
			return
		}
	}
}

// A directory that is found while the tree is being closed does not cause a warning about the limits of inotify.
func TestClosedWhileLooking(t *testing.T) {
	events, err := fsnotify.NewWatcher()
	must(t, err)
	must(t, events.Close())
	var log strings.Builder
	root := t.TempDir()
	w := newWatches(root, slog.New(slog.NewTextHandler(&log, nil)))
	w.notify = events
	if w.add(top, identityOf(t, root), ""); log.Len() > 0 {
		t.Errorf("it logs %s", log.String())
	}
}

// A watch is removed together with those below it, and without those beside it.
func TestForget(t *testing.T) {
	w := newWatches("/tree", slog.New(slog.DiscardHandler))
	w.notify = deaf{}
	for i, rel := range []string{".", "a", "a/b", "a/b/c", "a-", "a0", "ab", "b"} {
		w.add(rel, identity{1, uint64(i)}, "")
	}
	w.drop("a")
	if got := strings.Join(w.ids.Keys(), " "); got != ". a- a0 ab b" || len(w.names) != 5 {
		t.Errorf("left: %s; %v", got, w.names)
	}
	if w.drop(top); w.ids.Len()+len(w.names) > 0 {
		t.Errorf("left: %v, %v", w.ids.Keys(), w.names)
	}
}

// If Remove of a notifier panics, only the panic caused by fsnotify's tables is ignored.
func TestPanicOfRemove(t *testing.T) {
	for _, p := range []any{"another", errors.ErrUnsupported, new(runtime.PanicNilError)} {
		func() {
			defer func() {
				if got := recover(); got != p {
					t.Errorf("a panic with %v becomes %v", p, got)
				}
			}()
			w := newWatches("/tree", slog.New(slog.DiscardHandler))
			w.notify = panics{p}
			w.add("a", identity{1, 1}, "")
			w.drop("a")
		}()
	}
}

// panics is a notifier whose Remove panics.
type panics struct{ with any }

func (panics) Add(string) error      { return nil }
func (p panics) Remove(string) error { panic(p.with) }

// deaf is a notifier without events.
type deaf struct{}

func (deaf) Add(string) error    { return nil }
func (deaf) Remove(string) error { return nil }

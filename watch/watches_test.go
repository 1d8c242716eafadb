package watch

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/fsnotify/fsnotify"
)

func identityOf(t *testing.T, dir string) identity {
	t.Helper()
	id, err := identify(dir)
	must(t, err)
	return id
}

// Directories are swapped after one was listed and before it is watched: fsnotify's tables lose a watch.
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
	write(t, root, "p/first.md", "") // its event, which nobody receives yet, keeps fsnotify from seeing the swap
	must(t, os.Rename(root+"/p", root+"/away"))
	must(t, os.Rename(root+"/q", root+"/p"))
	w.add("p", p, "")
	w.drop(top)
	if len(w.ids)+len(w.names) > 0 {
		t.Errorf("after drop: %v, %v", w.ids, w.names)
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

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		rel, above string
		want       bool
	}{
		{"a", ".", true},
		{".", ".", true},
		{"a/b", "a", true},
		{"a", "a", true},
		{"ab", "a", false},
		{"a", "a/b", false},
		{".", "a", false},
	} {
		if got := within(c.rel, c.above); got != c.want {
			t.Errorf("within(%q, %q) = %v", c.rel, c.above, got)
		}
	}
}

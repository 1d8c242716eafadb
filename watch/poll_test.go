package watch

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// scarce is a notifier that runs out of watches.
type scarce struct {
	notifier
	left int
}

func (s *scarce) Add(dir string) error {
	if s.left == 0 {
		return syscall.ENOSPC
	}
	s.left--
	return s.notifier.Add(dir)
}

// A log is written by the tree and read by the test.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) count(s string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.text.String(), s)
}

// Without events, or with too few watches, all changes are still found, and the log reports the problem once.
func TestPoll(t *testing.T) {
	for _, c := range []struct {
		name    string
		watches func(t *testing.T, tree *Tree)
		hint    string
	}{
		{"no events", func(_ *testing.T, tree *Tree) { tree.look.watches.limit(syscall.EMFILE) }, "raise fs.inotify.max_user_instances"},
		{"out of watches", func(t *testing.T, tree *Tree) {
			events, err := fsnotify.NewWatcher()
			must(t, err)
			tree.events, tree.look.watches.notify = events, &scarce{events, 3}
		}, "raise fs.inotify.max_user_watches"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			write(t, root, "a/b/c/x.md", "x")
			write(t, root, "d/y.md", "y")
			said := &log{}
			opt := quick
			opt.Log = slog.New(slog.NewTextHandler(said, nil))
			tree, err := newTree(root, opt)
			must(t, err)
			tree.pollEvery = time.Millisecond
			c.watches(t, tree)
			tree.start()
			v := see(t, root, tree)
			v.write("a/b/c/x.md", "changed")
			v.write("a/b/n/e/w/x.md", "new")
			v.untilDisk()
			v.remove("a/b/c")
			v.remove("d")
			v.untilDisk()
			v.rename("a/b", "z")
			v.untilDisk()
			if n := said.count("polled"); n != 1 || said.count(c.hint) != 1 {
				t.Errorf("the log says it %d times: %s", n, &said.text)
			}
		})
	}
}

// A tree with Options.Poll uses no events and still finds all changes.
func TestPollMode(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a/x.md", "x")
	opt := quick
	opt.Poll = true
	v := open(t, root, opt)
	if s := v.tree.Status(); s.Mode != Polled || s.Polled != 2 || s.Files != 1 || s.Scanned.IsZero() || v.tree.events != nil {
		t.Errorf("status %+v, events %v", s, v.tree.events)
	}
	v.write("a/b/y.md", "y")
	v.remove("a/x.md")
	v.untilDisk()
}

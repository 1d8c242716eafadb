package watch

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for a batch before it fails. A test that passes takes milliseconds.
const patience = time.Minute

var quick = Options{
	Settle:     5 * time.Millisecond,
	MaxDelay:   200 * time.Millisecond,
	Extensions: []string{".md", ".markdown"},
	Ignore:     []string{"drafts/**", "**/*.private.md"},
}

// A view is the tree as a receiver of the batches knows it. It holds each file's content at the time of its last batch.
type view struct {
	*testing.T
	root    string
	tree    *Tree
	files   map[string]string
	faults  map[string]string
	changed map[string]int // how often, since the test last cleared the map
	removed map[string]int
	batches int
}

// open watches root and receives the first batch.
func open(t *testing.T, root string, opt Options) *view {
	t.Helper()
	tree, err := Open(root, opt)
	if err != nil {
		t.Fatal(err)
	}
	return see(t, root, tree)
}

// watched makes a tree that has events, but does not look at them until it is started.
func watched(t testing.TB, root string, opt Options) *Tree {
	t.Helper()
	tree, err := newTree(root, opt)
	must(t, err)
	tree.events, err = fsnotify.NewWatcher()
	must(t, err)
	tree.look.watches.notify = tree.events
	return tree
}

// openEvery is open for a tree that polls at the given interval.
func openEvery(t *testing.T, root string, opt Options, pollEvery time.Duration) *view {
	t.Helper()
	tree := watched(t, root, opt)
	tree.pollEvery = pollEvery
	tree.start()
	return see(t, root, tree)
}

func see(t *testing.T, root string, tree *Tree) *view {
	t.Helper()
	t.Cleanup(func() {
		if err := tree.Close(); err != nil {
			t.Error(err)
		}
	})
	v := &view{T: t, root: root, tree: tree, files: map[string]string{}, changed: map[string]int{}, removed: map[string]int{}}
	v.until("the first batch", func() bool { return v.batches > 0 })
	return v
}

// until takes in batches until ok returns true.
func (v *view) until(what string, ok func() bool) {
	v.Helper()
	ctx, cancel := context.WithTimeout(v.Context(), patience)
	defer cancel()
	for !ok() {
		select {
		case b, open := <-v.tree.Batches():
			if !open {
				v.Fatalf("batches are closed before %s", what)
			}
			v.take(b)
		case <-ctx.Done():
			v.Fatalf("waiting for %s: %v\nfaults: %q\nview against disk: %s", what, ctx.Err(), v.faults, cmp.Diff(v.disk(), v.files))
		}
	}
}

// paths returns the names of changed files.
func paths(b Batch) []string {
	names := make([]string, len(b.Changed))
	for i, f := range b.Changed {
		names[i] = f.Path
	}
	return names
}

func (v *view) take(b Batch) {
	v.Helper()
	if b.Full != (v.batches == 0 && !b.Waiting) {
		v.Errorf("batch %d has Full = %v", v.batches, b.Full)
	}
	changed := paths(b)
	if !slices.IsSorted(changed) || !slices.IsSorted(b.Removed) {
		v.Errorf("not sorted: %q, %q", changed, b.Removed)
	}
	if !b.Waiting { // a slow machine makes a test's file system look dead
		v.batches++
	}
	for _, p := range changed {
		v.changed[p]++
		if text, err := os.ReadFile(filepath.Join(v.root, p)); err == nil {
			v.files[p] = string(text)
		}
	}
	for _, p := range b.Removed {
		v.removed[p]++
		delete(v.files, p)
	}
	v.faults = texts(b.Faults)
}

// untilDisk takes in batches until the view is what is on the disk.
func (v *view) untilDisk() {
	v.Helper()
	v.until("the view to be the disk", func() bool { return maps.Equal(v.files, v.disk()) })
}

// rest takes in batches until no look is due, so that only what the test does next can cause one.
func (v *view) rest() {
	v.Helper()
	v.until("rest", func() bool {
		for !v.tree.marks.due(0, 0).IsZero() {
			select {
			case b := <-v.tree.Batches():
				v.take(b)
			default:
				runtime.Gosched()
			}
		}
		return true
	})
}

// barrier writes one more file and takes in batches until it comes.
func (v *view) barrier(name string) {
	v.Helper()
	v.write(name, name)
	v.until("barrier "+name, func() bool { return v.files[name] == name })
}

// disk reads the tree without the watcher.
func (v *view) disk() map[string]string {
	v.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(v.root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(p) != ".md" {
			return err
		}
		text, err := os.ReadFile(p)
		files[filepath.ToSlash(strings.TrimPrefix(p, v.root+"/"))] = string(text)
		return err
	})
	if err != nil {
		v.Logf("walking the tree: %v", err)
	}
	return files
}

func (v *view) write(rel, text string)  { v.Helper(); write(v.T, v.root, rel, text) }
func (v *view) rename(old, new string)  { v.Helper(); must(v.T, os.Rename(v.path(old), v.path(new))) }
func (v *view) remove(rel string)       { v.Helper(); must(v.T, os.RemoveAll(v.path(rel))) }
func (v *view) link(target, rel string) { v.Helper(); must(v.T, os.Symlink(target, v.path(rel))) }
func (v *view) path(rel string) string  { return filepath.Join(v.root, rel) }

func write(t testing.TB, root, rel, text string) {
	t.Helper()
	p := filepath.Join(root, rel)
	must(t, os.MkdirAll(filepath.Dir(p), 0o755))
	must(t, os.WriteFile(p, []byte(text), 0o644))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func texts(faults []Fault) map[string]string {
	m := map[string]string{}
	for _, f := range faults {
		m[f.Path] = f.Err.Error()
	}
	return m
}

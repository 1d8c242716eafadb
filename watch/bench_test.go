package watch

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// grow makes a tree of 10,000 articles in 750 days.
func grow(b *testing.B) string {
	root := b.TempDir()
	for i := range 10_000 {
		day := i % 750
		write(b, root, fmt.Sprintf("%d/%02d/%d/article-%d.md", 2000+day/365, day/31%12, day%31, i), "text")
	}
	return root
}

// walk is the floor by the standard library: the time of filepath.WalkDir with an lstat of every file.
func walk(b *testing.B, root string) time.Duration {
	start := time.Now()
	n := 0
	must(b, filepath.WalkDir(root, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		_, err = d.Info()
		return err
	}))
	if n != 10_000 {
		b.Fatalf("%d files", n)
	}
	return time.Since(start)
}

// BenchmarkRescan compares a look at a whole watched tree, and one at what a single event marks, with a plain walk.
func BenchmarkRescan(b *testing.B) {
	root := grow(b)
	tree, err := newTree(root, quick)
	must(b, err)
	events, err := fsnotify.NewWatcher()
	must(b, err)
	defer events.Close()
	tree.look.watches.notify = events
	for _, c := range []struct {
		name, at string
		kind     mark
	}{{"all", top, deep}, {"one", "2001/05/10", list}} {
		b.Run(c.name, func(b *testing.B) {
			tree.next(time.Now())
			var floor, took time.Duration
			for b.Loop() {
				floor += walk(b, root)
				start := time.Now()
				tree.marks.add(c.at, c.kind, start)
				tree.next(start)
				took += time.Since(start)
			}
			b.ReportMetric(float64(took)/float64(floor), "of-a-walk")
			b.ReportMetric(float64(took.Microseconds())/float64(b.N), "µs/look")
		})
	}
}

// BenchmarkFirstLook compares finding and watching everything with a plain walk.
func BenchmarkFirstLook(b *testing.B) {
	root := grow(b)
	var floor, took time.Duration
	for b.Loop() {
		floor += walk(b, root)
		start := time.Now()
		tree, err := newTree(root, quick)
		must(b, err)
		events, err := fsnotify.NewWatcher()
		must(b, err)
		tree.look.watches.notify = events
		if first, _ := tree.next(start); len(first.Changed) != 10_000 {
			b.Fatalf("%d files", len(first.Changed))
		}
		took += time.Since(start)
		must(b, events.Close())
	}
	b.ReportMetric(float64(took)/float64(floor), "of-a-walk")
	b.ReportMetric(float64(took.Microseconds())/float64(b.N), "µs/look")
}

package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// grow makes a tree with the given numbers of articles and directories of days.
func grow(b *testing.B, files, days int) string {
	root := b.TempDir()
	for i := range files {
		day := i % days
		write(b, root, fmt.Sprintf("%d/%02d/%d/article-%d.md", 2000+day/365, day%365/31, day%31, i), "text")
	}
	return root
}

// walk returns the floor: how long the standard library takes to list every directory and lstat every file on all
// processors.
func walk(b *testing.B, root string, files int) time.Duration {
	start := time.Now()
	var seen atomic.Int64
	free := make(chan struct{}, runtime.GOMAXPROCS(0)-1)
	var list func(dir string)
	list = func(dir string) {
		entries, err := os.ReadDir(dir)
		must(b, err)
		var below sync.WaitGroup
		for _, e := range entries {
			if !e.IsDir() {
				_, err := e.Info()
				must(b, err)
				seen.Add(1)
				continue
			}
			name := filepath.Join(dir, e.Name())
			select {
			case free <- struct{}{}:
				below.Go(func() { list(name); <-free })
			default:
				list(name)
			}
		}
		below.Wait()
	}
	list(root)
	if n := int(seen.Load()); n != files {
		b.Fatalf("%d files", n)
	}
	return time.Since(start)
}

// BenchmarkRescan compares two looks at a watched tree of 100,000 files, one at all of it and one at what a single
// event marks, with a walk.
func BenchmarkRescan(b *testing.B) {
	const files = 100_000
	root := grow(b, files, 7000)
	tree := watched(b, root, quick)
	defer tree.events.Close()
	for _, c := range []struct {
		name, at string
		kind     mark
	}{{"all", top, deep}, {"one", "2001/05/10", list}} {
		b.Run(c.name, func(b *testing.B) {
			tree.next(time.Now())
			var floor, took time.Duration
			for b.Loop() {
				floor += walk(b, root, files)
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

// BenchmarkFirstLook compares finding and watching 10,000 directories of one article each with a walk through them. In
// one case the articles are old. In the other, all were written within the last minute, so that each needs a lease.
func BenchmarkFirstLook(b *testing.B) {
	const directories = 10_000
	root := grow(b, directories, directories)
	for _, c := range []struct {
		name   string
		recent time.Duration
	}{{"old", 0}, {"fresh", time.Hour}} {
		b.Run(c.name, func(b *testing.B) {
			var floor, took time.Duration
			for b.Loop() {
				floor += walk(b, root, directories)
				start := time.Now()
				tree := watched(b, root, quick)
				tree.look.recent = c.recent
				first, _ := tree.next(start)
				took += time.Since(start)
				if len(first.Changed) != directories || len(tree.events.WatchList()) < directories {
					b.Fatalf("%d files, %d watches", len(first.Changed), len(tree.events.WatchList()))
				}
				must(b, tree.events.Close())
			}
			b.ReportMetric(float64(took)/float64(floor), "of-a-walk")
			b.ReportMetric(float64(took.Microseconds())/float64(b.N), "µs/look")
		})
	}
}

// BenchmarkLatency measures the time from the close of an article to its batch, beyond the time to settle, with 100,000
// files watched.
func BenchmarkLatency(b *testing.B) {
	opt := quick
	opt.Settle, opt.MaxDelay = 100*time.Millisecond, 5*time.Second
	root := grow(b, 100_000, 7000)
	tree, err := Open(root, opt)
	must(b, err)
	defer tree.Close()
	<-tree.Batches()
	var late []time.Duration
	for b.Loop() {
		name := filepath.Join(root, fmt.Sprintf("2003/04/%d/late.md", len(late)%31))
		must(b, os.WriteFile(name, fmt.Append(nil, len(late)), 0o644))
		start := time.Now()
		if batch := <-tree.Batches(); len(batch.Changed) != 1 {
			b.Fatalf("batch %+v", batch)
		}
		late = append(late, time.Since(start)-opt.Settle)
	}
	slices.Sort(late)
	for _, percent := range []int{50, 99} {
		b.ReportMetric(float64(late[(len(late)-1)*percent/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", percent))
	}
}

package feed

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/text"

	"dateline/feed/archive"
	"dateline/feed/render"
	"dateline/feed/trials/newstest"
)

// writeTree writes n generated articles and returns their paths.
func writeTree(tb testing.TB, dir string, n int) []string {
	tb.Helper()
	return writeAll(tb, dir, newstest.Articles(n, 1))
}

func writeAll(tb testing.TB, dir string, files iter.Seq[newstest.File]) []string {
	tb.Helper()
	var paths []string
	made := map[string]bool{}
	for f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if folder := filepath.Dir(name); !made[folder] {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				tb.Fatal(err)
			}
			made[folder] = true
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			tb.Fatal(err)
		}
		paths = append(paths, f.Path)
	}
	return paths
}

// newPublisher returns a publisher of a directory, to be closed by the caller:
// closing it in a cleanup function would keep it in memory until the end of the
// benchmark.
func newPublisher(tb testing.TB, dir string) *Publisher {
	tb.Helper()
	return openPublisher(tb, Content{Dir: dir, Mount: "/", Language: "en"})
}

func newRenderer() *render.Renderer {
	return render.New(render.Site{Title: "Bench", BaseURL: "https://example.org", Language: "en", Zone: time.UTC, Items: 50, ItemLink: "page"})
}

// walk returns the files below dir: the scan that precedes a cold start is
// part of it.
func walk(tb testing.TB, dir string) []string {
	var paths []string
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".md") {
			rel, _ := filepath.Rel(dir, name)
			paths = append(paths, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return paths
}

// renderAll renders every feed in all formats on all processors.
func renderAll(r *render.Renderer, s *archive.Snapshot) (documents, bytes int64) {
	feeds := make(chan *archive.Feed, 64)
	go func() {
		feeds <- s.Global()
		for f := range s.Topics() {
			feeds <- f
		}
		close(feeds)
	}()
	var workers sync.WaitGroup
	var n, size atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for f := range feeds {
				for _, format := range render.Formats {
					d := r.Feed(s, render.Of(f), format)
					n.Add(1)
					size.Add(int64(len(d.Body)))
				}
			}
		})
	}
	workers.Wait()
	return n.Load(), size.Load()
}

// BenchmarkColdStart reads 10,000 articles, or those of DATELINE_TREE, and
// renders every feed in every format. The floor reads the same files and parses
// each with goldmark to a syntax tree, nothing else; "x-floor" is the ratio.
func BenchmarkColdStart(b *testing.B) {
	dir, n := tree(b, 10_000)
	coldStart(b, dir, n)
}

// BenchmarkColdStartYAML does the same with the articles in the form of other
// tools.
func BenchmarkColdStartYAML(b *testing.B) {
	dir := b.TempDir()
	files := func(yield func(newstest.File) bool) {
		for f := range newstest.Articles(10_000, 1) {
			if !yield(newstest.FrontMatter(f)) {
				return
			}
		}
	}
	coldStart(b, dir, len(writeAll(b, dir, files)))
}

func coldStart(b *testing.B, dir string, n int) {
	var ours, floor time.Duration
	var documents, bytes int64
	b.ResetTimer()
	for b.Loop() {
		start := time.Now()
		p := newPublisher(b, dir)
		p.Apply(Batch{Changed: found(walk(b, dir)...)})
		documents, bytes = renderAll(newRenderer(), p.Current().Snapshot)
		ours += time.Since(start)

		b.StopTimer()
		p.Close()
		runtime.GC()
		start = time.Now()
		parseAll(b, dir, walk(b, dir))
		floor += time.Since(start)
		runtime.GC()
		b.StartTimer()
	}
	b.ReportMetric(float64(n)*float64(b.N)/ours.Seconds(), "articles/s")
	b.ReportMetric(float64(ours)/float64(floor), "x-floor")
	b.ReportMetric(float64(documents), "documents")
	b.ReportMetric(float64(bytes)/1e6, "MB")
}

// tree returns the directory of DATELINE_TREE, else one of n articles, and how
// many there are.
func tree(b *testing.B, n int) (dir string, articles int) {
	if dir = os.Getenv("DATELINE_TREE"); dir == "" {
		dir = b.TempDir()
		writeTree(b, dir, n)
	}
	return dir, len(walk(b, dir))
}

// BenchmarkResident reports the memory that an article keeps, of 100,000 or
// those of DATELINE_TREE, rendered feeds aside.
func BenchmarkResident(b *testing.B) {
	heap := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	dir, n := tree(b, 100_000)
	for b.Loop() {
		before := heap()
		p := newPublisher(b, dir)
		p.Apply(Batch{Changed: found(walk(b, dir)...)})
		b.ReportMetric(float64(heap()-before)/float64(n), "B/article")
		p.Close() // it was in use until here
	}
}

// parseAll is the floor of BenchmarkColdStart.
func parseAll(tb testing.TB, dir string, paths []string) {
	md := goldmark.New()
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(paths)); i = next.Add(1) - 1 {
				data, err := os.ReadFile(filepath.Join(dir, paths[i]))
				if err != nil {
					tb.Error(err)
					return
				}
				md.Parser().Parse(text.NewReader(data))
			}
		})
	}
	workers.Wait()
}

// BenchmarkOneChange adds one article to archives of two sizes, until all
// feeds that it touches are rendered in all formats. Its topics are the three
// largest of each archive, so that the documents are as large in both.
func BenchmarkOneChange(b *testing.B) {
	var small time.Duration
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			p := newPublisher(b, dir)
			defer p.Close()
			p.Apply(Batch{Changed: found(writeTree(b, dir, n)...)})
			one, feeds := newsOfLargest(b, dir, p)
			r := newRenderer()
			b.ResetTimer()
			for b.Loop() {
				p.Apply(Batch{Changed: found(one...)})
				s := p.Current().Snapshot
				for _, slug := range feeds {
					f, _ := s.Topic(slug)
					renderFeed(r, s, f)
				}
				renderFeed(r, s, s.Global())
				b.StopTimer()
				p.Apply(Batch{Removed: one})
				b.StartTimer()
			}
			each := b.Elapsed() / time.Duration(b.N)
			if small == 0 {
				small = each
			}
			b.ReportMetric(float64(each)/float64(small), "x-smallest")
		})
	}
}

func renderFeed(r *render.Renderer, s *archive.Snapshot, f *archive.Feed) {
	for _, format := range render.Formats {
		r.Feed(s, render.Of(f), format)
	}
}

// newsOfLargest writes an article of the three largest topics, and returns its
// path and their slugs.
func newsOfLargest(b *testing.B, dir string, p *Publisher) (paths, slugs []string) {
	topics := slices.SortedFunc(p.Current().Snapshot.Topics(), func(x, y *archive.Feed) int { return y.Len() - x.Len() })[:3]
	var names []string
	for _, f := range topics {
		names = append(names, f.Topic.Name)
		slugs = append(slugs, f.Topic.Slug)
	}
	text := "### 2026-11-24\n##### " + strings.Join(names, ", ") + "\n# News of today\n\nSomething happened.\n"
	if err := os.WriteFile(filepath.Join(dir, "2026-11-24-news.md"), []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
	return []string{"2026-11-24-news.md"}, slugs
}

package archive

import (
	"fmt"
	"path"
	"testing"
	"time"

	"dateline/feed/article"
	"dateline/feed/trials/newstest"
)

func parse(tb testing.TB, n int) []Change {
	tb.Helper()
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: "http://127.0.0.1:8080", Language: "en", Zone: time.UTC,
		Grammar: article.Grammar(newstest.Grammar)})
	var changes []Change
	for f := range newstest.Articles(n, 1) {
		r := p.Parse(f.Path, f.Data)
		if r.Article == nil {
			tb.Fatal(r.Problems)
		}
		changes = append(changes, Change{File: path.Join("/", f.Path), Article: r.Article})
	}
	return changes
}

// BenchmarkWith adds one article to archives of two sizes. Its cost must not
// grow with the archive.
func BenchmarkWith(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		changes := parse(b, n+1)
		one := changes[n:]
		s, _ := with(New(options()), changes[:n])
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				with(s, one)
			}
		})
	}
}

// BenchmarkMonths counts the months of all articles, then updates them for a
// change of one. The floor iterates over the entries.
func BenchmarkMonths(b *testing.B) {
	s, _ := New(options()).With(parse(b, 100_000), Occasion{Now: noon, Imported: []string{"/"}})
	entry, _ := s.global.entries.Max()
	var floor, afresh, kept time.Duration
	for b.Loop() {
		start := time.Now()
		for e := range s.global.Newest() {
			if e.published == 0 {
				b.Fatal("no time")
			}
		}
		floor += time.Since(start)
		f := s.global.copy(0)
		f.months.Store(nil)
		start = time.Now()
		f.Months(time.UTC)
		afresh += time.Since(start)
		start = time.Now()
		c := f.copy(1)
		c.add(entry)
		c.Months(time.UTC)
		kept += time.Since(start)
	}
	b.ReportMetric(float64(afresh)/float64(floor), "afresh/walk")
	b.ReportMetric(float64(afresh.Milliseconds())/float64(b.N), "afresh-ms")
	b.ReportMetric(float64(kept.Microseconds())/float64(b.N), "kept-up-µs")
}

// BenchmarkDeparting adds one article to an archive while none and while 5,000
// articles depart. The cost must be about the same.
func BenchmarkDeparting(b *testing.B) {
	const n = 20_000
	o := options()
	o.Contents = []Content{{Mount: "/", MaxRemoval: 100, Grace: time.Hour}}
	changes := parse(b, n+1)
	one := changes[n:]
	none, _ := with(New(o), changes[:n])
	many, _ := with(none, gone(changes[:n][:5000]))
	if len(many.Departing()) != 5000 {
		b.Fatalf("%d depart", len(many.Departing()))
	}
	var times [2]time.Duration
	for b.Loop() {
		for i, s := range []*Snapshot{none, many} {
			start := time.Now()
			with(s, one)
			times[i] += time.Since(start)
		}
	}
	b.ReportMetric(float64(times[1])/float64(times[0]), "departing/none")
}

// BenchmarkTombstones finds the tombstones of a feed with a limit, among 10,000
// articles that came since and 500 that were removed.
func BenchmarkTombstones(b *testing.B) {
	s := New(sticky())
	apply := func(now time.Time, changes ...Change) {
		s, _ = s.With(changes, Occasion{Now: now, Live: true, Imported: []string{"/"}})
	}
	numbered := func(first, n int) (changes []Change) {
		for i := range n {
			file := fmt.Sprintf("/%d.md", first+i)
			changes = append(changes, Change{File: file, Article: piece(file, "2026-04-01", fmt.Sprint("Number ", first+i, " of many"))})
		}
		return changes
	}
	apply(noon, numbered(0, 4000)...)
	var gone []Change
	for i := range maxBenchTombstones {
		gone = append(gone, Change{File: fmt.Sprintf("/%d.md", i)})
	}
	apply(noon.Add(time.Hour), gone...)
	apply(noon.Add(2 * time.Hour))
	apply(noon.Add(3*time.Hour), numbered(4000, 10_000)...)
	if n := len(s.Global().Tombstones(maxBenchTombstones)); n != maxBenchTombstones {
		b.Fatalf("%d tombstones", n)
	}
	b.ReportAllocs()
	for b.Loop() {
		s.Global().TombstonesWithin(500, maxBenchTombstones)
	}
}

const maxBenchTombstones = 500

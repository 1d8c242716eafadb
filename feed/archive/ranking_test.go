package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// byLabel names things by their labels, in the order of English.
var byLabel = Naming{"en", func(f *Feed) []string { return []string{f.Label()} }}

// shownIn returns a page of an index as "name count newest".
func shownIn(x *Index, query string, by Order) (list []string) {
	page, total := x.Page(query, by, 0, x.Len())
	if total != len(page) {
		return []string{fmt.Sprintf("%d of %d", len(page), total)}
	}
	for _, l := range page {
		list = append(list, fmt.Sprint(l.Names[0], " ", l.Count, " ", l.Newest().Format(time.DateOnly)))
	}
	return list
}

func TestIndex(t *testing.T) {
	var changes []Change
	add := func(file, date string, topics ...string) {
		changes = append(changes, Change{File: file, Article: piece(file, date, file, topics...)})
	}
	add("/a.md", "2026-04-01", "Moon", "Île-de-France")
	add("/b.md", "2026-04-02", "Moon", "honeymoon", "zebra")
	add("/c.md", "2026-04-03", "Full Moon", "Éclair", "Zürich")
	add("/d.md", "2026-04-04", "Moon")
	s, _ := with(New(options()), changes)
	x := s.Index(s.Global(), OfTopic, byLabel)
	for _, c := range []struct {
		query string
		by    Order
		want  string
	}{
		{"", BySize, "Moon 3 2026-04-04|Éclair 1 2026-04-03|Full Moon 1 2026-04-03|honeymoon 1 2026-04-02|Île-de-France 1 2026-04-01|zebra 1 2026-04-02|Zürich 1 2026-04-03"},
		{"", ByName, "Éclair 1 2026-04-03|Full Moon 1 2026-04-03|honeymoon 1 2026-04-02|Île-de-France 1 2026-04-01|Moon 3 2026-04-04|zebra 1 2026-04-02|Zürich 1 2026-04-03"},
		{"", ByRecency, "Moon 3 2026-04-04|Éclair 1 2026-04-03|Full Moon 1 2026-04-03|Zürich 1 2026-04-03|honeymoon 1 2026-04-02|zebra 1 2026-04-02|Île-de-France 1 2026-04-01"},
		{"MOON", ByName, "Moon 3 2026-04-04|Full Moon 1 2026-04-03|honeymoon 1 2026-04-02"},
		{"moon", BySize, "Moon 3 2026-04-04|Full Moon 1 2026-04-03|honeymoon 1 2026-04-02"},
		{" zu ", BySize, "Zürich 1 2026-04-03"},
		{"ile de", BySize, ""},
		{"de-fr", BySize, "Île-de-France 1 2026-04-01"},
		{"nothing", BySize, ""},
	} {
		if got := strings.Join(shownIn(x, c.query, c.by), "|"); got != c.want {
			t.Errorf("%q in order %d:\n%s\nwant\n%s", c.query, c.by, got, c.want)
		}
	}
	if page, total := x.Page("", ByName, 5, 200); len(page) != 2 || total != 7 || page[0].Names[0] != "zebra" {
		t.Errorf("%v of %d", page, total)
	}
	if page, total := x.Page("", ByName, 7, 200); len(page) != 0 || total != 7 {
		t.Errorf("%v of %d", page, total)
	}
	if again := s.Index(s.Global(), OfTopic, byLabel); again != x {
		t.Error("a snapshot made its index twice")
	}
}

// TestIndexFollows checks that an index that takes from earlier snapshots what has not
// changed equals one that is made afresh, of the site and of a directory.
func TestIndexFollows(t *testing.T) {
	o := options()
	o.Contents = []Content{{Mount: "/", MaxRemoval: 100}, {Mount: "/2", MaxRemoval: 100}}
	rapid.Check(t, func(t *rapid.T) {
		s := New(o)
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			s, _ = s.With([]Change{drawChange(t)}, Occasion{Now: noon, Imported: []string{"/", "/2"}})
			fresh := *s
			fresh.rankings = newRankings()
			for _, in := range []string{"", "2"} {
				dir, feed := s.Global(), fresh.Global()
				if in != "" {
					dir, _ = s.Gathered(OfContent, in)
					feed = dir
				}
				for _, by := range []Order{BySize, ByName, ByRecency} {
					if !rapid.Bool().Draw(t, "asked") {
						continue
					}
					want, got := shownIn(fresh.Index(feed, OfTopic, byLabel), "", by), shownIn(s.Index(dir, OfTopic, byLabel), "", by)
					if diff := cmp.Diff(want, got); diff != "" {
						t.Fatalf("order %d of %q (-afresh +followed):\n%s", by, in, diff)
					}
				}
			}
		}
	})
}

// TestRankingCounts checks the counts of a directory against its entries.
func TestRankingCounts(t *testing.T) {
	o := options()
	o.Contents = []Content{{Mount: "/", MaxRemoval: 100}, {Mount: "/zh", MaxRemoval: 100}}
	s, _ := New(o).With([]Change{
		{File: "/a.md", Article: piece("/a.md", "2026-04-01", "A", "Moon", "Mars")},
		{File: "/zh/b.md", Article: piece("/zh/b.md", "2026-04-02", "B", "Moon")},
		{File: "/zh/c.md", Article: piece("/zh/c.md", "2026-04-03", "C", "Moon", "Venus")},
	}, Occasion{Now: noon, Imported: []string{"/", "/zh"}})
	zh, _ := s.Gathered(OfContent, "zh")
	for in, want := range map[*Feed][]string{s.Global(): {"mars 1", "moon 3", "venus 1"}, zh: {"moon 2", "venus 1"}} {
		var got []string
		for _, r := range s.Ranking(in, OfTopic).All() {
			got = append(got, fmt.Sprint(r.Slug, " ", r.Count))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// BenchmarkIndex asks for a page of topics, after a change and again, and searches. The
// floor walks over the feeds of the topics, as a list of all did.
func BenchmarkIndex(b *testing.B) {
	for _, n := range []int{12_000, 60_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var changes []Change
			for i := range n {
				file := fmt.Sprintf("/%d.md", i)
				changes = append(changes, Change{File: file, Article: piece(file, "2026-04-01", file, fmt.Sprintf("Topic number %d", i*7919%n), fmt.Sprint("Of ", i%100))})
			}
			s, _ := with(New(options()), changes)
			one := []Change{{File: "/x.md", Article: piece("/x.md", "2026-04-01", "One more", "Of 7", "Topic number 5", "Quite new")}}
			var floor, first, after, again, search time.Duration
			timed := func(took *time.Duration, work func()) {
				start := time.Now()
				work()
				*took += time.Since(start)
			}
			for b.Loop() {
				s.rankings = newRankings()
				timed(&floor, func() {
					for f := range s.Listed() {
						if f.Len() == 0 {
							b.Fatal("no articles")
						}
					}
				})
				page := func(s *Snapshot, query string) func() {
					return func() {
						if list, _ := s.Index(s.Global(), OfTopic, byLabel).Page(query, BySize, 0, 200); len(list) == 0 {
							b.Fatal("nothing found")
						}
					}
				}
				timed(&first, page(s, ""))
				next, _ := with(s, one)
				timed(&after, page(next, ""))
				timed(&again, page(next, ""))
				timed(&search, page(next, "number 12"))
			}
			b.ReportMetric(0, "ns/op")
			for name, took := range map[string]time.Duration{"first": first, "after": after, "again": again, "search": search} {
				b.ReportMetric(float64(took.Microseconds())/float64(b.N)/1000, name+"-ms")
				b.ReportMetric(float64(took)/float64(floor), name+"/walk")
			}
		})
	}
}

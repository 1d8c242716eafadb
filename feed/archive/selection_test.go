package archive

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dateline/feed/article"
)

// TestSelection compares the windows of a selection and of a span with a filter
// over all entries.
func TestSelection(t *testing.T) {
	o := options()
	o.Recent = 48 * time.Hour
	names := []string{"A", "B", "C", "D"}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(first, last int) (changes []Change) {
			for i := first; i < last; i++ {
				topics := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 4, rapid.ID).Draw(t, "topics")
				file := fmt.Sprintf("/2025/%d.md", i)
				date := fmt.Sprintf("2025-%02d-%02d", rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
				changes = append(changes, Change{File: file, Article: piece(file, date, fmt.Sprint("title ", i), topics...)})
			}
			return changes
		}
		old := rapid.IntRange(0, 40).Draw(t, "old")
		s, _ := with(New(o), append(draw(0, old), Change{File: "/2025/all.md", Article: piece("/2025/all.md", "2025-05-05", "all", names...)}))
		s, _ = s.With(draw(100, 100+rapid.IntRange(0, 10).Draw(t, "late")), Occasion{Now: noon, Live: true})

		feeds := func(least int, label string) (list []*Feed) {
			for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), least, 3, rapid.ID).Draw(t, label) {
				topic, _ := s.TopicNamed(name)
				f, _ := s.Topic(topic.Slug)
				list = append(list, f)
			}
			return list
		}
		sel := Selection{Except: feeds(0, "except")}
		for range rapid.IntRange(1, 2).Draw(t, "groups") {
			sel.Groups = append(sel.Groups, Group{feeds(1, "group"), rapid.Bool().Draw(t, "any")})
		}
		n := rapid.IntRange(1, 20).Draw(t, "n")
		from := time.Date(2025, 1, rapid.IntRange(-40, 400).Draw(t, "from"), 0, 0, 0, 0, time.UTC)
		until := from.AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, "days"))
		var between []*Entry
		for e := range s.Global().Newest() {
			if at := e.Published(); !at.Before(from) && at.Before(until) && (len(between) < n || e.first > noon.Unix()-48*60*60) {
				between = append(between, e)
			}
		}
		if diff := cmp.Diff(titles(between), titles(s.Global().Span(from, until).Window(Limits{Items: n}))); diff != "" {
			t.Errorf("window of %d from %v until %v (-want +got):\n%s", n, from, until, diff)
		}
		if diff := cmp.Diff(slow(s, sel, n), titles(sel.Window(Limits{Items: n}))); diff != "" {
			t.Errorf("window of %d (-want +got):\n%s", n, diff)
		}
		checkMonths(t, s, sel, from, until)
	})
}

// checkMonths checks that the entries of a selection and of a span are in their
// Months.
func checkMonths(t *rapid.T, s *Snapshot, sel Selection, from, until time.Time) {
	counts := func(list []Month) map[int]int {
		counts := map[int]int{}
		for _, m := range list {
			counts[m.Number] = m.Len
		}
		return counts
	}
	var want, between []*Entry
	bounds, months := counts(sel.Months(time.UTC)), map[int]int{}
	for _, e := range sel.Window(Limits{Items: 1000}) {
		number := MonthOf(e.Published())
		if months[number]++; months[number] > bounds[number] {
			t.Errorf("more than %d entries in the month %d", bounds[number], number)
		}
		if at := e.Published(); !at.Before(from) && at.Before(until) {
			want = append(want, e)
		}
	}
	for e := range sel.Between(from, until) {
		between = append(between, e)
	}
	if diff := cmp.Diff(titles(want), titles(between)); diff != "" {
		t.Errorf("selected from %v until %v (-want +got):\n%s", from, until, diff)
	}
	months = map[int]int{}
	for e := range s.Global().Between(from, until) {
		months[MonthOf(e.Published())]++
	}
	if diff := cmp.Diff(months, counts(s.Global().Span(from, until).Months(time.UTC))); diff != "" {
		t.Errorf("months from %v until %v (-want +got):\n%s", from, until, diff)
	}
}

// TestSelectionBringsUpNothing checks that an article that leaves a selection of two
// large topics, for whatever reason, brings up none of those that came with the
// import, and that a small topic is shown as far back as its own window.
func TestSelectionBringsUpNothing(t *testing.T) {
	o := few()
	o.Fleeting = true
	imported := slices.Concat(span(1, 3, "Moon", "Mars"), span(3, 6, "Moon"), span(6, 9, "Moon", "Mars", "Few"))
	for name, change := range map[string]Change{
		"removed":      {File: aged(2).File},
		"redated":      aged(2, "Moon", "Mars").with(func(a *article.Article) { a.Date = a.Date.AddDate(-1, 0, 0) }),
		"loses topics": aged(2),
	} {
		s := subscribe(t, o, imported...)
		moon, mars, small := s.topic("moon"), s.topic("mars"), s.topic("few")
		sel := func(feeds ...*Feed) []string {
			return titles(Selection{Groups: []Group{{Feeds: feeds}}}.Window(s.options.Limits))
		}
		if got := sel(moon, mars); !slices.Equal(got, []string{"1", "2", "6"}) {
			t.Errorf("%s: the selection of large topics shows %v", name, got)
		}
		if got := sel(moon, small); !slices.Equal(got, []string{"6", "7", "8"}) {
			t.Errorf("%s: the selection of a small topic shows %v", name, got)
		}
		s.apply(time.Hour, change)
		if got := sel(s.topic("moon"), s.topic("mars")); !slices.Equal(got, []string{"1", "6"}) {
			t.Errorf("%s: then the selection of large topics shows %v", name, got)
		}
		s.restart()
		if got := sel(s.topic("moon"), s.topic("mars")); !slices.Equal(got, []string{"1", "6"}) {
			t.Errorf("%s: restarted, it shows %v", name, got)
		}
	}
}

// topic returns the feed of a topic that exists.
func (s *subscribed) topic(slug string) *Feed {
	f, ok := s.Topic(slug)
	if !ok {
		s.Fatalf("there is no topic %s", slug)
	}
	return f
}

// slow is a direct implementation of the definition of a selection.
func slow(s *Snapshot, sel Selection, n int) []string {
	var window []*Entry
	in := func(e *Entry, f *Feed) bool { return slices.Contains(e.Topics, f.Topic) }
	for e := range s.Global().Newest() {
		pass := true
		for _, g := range sel.Groups {
			count := 0
			for _, f := range g.Feeds {
				if in(e, f) {
					count++
				}
			}
			pass = pass && (count == len(g.Feeds) || g.Any && count > 0)
		}
		for _, f := range sel.Except {
			pass = pass && !in(e, f)
		}
		if pass && (len(window) < n || e.first > noon.Unix()-48*60*60) {
			window = append(window, e)
		}
	}
	return titles(window)
}

func titles(entries []*Entry) []string {
	list := make([]string, len(entries))
	for i, e := range entries {
		list[i] = e.Title
	}
	return list
}

// BenchmarkSelection computes the window of a selection of two topics with 50,000
// and 5,000 articles, if every hundredth, and if none, of the smaller is in the
// larger. The floor reads all of the smaller topic.
func BenchmarkSelection(b *testing.B) {
	var changes []Change
	for i := range 55_000 {
		topics := []string{"Large"}
		switch {
		case i%11 > 0:
		case i%1100 == 0:
			topics = []string{"Small", "Large", "Some"}
		default:
			topics = []string{"Small", "Other"}
		}
		file := fmt.Sprintf("/%d.md", i)
		date := time.Date(2000, 1, 1+i%9000, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		changes = append(changes, Change{File: file, Article: piece(file, date, "title", topics...)})
	}
	s, _ := with(New(options()), changes)
	feed := func(slug string) *Feed { f, _ := s.Topic(slug); return f }
	for _, c := range []struct {
		name string
		sel  Selection
	}{
		{"and", Selection{Groups: []Group{{Feeds: []*Feed{feed("large"), feed("small")}}}}},
		{"or", Selection{Groups: []Group{{Feeds: []*Feed{feed("large"), feed("small")}, Any: true}}}},
		{"except", Selection{Groups: []Group{{Feeds: []*Feed{feed("small")}}}, Except: []*Feed{feed("other")}}},
		{"none", Selection{Groups: []Group{{Feeds: []*Feed{feed("some"), feed("other")}}}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var floor, took time.Duration
			for b.Loop() {
				start := time.Now()
				for e := range feed("small").Newest() {
					if e.published == 0 {
						b.Fatal("no time")
					}
				}
				floor += time.Since(start)
				start = time.Now()
				c.sel.Window(Limits{Items: 50})
				took += time.Since(start)
			}
			b.ReportMetric(float64(took)/float64(floor), "of-a-scan")
			b.ReportMetric(float64(took.Nanoseconds())/1000/float64(b.N), "µs/list")
		})
	}
}

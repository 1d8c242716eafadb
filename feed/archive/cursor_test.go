package archive

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// cursors reads lists in parts.
type cursors interface {
	Before(second int64, n int) []*Entry
	After(second int64, n int) []*Entry
	Count(most int) int
	Latest(n int) []*Entry
}

// drawEntries draws a snapshot of articles of a few topics, some of which are adopted
// and share a second.
func drawEntries(t *rapid.T) *Snapshot {
	var changes []Change
	for i := range rapid.IntRange(0, 30).Draw(t, "articles") {
		file := fmt.Sprintf("/%d.md", i)
		date := fmt.Sprintf("2025-01-%02d", rapid.IntRange(1, 9).Draw(t, "day"))
		topics := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"A", "B", "C"}), 0, 3, rapid.ID).Draw(t, "topics")
		a := piece(file, date, fmt.Sprint("title ", i), topics...)
		a.Language = rapid.SampledFrom([]string{"", "en", "zh-Hant", "zh"}).Draw(t, "language")
		changes = append(changes, Change{File: file, Article: a})
	}
	for _, topic := range []string{"A", "B", "C"} { // so that each is known
		file := "/" + topic + ".md"
		changes = append(changes, Change{File: file, Article: piece(file, "2025-02-01", topic, topic)})
	}
	s, _ := with(New(options()), changes)
	var list []Adoption
	for i, c := range changes {
		if rapid.IntRange(0, 2).Draw(t, "adopted") == 0 {
			second := time.Date(2025, 1, 1+rapid.IntRange(0, 2).Draw(t, "day"), 12, 0, 0, 0, time.UTC)
			list = append(list, Adoption{File: c.File, ID: fmt.Sprint("guid:", i), Published: second})
		}
	}
	s, _ = s.With(nil, Occasion{Now: noon, Adopted: list})
	return s
}

// TestCursors compares the parts of feeds, spans and selections with those of a plain
// sorted list, and goes through each list from both ends.
func TestCursors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawEntries(t)
		feed := func() *Feed {
			f, _ := s.Topic(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "topic"))
			return f
		}
		from := time.Date(2025, 1, rapid.IntRange(-1, 10).Draw(t, "from"), 0, 0, 0, 0, time.UTC)
		until := from.AddDate(0, 0, rapid.IntRange(0, 12).Draw(t, "days"))
		within := func(e *Entry) bool { return !e.Published().Before(from) && e.Published().Before(until) }
		f, g, h := feed(), feed(), feed()
		lists := map[string]cursors{
			"everything": s.Global(), "a topic": f, "a span": s.Global().Span(from, until), "a topic within a span": s.Global().Span(from, until).In(f),
			"both":   Selection{Groups: []Group{{Feeds: []*Feed{f, g}}}},
			"either": Selection{Groups: []Group{{Feeds: []*Feed{f, g}, Any: true}}},
			"except": Selection{Groups: []Group{{Feeds: []*Feed{f, g}, Any: true}}, Except: []*Feed{h}},
		}
		for name, is := range map[string]func(*Entry) bool{
			"everything": every, "a topic": func(e *Entry) bool { return e.in(f.Topic) },
			"a span": within, "a topic within a span": func(e *Entry) bool { return within(e) && e.in(f.Topic) },
			"both":   func(e *Entry) bool { return e.in(f.Topic) && e.in(g.Topic) },
			"either": func(e *Entry) bool { return e.in(f.Topic) || e.in(g.Topic) },
			"except": func(e *Entry) bool { return (e.in(f.Topic) || e.in(g.Topic)) && !e.in(h.Topic) },
		} {
			var all []*Entry
			for e := range s.Global().Newest() {
				if is(e) {
					all = append(all, e)
				}
			}
			checkCursors(t, name, lists[name], all)
		}
	})
}

// checkCursors compares the parts of a list with all its entries, newest first.
func checkCursors(t *rapid.T, name string, list cursors, all []*Entry) {
	n := rapid.IntRange(0, 5).Draw(t, "n")
	moments := []int64{math.MinInt64, math.MinInt64 + 1, math.MaxInt64, math.MaxInt64 - 1, rapid.Int64().Draw(t, "any")}
	for _, e := range all {
		moments = append(moments, e.published-1, e.published, e.published+1)
	}
	for _, at := range moments {
		older := slices.DeleteFunc(slices.Clone(all), func(e *Entry) bool { return e.published >= at })
		newer := slices.DeleteFunc(slices.Clone(all), func(e *Entry) bool { return e.published <= at })
		slices.Reverse(newer)
		wantNewer := part(newer, n)
		slices.Reverse(wantNewer)
		if diff := cmp.Diff(titles(part(older, n)), titles(list.Before(at, n))); diff != "" {
			t.Errorf("%s: %d before %d (-want +got):\n%s", name, n, at, diff)
		}
		if diff := cmp.Diff(titles(wantNewer), titles(list.After(at, n))); diff != "" {
			t.Errorf("%s: %d after %d (-want +got):\n%s", name, n, at, diff)
		}
	}
	if got, want := list.Count(n), min(n, len(all)); got != want {
		t.Errorf("%s: counts %d of at most %d, want %d", name, got, n, want)
	}
	n++
	if diff := cmp.Diff(titles(all), titles(slices.Collect(pages(list.Before, math.MaxInt64, n)))); diff != "" {
		t.Errorf("%s from the newest on (-want +got):\n%s", name, diff)
	}
	backwards := slices.Collect(pages(func(at int64, n int) []*Entry {
		list := list.After(at, n)
		slices.Reverse(list)
		return list
	}, math.MinInt64, n))
	slices.Reverse(backwards)
	if diff := cmp.Diff(titles(all), titles(backwards)); diff != "" {
		t.Errorf("%s from the oldest on (-want +got):\n%s", name, diff)
	}
}

// part is the definition of a part: the first n entries, and all others of the second of
// the last one.
func part(all []*Entry, n int) []*Entry {
	n = min(n, len(all))
	for n > 0 && n < len(all) && all[n].published == all[n-1].published {
		n++
	}
	return slices.Clone(all[:n])
}

// pages returns the entries of a list that is read in parts.
func pages(read func(int64, int) []*Entry, at int64, n int) iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) {
		for list := read(at, n); len(list) > 0; list = read(at, n) {
			for _, e := range list {
				if at = e.published; !yield(e) {
					return
				}
			}
		}
	}
}

package archive

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestNeighbours goes from neighbour to neighbour, and wants to pass through all entries
// in their order; and wants whoever has an entry as a neighbour among those adjacent to
// it.
func TestNeighbours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawEntries(t)
		for e := range s.Global().Newest() {
			alike := func(other *Entry) bool { return e.Language == "" || slices.Contains(other.Languages, e.Languages[0]) }
			all := slices.DeleteFunc(s.Global().Latest(1000), func(other *Entry) bool { return !alike(other) })
			i := slices.Index(all, e)
			older, newer := s.Neighbours(e)
			if want := entryAt(all, i+1); older != want {
				t.Errorf("before %s is %s, want %s", name(e), name(older), name(want))
			}
			if want := entryAt(all, i-1); newer != want {
				t.Errorf("after %s is %s, want %s", name(e), name(newer), name(want))
			}
			for _, other := range []*Entry{older, newer} {
				if other != nil && !slices.Contains(s.Adjacent(other), e) {
					t.Errorf("%s has the neighbour %s, to which it is not adjacent", name(e), name(other))
				}
			}
		}
	})
}

func name(e *Entry) string {
	if e == nil {
		return "nothing"
	}
	return e.Title
}

// TestBeside compares the entries beside a span with those of a plain list.
func TestBeside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawEntries(t)
		f, _ := s.Topic("a")
		from := time.Date(2025, 1, rapid.IntRange(-1, 10).Draw(t, "from"), 0, 0, 0, 0, time.UTC)
		until := from.AddDate(0, 0, rapid.IntRange(0, 12).Draw(t, "days"))
		var before, after *Entry
		for e := range f.Newest() {
			if before == nil && e.Published().Before(from) {
				before = e
			}
			if !e.Published().Before(until) {
				after = e
			}
		}
		if older, newer := s.Global().Span(from, until).In(f).Beside(); older != before || newer != after {
			t.Errorf("beside it are %s and %s, want %s and %s", name(older), name(newer), name(before), name(after))
		}
	})
}

// TestAlongside counts the topics of entries, and checks what is left out, that others
// than the entries of the feed make no difference, and that a change counts anew.
func TestAlongside(t *testing.T) {
	o := options()
	o.Ignore, o.MinArticles = []string{"Adv*"}, 2
	var changes []Change
	add := func(n int, topics ...string) {
		for range n {
			file := fmt.Sprintf("/%d.md", len(changes))
			changes = append(changes, Change{File: file, Article: piece(file, "2026-04-01", file, topics...)})
		}
	}
	add(3, "Moon", "Mars", "Adverts")
	add(2, "Moon", "Apollo")
	add(2, "Moon", "Ares")
	add(1, "Moon", "Rare")
	add(5, "Rare")
	s, _ := with(New(o), changes)
	check := func(s *Snapshot, n int, want ...string) {
		t.Helper()
		moon, _ := s.Topic("moon")
		for range 2 {
			var got []string
			for _, together := range s.Alongside(moon, n) {
				got = append(got, fmt.Sprint(together.Slug, " ", together.Count))
			}
			if !slices.Equal(got, want) {
				t.Errorf("alongside the moon are %q, want %q", got, want)
			}
		}
	}
	check(s, 9, "mars 3", "apollo 2", "ares 2")
	check(s, 2, "mars 3", "apollo 2")
	check(s, 0)
	if list := s.Alongside(s.Global(), 1); len(list) != 1 || list[0].Slug != "moon" || list[0].Count != 8 {
		t.Errorf("most of all have %v", list)
	}
	again, _ := s.With([]Change{{File: "/0.md"}}, Occasion{Now: noon})
	check(again, 9, "apollo 2", "ares 2", "mars 2")
	check(s, 9, "mars 3", "apollo 2", "ares 2")
	if n := testing.AllocsPerRun(100, func() { s.Alongside(s.Global(), 9) }); n > 0 {
		t.Errorf("a known answer takes %v allocations", n)
	}
}

// entryAt returns an entry of a list, nil outside.
func entryAt(list []*Entry, i int) *Entry {
	if i < 0 || i >= len(list) {
		return nil
	}
	return list[i]
}

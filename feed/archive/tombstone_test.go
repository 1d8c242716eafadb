package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/article"
)

// TestTombstones removes articles, and checks that the feeds that they were in
// have tombstones for thirty days, unless the articles return, move, or are only
// held.
func TestTombstones(t *testing.T) {
	o := options()
	o.Fleeting = false
	s, _ := with(New(o), nil)
	now := noon
	apply := func(step string, hours int, want string, changes ...Change) {
		t.Helper()
		now = now.Add(time.Duration(hours) * time.Hour)
		before := feedsOf(s)
		var d Delta
		s, d = s.With(changes, Occasion{Now: now, Live: true})
		var got []string
		for _, name := range []string{"everything", "topic moon", "topic mars"} {
			f := feedsOf(s)[name]
			for _, g := range f.Tombstones(500) {
				got = append(got, strings.TrimPrefix(name, "topic ")+g.ID[len("tag:example.org,2026:"):]+g.Removed().Format(" 2/15"))
			}
			if old := before[name]; old != nil && !slices.EqualFunc(old.Tombstones(500), f.Tombstones(500), (*Tombstone).same) && (old == f || !slices.Contains(d.Feeds, f)) {
				t.Errorf("%s: %s is not said to have changed", step, name)
			}
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", step, got, want)
		}
	}
	file := func(name, title string, topics ...string) Change {
		return Change{File: name, Article: piece(name, "2026-04-01", title, topics...)}
	}
	a, b := file("/1/a.md", "aaaaaaaa", "Moon"), file("/1/b.md", "bbbbbbbb", "Moon", "Mars")
	apply("both come", 0, "", a, b)
	apply("a goes", 1, "everything/1/a 1/13, moon/1/a 1/13", Change{File: "/1/a.md"})
	apply("b goes", 1, "everything/1/b 1/14, everything/1/a 1/13, moon/1/b 1/14, moon/1/a 1/13, mars/1/b 1/14", Change{File: "/1/b.md"})
	apply("a is back", 1, "everything/1/b 1/14, moon/1/b 1/14, mars/1/b 1/14", a)
	claiming := file("/1/c.md", "cccccccc", "Mars")
	claiming.Article.Related = []article.Claim{claimFor("/1/a", names("Mars")[0])}
	apply("a is claimed for another topic", 0, "everything/1/b 1/14, moon/1/b 1/14, mars/1/b 1/14", claiming)
	apply("a goes again", 1, "everything/1/a 1/16, everything/1/b 1/14, moon/1/a 1/16, moon/1/b 1/14, mars/1/a 1/16, mars/1/b 1/14", Change{File: "/1/a.md"})
	apply("c moves", 1, "everything/1/a 1/16, everything/1/b 1/14, moon/1/a 1/16, moon/1/b 1/14, mars/1/a 1/16, mars/1/b 1/14",
		Change{File: "/1/c.md"}, file("/1/d.md", "cccccccc", "Mars"))
	if want := time.Date(2026, 5, 31, 14, 0, 0, 0, time.UTC); !s.Wake().Equal(want) {
		t.Errorf("wakes at %s, want %s", s.Wake(), want)
	}
	apply("29 days, 22 hours later", 29*24+20, "everything/1/a 1/16, everything/1/b 1/14, moon/1/a 1/16, moon/1/b 1/14, mars/1/a 1/16, mars/1/b 1/14")
	apply("an hour later", 1, "everything/1/a 1/16, moon/1/a 1/16, mars/1/a 1/16")
	apply("two more", 2, "")
	if s.Global().tombstones != nil || s.tombstones.Len() > 0 {
		t.Error("tombstones are left")
	}
}

// TestTombstonesWithin removes articles and checks which of them were among the newest
// when they were removed, at once and after other articles came.
func TestTombstonesWithin(t *testing.T) {
	s := newSite(t)
	for i := range 9 {
		date := fmt.Sprintf("2026-04-0%d", i+1)
		s.apply(Change{File: "/" + date + ".md", Article: piece("/"+date+".md", date, fmt.Sprintf("Number %d", i+1), "Moon")})
	}
	within := func(limit int) string {
		moon, _ := s.Topic("moon")
		var days []byte
		for _, f := range []*Feed{s.Global(), moon} {
			for _, g := range f.TombstonesWithin(limit, 500) {
				days = append(days, g.ID[len(g.ID)-1])
			}
			days = append(days, ' ')
		}
		return string(days)
	}
	gone := func(days ...int) (changes []Change) {
		for _, day := range days {
			changes = append(changes, Change{File: fmt.Sprintf("/2026-04-0%d.md", day)})
		}
		return changes
	}
	remove := func(days ...int) {
		s.now = s.now.Add(time.Hour)
		s.apply(gone(days...)...)
		s.now = s.now.Add(time.Hour)
		s.apply()
	}
	check := func(what string, wants ...string) {
		t.Helper()
		for i, limit := range []int{1, 2, 3, 500} {
			if got, want := within(limit), wants[i]+" "+wants[i]+" "; got != want {
				t.Errorf("%s, limit %d: %q, want %q", what, limit, got, want)
			}
		}
	}
	remove(8)
	check("the second goes", "", "8", "8", "8")
	remove(1)
	check("the oldest goes", "", "8", "8", "18")
	for i := range 5 {
		file := fmt.Sprintf("/2026-04-1%d.md", i)
		s.apply(Change{File: file, Article: piece(file, fmt.Sprintf("2026-04-1%d", i), fmt.Sprintf("Another one, %d", i), "Moon")})
	}
	check("others come", "", "8", "8", "18")
	remove(9)
	check("one of the first goes after that", "", "8", "8", "918")
	more := piece("/2026-04-20.md", "2026-04-20", "The last of all", "Moon")
	s.apply(Change{File: more.File, Article: more})
	s.apply(append(gone(7, 6), Change{File: more.File})...)
	s.now = s.now.Add(time.Hour)
	s.apply()
	check("the newest goes with others", "0", "08", "08", "076918")
	s.now = s.now.Add(tombstoneAge)
	s.apply()
	check("a month later", "", "", "", "")
}

// TestTombstoneOfFleetingTopics checks that the topics of a removed article have
// its tombstone although nothing claims them any more, and lose it for good when
// the article returns without them.
func TestTombstoneOfFleetingTopics(t *testing.T) {
	b := newBook()
	s := New(options())
	for i, step := range []struct {
		change               Change
		tombstones, articles string // in moon and mars
	}{
		{Change{File: "/1/a.md", Article: piece("/1/a.md", "2026-04-01", "a", "Moon", "Mars")}, "0 0", "1 1"},
		{Change{File: "/1/a.md", Article: piece("/1/a.md", "2026-04-01", "a", "Mars")}, "0 0", "0 1"},
		{Change{File: "/1/a.md"}, "0 1", "0 0"},
		{Change{File: "/1/a.md", Article: piece("/1/a.md", "2026-04-01", "a", "Moon")}, "0 0", "1 0"},
	} {
		var d Delta
		s, d = with(s, []Change{step.change})
		b.save(d, []Change{step.change})
		for _, s := range []*Snapshot{s, b.load(options())} {
			moon, _ := s.Topic("moon")
			mars, _ := s.Topic("mars")
			tombstones, articles := fmt.Sprint(len(moon.Tombstones(9)), len(mars.Tombstones(9))), fmt.Sprint(moon.Len(), mars.Len())
			if tombstones != step.tombstones || articles != step.articles {
				t.Errorf("step %d: tombstones %s, articles %s, want %s, %s", i, tombstones, articles, step.tombstones, step.articles)
			}
		}
	}
}

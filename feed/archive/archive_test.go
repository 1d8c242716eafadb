package archive

import (
	"fmt"
	"slices"
	"testing"
	"time"
	"unique"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dateline/feed/article"
)

func options() Options {
	return Options{Zone: time.UTC, Authority: "example.org,2026"}
}

// view is what a subscriber can see of a snapshot, topics without articles
// aside.
func view(s *Snapshot) map[string][]string {
	v := map[string][]string{}
	list := func(name string, f *Feed) {
		for e := range f.Newest() {
			var topics []string
			for _, t := range e.Topics {
				topics = append(topics, t.Slug)
			}
			v[name] = append(v[name], fmt.Sprint(e.ID(), e.Published.Format(time.RFC3339), e.Updated().Format(time.RFC3339), e.Title, topics, e.Picture))
		}
	}
	list("everything", s.Global())
	for f := range s.Topics() {
		if f.Len() > 0 {
			list("topic "+f.Topic.Slug, f)
		}
	}
	for _, p := range s.Problems() {
		v["problems"] = append(v["problems"], p.Error())
	}
	return v
}

func names(list ...string) []article.Name {
	var n []article.Name
	for _, s := range list {
		n = append(n, unique.Make(s))
	}
	return n
}

func claimFor(path string, topic article.Name) article.Claim {
	return article.Claim{Page: article.Page(path), Topic: topic}
}

func story(file, date, title string, topics ...string) *article.Article {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return &article.Article{Path: article.PagePath(file), File: file, Date: d, DateOnly: true, Title: title, Topics: names(topics...), Rare: &article.Rare{}}
}

// drawChange draws what becomes of one of a few files. Words that fold alike
// are left out: which spelling came first is history.
func drawChange(t *rapid.T) Change {
	topics := []string{"Moon", "Mars", "Space Flight", "火星"}
	path := rapid.SampledFrom([]string{"/1/a", "/1/b", "/1/c", "/2/a", "/2/b"})
	drawTopics := func(label string) []article.Name {
		return names(rapid.SliceOfNDistinct(rapid.SampledFrom(topics), 0, 2, rapid.ID).Draw(t, label)...)
	}
	claims := func() (list []article.Claim) {
		for range rapid.IntRange(0, 3).Draw(t, "mentions") {
			list = append(list, claimFor(path.Draw(t, "target"), append(drawTopics("for target"), article.Name{})[0]))
		}
		return list
	}
	date := time.Date(2026, 4, rapid.IntRange(1, 2).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		c := Change{File: fmt.Sprintf("/%d/index.md", date.Day())}
		if rapid.Bool().Draw(t, "there") {
			c.Day = &article.Day{File: c.File, Date: date, Articles: claims()}
		}
		return c
	case 1:
		c := Change{File: "/1/cover.png"}
		if rapid.Bool().Draw(t, "there") {
			c.Image = &Image{Type: "image/png", Length: int64(rapid.IntRange(1, 3).Draw(t, "length"))}
		}
		return c
	}
	file := path.Draw(t, "file") + rapid.SampledFrom([]string{".md", ".md", ".md", ".markdown"}).Draw(t, "extension")
	if rapid.IntRange(0, 3).Draw(t, "gone") == 0 {
		return Change{File: file}
	}
	a := &article.Article{File: file, Path: article.PagePath(file), Date: date, DateOnly: true,
		Title: rapid.SampledFrom([]string{"One", "Two"}).Draw(t, "title"), Topics: drawTopics("own"), Related: claims(),
		Rare: &article.Rare{Draft: rapid.IntRange(0, 5).Draw(t, "draft") == 0}}
	if rapid.IntRange(0, 2).Draw(t, "timed") == 0 {
		a.Date, a.DateOnly = date.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "second"))*time.Second), false
	}
	if rapid.IntRange(0, 2).Draw(t, "covered") == 0 {
		a.CoverPath, a.Images = "/1/cover.png", []string{"/1/cover.png"}
	}
	return Change{File: file, Article: a}
}

// TestWithEqualsFresh adds, edits and removes at random, in batches, and
// wants the same as a fresh archive of what is left.
func TestWithEqualsFresh(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := New(options())
		final := map[string]Change{}
		for range rapid.IntRange(1, 6).Draw(t, "batches") {
			batch := rapid.SliceOfN(rapid.Custom(drawChange), 1, 6).Draw(t, "batch")
			for _, c := range batch {
				final[c.File] = c
			}
			before := view(s)
			next, delta := s.With(batch)
			if diff := cmp.Diff(before, view(s)); diff != "" {
				t.Fatalf("With wrote to the old snapshot:\n%s", diff)
			}
			checkDelta(t, s, next, delta)
			s = next
		}
		var all []Change
		for _, c := range final {
			all = append(all, c)
		}
		fresh, _ := New(options()).With(all)
		if diff := cmp.Diff(view(fresh), view(s)); diff != "" {
			t.Fatalf("fresh and changed archives differ (-fresh +changed):\n%s", diff)
		}
	})
}

// checkDelta wants every feed that looks different to be named.
func checkDelta(t *rapid.T, old, s *Snapshot, d Delta) {
	was, is := view(old), view(s)
	named := map[string]bool{}
	for _, f := range d.Feeds {
		if f.Topic == nil {
			named["everything"] = true
		} else {
			named["topic "+f.Topic.Slug] = true
		}
	}
	for _, v := range []map[string][]string{was, is} {
		for name := range v {
			if name != "problems" && !slices.Equal(was[name], is[name]) && !named[name] {
				t.Fatalf("feed %q changed, but is not in %v", name, named)
			}
		}
	}
}

func TestOrderOfADay(t *testing.T) {
	day := &article.Day{File: "/1/index.md", Date: story("/x.md", "2026-04-01", "").Date,
		Articles: []article.Claim{claimFor("/1/c", article.Name{}), claimFor("/1/a", unique.Make("Moon"))}}
	timed := story("/1/t.md", "2026-04-01", "Timed")
	timed.Date, timed.DateOnly = timed.Date.Add(time.Second), false
	s, _ := New(options()).With([]Change{
		{File: "/1/a.md", Article: story("/1/a.md", "2026-04-01", "A")},
		{File: "/1/b.md", Article: story("/1/b.md", "2026-04-01", "B")},
		{File: "/1/c.md", Article: story("/1/c.md", "2026-04-01", "C")},
		{File: "/1/t.md", Article: timed},
		{File: "/1/index.md", Day: day},
	})
	var got []string
	for e := range s.Global().Newest() {
		got = append(got, e.Title+" "+e.Published.Format(time.TimeOnly))
	}
	// On the day page: C, A. Then B. T shares a second with A, so it and B move on.
	if want := []string{"B 00:00:03", "Timed 00:00:02", "A 00:00:01", "C 00:00:00"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if f, ok := s.Topic("moon"); !ok || f.Len() != 1 {
		t.Error("the day page's topic is not that of A")
	}
}

func TestTopics(t *testing.T) {
	s, _ := New(options()).With([]Change{
		{File: "/a.md", Article: story("/a.md", "2026-04-01", "A", "C++", "Côte d’Ivoire", "AI")},
		{File: "/b.md", Article: story("/b.md", "2026-04-02", "B", "C#", "CÔTE D'IVOIRE", "ai", "美国 大选", "!!!")},
	})
	got := map[string]string{}
	for f := range s.Topics() {
		got[f.Topic.Slug] = fmt.Sprint(f.Topic.Name, " ", f.Len())
	}
	want := map[string]string{"c": "C++ 1", "c-2": "C# 1", "côte-d-ivoire": "Côte d’Ivoire 2", "ai": "AI 2", "美国-大选": "美国 大选 1", "topic": "!!! 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s, _ = s.With([]Change{{File: "/a.md"}})
	if f, ok := s.Topic("c"); !ok || f.Len() != 0 {
		t.Error("a topic that lost its last article is not known any more")
	}
	s, _ = s.With([]Change{{File: "/b.md"}, {File: "/c.md", Article: story("/c.md", "2026-04-03", "C", "C#")}})
	if f, _ := s.Topic("c-2"); f.Len() != 1 {
		t.Error("C# did not keep its slug")
	}
}

func TestRelatedPrefixesChangeNoFeed(t *testing.T) {
	a := story("/a.md", "2026-04-01", "A", "Moon")
	a.Related = []article.Claim{claimFor("/zh/b", unique.Make("Moon"))}
	s, _ := New(options()).With([]Change{{File: "/a.md", Article: a}})
	b := *a
	b.Related = []article.Claim{claimFor("/b", unique.Make("Moon"))}
	if _, d := s.With([]Change{{File: "/a.md", Article: &b}}); len(d.Feeds) != 0 || d.Changed != 0 {
		t.Errorf("got %+v, want no feed touched", d)
	}
}

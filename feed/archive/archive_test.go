package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unique"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dateline/feed/article"
)

func options() Options {
	return Options{Zone: time.UTC, Authority: "example.org,2026", Fleeting: true}
}

// noon is the time in tests for which the time does not matter.
var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// with applies changes found while the daemon was at rest.
func with(s *Snapshot, changes []Change) (*Snapshot, Delta) {
	return s.With(changes, Occasion{Now: noon, Imported: []string{"/"}})
}

// view is what a subscriber can see of a snapshot, except topics without
// articles.
func view(s *Snapshot) map[string][]string {
	v := viewAs(s, time.RFC3339)
	for name, f := range feedsOf(s) {
		for _, g := range f.Tombstones(500) {
			v[name] = append(v[name], fmt.Sprint("gone ", g.ID, g.Removed()))
		}
	}
	for notice := range s.Notices().Newest() {
		v["notices"] = append(v["notices"], fmt.Sprintf("%+v", *notice))
	}
	return v
}

// feedsOf returns the feed of everything and those of topics, by their keys in
// view.
func feedsOf(s *Snapshot) map[string]*Feed {
	feeds := map[string]*Feed{"everything": s.Global()}
	for f := range s.Topics() {
		feeds["topic "+f.Topic.Slug] = f
	}
	return feeds
}

// roughly is a view without what depends on the order in which the articles of a
// day arrived.
func roughly(s *Snapshot) map[string][]string {
	v := viewAs(s, time.DateOnly)
	for _, list := range v {
		slices.Sort(list)
	}
	return v
}

func viewAs(s *Snapshot, layout string) map[string][]string {
	v := map[string][]string{}
	for name, f := range feedsOf(s) {
		for e := range f.Newest() {
			var topics []string
			for _, t := range e.Topics {
				topics = append(topics, t.Slug)
			}
			v[name] = append(v[name], fmt.Sprint(e.ID(), e.Published().Format(layout), e.Updated().Format(layout), e.Title, topics, e.Picture, linksTold(s, e, layout)))
		}
	}
	for _, p := range s.Problems() {
		if p.About == article.Astray && layout == time.DateOnly {
			p.What, p.Effect, p.Hint = "astray", "", ""
		}
		v["problems"] = append(v["problems"], p.Error())
	}
	return v
}

// linksTold returns what the links of an entry lead to. A rough view does not
// distinguish links to removed articles from links to articles that never
// existed.
func linksTold(s *Snapshot, e *Entry, layout string) []string {
	links := slices.Clone(e.Links)
	for i := range links {
		if f := &e.References[i]; layout == time.DateOnly && f.Name == "" && strings.HasPrefix(links[i], "/") && s.isGoneAt(f) {
			links[i] = ""
		}
	}
	return links
}

// drawHome draws whether the author has another site, and whether articles have
// their pages there.
func drawHome(t *rapid.T, o Options) Options {
	if rapid.Bool().Draw(t, "home") {
		o.Home, o.PagesAtHome = blog, rapid.Bool().Draw(t, "pages at home")
	}
	return o
}

// drawReferences draws links of the body, and ids that other links refer to.
func drawReferences(t *rapid.T, a *article.Article) {
	paths := []string{"/1/a", "/1/b.md", "/1/b.markdown", "/1/c/", "/2/d.html", "/2/e", "/1/cover.png", "/1/index.md", "/1/", "/2026/04/01/", "/2026/04/", "/2026/4/2", "/lang/de/", "/was", "/"}
	named := []string{"a", "B", "1/c", "d.md", "cover.png", "aaaaaaaa1", "eeeeeeee2", "was", "nothing"}
	a.References = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) (f article.Reference) {
		if rapid.Bool().Draw(t, "named") {
			f.Name = rapid.SampledFrom(named).Draw(t, "name")
		} else {
			f.Path = rapid.SampledFrom(paths).Draw(t, "path")
			f.AtHome = rapid.SampledFrom([]string{"", f.Path, blog + f.Path}).Draw(t, "at home")
		}
		f.Suffix = rapid.SampledFrom([]string{"", "", "#x", "#Y", "?q"}).Draw(t, "suffix")
		return f
	}), 0, 4).Draw(t, "references")
	a.HTML = rapid.SampledFrom([]string{"", `<h2 id="x">`, `<h2 id="y"></h2><h2 id="x">`}).Draw(t, "ids")
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

func piece(file, date, title string, topics ...string) *article.Article {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return &article.Article{Path: article.PagePath(file), File: file, Date: d, DateOnly: true, Title: title, Topics: names(topics...), Rare: &article.Rare{}}
}

// drawChange draws a change of one of a few files, without changes whose result
// depends on history: names that fold alike, renames.
func drawChange(t *rapid.T) Change {
	topics := []string{"Moon", "Mars", "Space Flight", "火星"}
	path := rapid.SampledFrom([]string{"/1/a", "/1/b", "/1/c", "/2/d", "/2/e"})
	drawTopics := func(label string) []article.Name {
		return names(rapid.SliceOfNDistinct(rapid.SampledFrom(topics), 0, 2, rapid.ID).Draw(t, label)...)
	}
	claims := func() (list []article.Claim) {
		for range rapid.IntRange(0, 3).Draw(t, "mentions") {
			list = append(list, claimFor(path.Draw(t, "target"), append(drawTopics("for target"), article.Name{})[0]))
		}
		return list
	}
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		date := dateOfFolder(rapid.SampledFrom([]string{"/1/", "/2/"}).Draw(t, "day"))
		c := Change{File: fmt.Sprintf("/%d/index.md", date.Day())}
		if rapid.Bool().Draw(t, "there") {
			c.Day = &article.Day{File: c.File, Date: date, Articles: claims()}
		}
		return c
	case 1:
		c := Change{File: "/1/cover.png"}
		if rapid.Bool().Draw(t, "there") {
			c.Asset = &Asset{Type: "image/png", Length: int64(rapid.IntRange(1, 3).Draw(t, "length"))}
		}
		return c
	}
	file := path.Draw(t, "file") + rapid.SampledFrom([]string{".md", ".md", ".md", ".markdown"}).Draw(t, "extension")
	if rapid.IntRange(0, 3).Draw(t, "gone") == 0 {
		return Change{File: file}
	}
	date := dateOfFolder(file)
	a := &article.Article{File: file, Path: article.PagePath(file), Date: date, DateOnly: true,
		Title: strings.Repeat(file[3:4], 8) + rapid.SampledFrom([]string{"1", "2"}).Draw(t, "title"), Topics: drawTopics("own"), Related: claims(),
		Rare: &article.Rare{}}
	switch now := noon.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "hours")) * time.Hour); rapid.IntRange(0, 12).Draw(t, "hidden") {
	case 0:
		a.Hidden = "draft"
	case 1: // the minimum that is known about a hidden file
		a = &article.Article{File: file, Path: a.Path, Rare: &article.Rare{Hidden: "draft"}}
		return Change{File: file, Article: a}
	case 2:
		a.Appears = now
	case 3:
		a.Expires = now
	}
	if rapid.IntRange(0, 2).Draw(t, "timed") == 0 {
		a.Date, a.DateOnly = date.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "second"))*time.Second), false
	}
	if rapid.IntRange(0, 2).Draw(t, "covered") == 0 {
		a.CoverPath = "/1/cover.png"
	}
	if rapid.IntRange(0, 4).Draw(t, "offering") == 0 {
		a.Enclosure = &article.Enclosure{Path: "/1/cover.png", Duration: int64(rapid.IntRange(0, 1).Draw(t, "duration")), Place: article.Place{Line: rapid.IntRange(1, 2).Draw(t, "line")}}
	}
	a.Language = rapid.SampledFrom([]string{"", "", "de"}).Draw(t, "language")
	drawReferences(t, a)
	return Change{File: file, Article: a}
}

// dateOfFolder returns the date of the folder of a file. Articles always have it,
// because another date does not move a published article.
func dateOfFolder(file string) time.Time {
	return time.Date(2026, 4, int(file[1]-'0'), 0, 0, 0, 0, time.UTC)
}

// TestWithEqualsFresh adds, edits and removes articles at random, in batches, and
// compares the result with a fresh archive of the remaining files.
func TestWithEqualsFresh(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawHome(t, options())
		s := New(o)
		final := map[string]Change{}
		for range rapid.IntRange(1, 6).Draw(t, "batches") {
			batch := rapid.SliceOfN(rapid.Custom(drawChange), 1, 6).Draw(t, "batch")
			for _, c := range batch {
				final[c.File] = c
			}
			before := view(s)
			next, delta := with(s, batch)
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
		fresh, _ := with(New(o), all)
		if diff := cmp.Diff(roughly(fresh), roughly(s)); diff != "" {
			t.Fatalf("fresh and changed archives differ (-fresh +changed):\n%s", diff)
		}
	})
}

// checkDelta checks that every feed that looks different is in the delta.
func checkDelta(t *rapid.T, old, s *Snapshot, d Delta) {
	checkEdits(t, old, d)
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
			if name != "problems" && name != "notices" && !slices.Equal(was[name], is[name]) && !named[name] {
				t.Fatalf("feed %q changed, but is not in %v", name, named)
			}
		}
	}
}

func TestOrderOfADay(t *testing.T) {
	day := &article.Day{File: "/1/index.md", Date: piece("/x.md", "2026-04-01", "").Date,
		Articles: []article.Claim{claimFor("/1/c", article.Name{}), claimFor("/1/a", unique.Make("Moon"))}}
	timed := piece("/1/t.md", "2026-04-01", "Timed")
	timed.Date, timed.DateOnly = timed.Date.Add(time.Second), false
	s, _ := with(New(options()), []Change{
		{File: "/1/a.md", Article: piece("/1/a.md", "2026-04-01", "A")},
		{File: "/1/b.md", Article: piece("/1/b.md", "2026-04-01", "B")},
		{File: "/1/c.md", Article: piece("/1/c.md", "2026-04-01", "C")},
		{File: "/1/t.md", Article: timed},
		{File: "/1/index.md", Day: day},
	})
	var got []string
	for e := range s.Global().Newest() {
		got = append(got, e.Title+" "+e.Published().Format(time.TimeOnly))
	}
	// On the day page: C, A. Then B. A given time of day is used.
	if want := []string{"B 00:00:04", "A 00:00:03", "C 00:00:02", "Timed 00:00:01"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if f, ok := s.Topic("moon"); !ok || f.Len() != 1 {
		t.Error("the day page's topic is not that of A")
	}
}

func TestTopics(t *testing.T) {
	s, _ := with(New(options()), []Change{
		{File: "/a.md", Article: piece("/a.md", "2026-04-01", "A", "C++", "Côte d’Ivoire", "AI")},
		{File: "/b.md", Article: piece("/b.md", "2026-04-02", "B", "C#", "CÔTE D'IVOIRE", "ai", "美国 大选", "!!!")},
	})
	got := map[string]string{}
	for f := range s.Topics() {
		got[f.Topic.Slug] = fmt.Sprint(f.Topic.Name, " ", f.Len())
	}
	want := map[string]string{"c": "C++ 1", "c-2": "C# 1", "côte-d-ivoire": "Côte d’Ivoire 2", "ai": "AI 2", "美国-大选": "美国 大选 1", "topic": "!!! 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s, _ = with(s, []Change{{File: "/a.md"}})
	if f, ok := s.Topic("c"); !ok || f.Len() != 0 {
		t.Error("a topic that lost its last article is not known any more")
	}
	s, _ = with(s, []Change{{File: "/b.md"}, {File: "/c.md", Article: piece("/c.md", "2026-04-03", "C", "C#")}})
	if f, _ := s.Topic("c-2"); f.Len() != 1 {
		t.Error("C# did not keep its slug")
	}
}

func TestRelatedPrefixesChangeNoFeed(t *testing.T) {
	a := piece("/a.md", "2026-04-01", "A", "Moon")
	a.Related = []article.Claim{claimFor("/zh/b", unique.Make("Moon"))}
	s, _ := with(New(options()), []Change{{File: "/a.md", Article: a}})
	b := *a
	b.Related = []article.Claim{claimFor("/b", unique.Make("Moon"))}
	if _, d := with(s, []Change{{File: "/a.md", Article: &b}}); len(d.Feeds) != 0 || d.Changed != 0 {
		t.Errorf("got %+v, want no feed touched", d)
	}
}

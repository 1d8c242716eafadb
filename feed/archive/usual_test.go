package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dateline/feed/article"
)

// asking returns an article that asks for a page, or for the usual one if that is
// empty. It is like no other one.
func asking(file, page string) Change {
	titles := map[string]string{"/a.md": "Oak tables", "/b.md": "Rainy summers", "/c.md": "How to ski", "/p.md": "Pumps", "/n/c.md": "Quick bread", "/n/d.md": "Left luggage"}
	a := piece(file, "2026-04-02", titles[file], "Moon")
	if page != "" {
		a.Path = page
	}
	a.Fingerprint = uint64(article.Page(file))
	return Change{File: file, Article: a}
}

// where returns the page of each published file, and the complaints about addresses.
func where(s *Snapshot) map[string]string {
	at := map[string]string{}
	for e := range s.Global().Newest() {
		at[e.File] = e.Path + " " + strings.TrimPrefix(e.ID(), "tag:example.org,2026:")
	}
	for _, p := range s.Problems() {
		at["problem "+p.File] = p.What + "; " + p.Effect
	}
	return at
}

func checkWhere(t *testing.T, s *Snapshot, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, where(s)); diff != "" {
		t.Error(diff)
	}
}

// The usual page of a file leads to the page of its article, in requests, links and
// claims, until another article is there. A link to the file always does.
func TestUsualPage(t *testing.T) {
	links := linkingPiece("/links.md", "/posts/table.md", "/posts/table", "/2024/table")
	links.Article.Related = []article.Claim{claimFor("/posts/table", names("Wood")[0])}
	s, _ := with(New(options()), []Change{links})
	s, d := with(s, []Change{asking("/posts/table.md", "/2024/table")})
	e, ok := s.Moved("/posts/table")
	if file, is := s.EntryOf("/posts/table.md"); !ok || !is || e != file || e.Path != "/2024/table" || d.Added != 1 {
		t.Fatalf("got %v %v", e, d)
	}
	if got := topicsOf(e); !slices.Contains(got, "wood") || s.Meant(article.Page("/posts/table")) != article.Page("/2024/table") {
		t.Errorf("got the topics %v", got)
	}
	checkLinks(t, s, "/2024/table", "/2024/table", "/2024/table")

	s, _ = with(s, []Change{asking("/other.md", "/posts/table")})
	checkLinks(t, s, "/2024/table", "/posts/table", "/2024/table")
	if e, _ := s.Entry("/2024/table"); slices.Contains(topicsOf(e), "wood") {
		t.Error("a claim for the page of another article counts for this one")
	}
	if e, _ := s.Entry("/posts/table"); !slices.Contains(topicsOf(e), "wood") {
		t.Error("a claim does not count for the article at its page")
	}
	s, _ = with(s, []Change{{File: "/other.md"}})
	s, _ = with(s, []Change{asking("/posts/table.md", "")})
	checkLinks(t, s, "/posts/table", "/posts/table", "/posts/table")
}

func topicsOf(e *Entry) (slugs []string) {
	for _, t := range e.Topics {
		slugs = append(slugs, t.Slug)
	}
	return slugs
}

func checkLinks(t *testing.T, s *Snapshot, want ...string) {
	t.Helper()
	if got := linksAt(t, s, "/links"); !slices.Equal(got, want) {
		t.Errorf("got the links %q, want %q", got, want)
	}
}

// A story keeps its id when its page changes, and its former pages lead to it, also
// if another article takes the page with the same change.
func TestPageOfFileChanges(t *testing.T) {
	o := options()
	steps := [][]Change{
		{asking("/a.md", ""), asking("/b.md", "")},
		{asking("/a.md", "/2026/a"), asking("/b.md", "/2026/b")}, // a pattern is added
		{asking("/a.md", "/x"), asking("/b.md", "/2026/a")},      // b goes where a was
		{asking("/a.md", "/y"), asking("/c.md", "/x")},           // c comes where a was
		{asking("/a.md", ""), asking("/b.md", ""), asking("/c.md", "")},
	}
	wants := []map[string]string{
		{"/a.md": "/a /a", "/b.md": "/b /b"},
		{"/a.md": "/2026/a /a", "/b.md": "/2026/b /b"},
		{"/a.md": "/x /a", "/b.md": "/2026/a /b"},
		{"/a.md": "/y /a", "/b.md": "/2026/a /b", "/c.md": "/x /x"},
		{"/a.md": "/a /a", "/b.md": "/b /b", "/c.md": "/c /x"},
	}
	s, b := New(o), newBook()
	for i, changes := range steps {
		var d Delta
		s, d = with(s, changes)
		b.save(d, changes)
		checkWhere(t, s, wants[i])
		if i > 0 && (d.Added > 0 && i != 3 || d.Removed > 0) {
			t.Errorf("step %d: %d added, %d removed", i, d.Added, d.Removed)
		}
		checkWhere(t, b.load(o), wants[i])
	}
	for from, to := range map[string]string{"/2026/b": "/b.md", "/2026/a": "/b.md", "/x": "/c.md", "/y": "/a.md"} {
		if e, ok := s.Moved(from); !ok || e.File != to {
			t.Errorf("%s leads to %v, want %s", from, e, to)
		}
	}
}

// If several articles ask for one page, all are published, and one complaint names
// both files.
func TestSeveralAskForOnePage(t *testing.T) {
	o := options()
	displaced := "its address /p is already that of /b.md; its page is at /a"
	check := func(order ...Change) (*Snapshot, *book) {
		s, b := New(o), newBook()
		for _, c := range order {
			var d Delta
			s, d = with(s, []Change{c})
			b.save(d, []Change{c})
		}
		checkWhere(t, s, map[string]string{"/a.md": "/a /a", "/b.md": "/p /p", "problem /a.md": displaced})
		checkWhere(t, b.load(o), where(s))
		return s, b
	}
	check(asking("/b.md", "/p"), asking("/a.md", "/p"))
	s, b := check(asking("/b.md", "/p"), asking("/a.md", ""), asking("/a.md", "/p"))

	gone := Change{File: "/b.md"} // then a takes the page with the next change
	for _, changes := range [][]Change{{gone}, {asking("/c.md", "")}} {
		var d Delta
		s, d = with(s, changes)
		b.save(d, changes)
	}
	want := map[string]string{"/a.md": "/p /a", "/c.md": "/c /c"}
	checkWhere(t, s, want)
	checkWhere(t, b.load(o), want)

	together, _ := with(New(o), []Change{asking("/b.md", "/p"), asking("/a.md", "/p"), asking("/p.md", "")})
	checkWhere(t, together, map[string]string{"/a.md": "/a /a", "/b.md": "/b /b", "/p.md": "/p /p",
		"problem /a.md": "its address /p is already that of /p.md; its page is at /a", "problem /b.md": "its address /p is already that of /p.md; its page is at /b"})
}

// An archive whose articles ask for pages equals one that is loaded from its memory,
// and loses no file. An article keeps its id as long as its file is there.
func TestAskingEqualsLoaded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := options()
		s, b, now := New(o), newBook(), noon
		files := []string{"/a.md", "/b.md", "/n/c.md", "/n/d.md"}
		present, ids := map[string]bool{}, map[string]string{}
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			var changes []Change
			for _, file := range rapid.SliceOfNDistinct(rapid.SampledFrom(files), 1, 3, rapid.ID).Draw(t, "files") {
				c := asking(file, rapid.SampledFrom([]string{"", "/p", "/q", "/n/p"}).Draw(t, "page"))
				if rapid.IntRange(0, 3).Draw(t, "gone") == 0 {
					c = Change{File: file}
				}
				present[file] = c.Article != nil
				changes = append(changes, c)
			}
			now = now.Add(time.Minute)
			var d Delta
			s, d = s.With(changes, Occasion{Now: now, Imported: []string{"/"}})
			b.save(d, changes)
			if diff := cmp.Diff(view(s), view(b.load(o))); diff != "" {
				t.Fatal(diff)
			}
			for _, file := range files {
				e, ok := s.EntryOf(file)
				if ok != present[file] {
					t.Fatal(fmt.Sprintf("%s is published: %v, want %v", file, ok, present[file]))
				}
				if !ok {
					delete(ids, file)
				} else if id := e.ID(); ids[file] == "" {
					ids[file] = id
				} else if id != ids[file] {
					t.Fatalf("%s was %s, is %s", file, ids[file], id)
				}
			}
		}
	})
}

package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/article"
)

// slugged returns an article of a file that asks for a page.
func slugged(file, page, title, source string) Change {
	c := sourced(file, title, source)
	c.Article.Path = page
	return c
}

// TestRenameWithPermalinks renames an article whose page does not follow from its
// file, in both orders, slowly and at once, with restarts and without. It keeps its
// story, and all its pages lead to the last one.
func TestRenameWithPermalinks(t *testing.T) {
	old := slugged("/1/a.md", "/2026/moon", "The moon is full tonight", "https://example.com/1")
	other := slugged("/1/c.md", "/2026/vote", "Elections", "https://example.com/2")
	for name, renamed := range map[string]Change{
		"same page":          slugged("/1/b.md", "/2026/moon", "The moon is full tonight", "https://example.com/1"),
		"same page, edited":  slugged("/1/b.md", "/2026/moon", "Full moon seen over the town", "https://example.com/1"),
		"other page":         slugged("/1/b.md", "/2026/full", "The moon is full tonight", "https://example.com/1"),
		"other page, edited": slugged("/1/b.md", "/2026/full", "Full moon seen over the town", "https://example.com/1"),
		"a bundle":           slugged("/1/a/index.md", "/2026/moon", "The moon is full tonight", "https://example.com/1"),
		"usual page":         sourced("/1/b.md", "The moon is full tonight", "https://example.com/1"),
	} {
		for _, order := range [][][]Change{{{{File: "/1/a.md"}, renamed}}, {{{File: "/1/a.md"}}, {renamed}}, {{renamed}, {{File: "/1/a.md"}}}} {
			for _, pause := range []time.Duration{time.Second, 4 * time.Second, 20 * time.Second, 100 * time.Second} {
				for _, restarts := range []bool{false, true} {
					t.Run(fmt.Sprint(name, len(order), order[0][0].Article == nil, pause, restarts), func(t *testing.T) {
						s := newGraceful(t, old, other)
						s.restarts = restarts
						s.now = s.now.Add(time.Hour)
						for i, changes := range order {
							if i > 0 {
								s.pause(pause)
							}
							s.apply(changes...)
						}
						s.pause(time.Hour)
						s.apply(slugged("/1/c.md", "/2026/vote", "Elections", "https://example.com/2"))
						want := []string{"/2026/vote=/2026/vote", renamed.Article.Path + "=/2026/moon"}
						slices.Sort(want)
						s.shows(strings.Join(want, " "))
						if e, ok := s.ownerOf(article.Page("/2026/moon")); !ok || e.File != renamed.File {
							t.Errorf("the former page leads to %v", e)
						}
						for n := range s.Notices().Newest() {
							if n.Kind == Removed || n.Kind == Moved && renamed.Article.Path == "/2026/moon" {
								t.Errorf("told %+v", n)
							}
						}
					})
				}
			}
		}
	}
}

// A date that is corrected moves the page of a pattern; the file may be renamed with it.
func TestRedateWithPermalinks(t *testing.T) {
	a := slugged("/1/a.md", "/2026/04/01/moon", "The moon is full tonight", "https://example.com/1")
	for _, file := range []string{"/1/a.md", "/2/a.md"} {
		s := newGraceful(t, a)
		s.now = s.now.Add(time.Hour)
		b := *a.Article
		b.File, b.Path, b.Date, b.Hash = file, "/2026/04/02/moon", b.Date.AddDate(0, 0, 1), [16]byte{7}
		changes := []Change{{File: file, Article: &b}}
		if file != a.File {
			changes = append(changes, Change{File: a.File})
		}
		s.apply(changes...)
		s.pause(time.Hour)
		s.shows("/2026/04/02/moon=/2026/04/01/moon")
		if e, ok := s.Moved("/2026/04/01/moon"); !ok || e.File != file {
			t.Errorf("%s: the page of the former date leads to %v", file, e)
		}
	}
}

// TestPatternChanges changes the pattern of 300 articles and then takes that back:
// nothing is new or removed, nobody is told of each, and the addresses of before are
// those of the articles again.
func TestPatternChanges(t *testing.T) {
	d := newDeletion(t, 2*time.Minute, 20, 300, "/")
	adopted := Adoption{ID: "https://old.example/?p=1", File: d.files[0].File, Published: noon.AddDate(-1, 0, 0)}
	d.step(nil, Occasion{Now: d.now, Adopted: []Adoption{adopted}})
	ids := idsByFile(d.Snapshot)
	told := len(d.Notices().list)
	change := func(page func(Change) string) Delta {
		var changes []Change
		for _, c := range d.files {
			a := *c.Article
			a.Path = page(c)
			changes = append(changes, Change{File: c.File, Article: &a})
		}
		d.now = d.now.Add(time.Hour)
		return d.apply(changes...)
	}
	usual := func(c Change) string { return article.PagePath(c.File) }
	pattern := func(c Change) string { return "/posts" + article.PagePath(c.File) }
	for i, page := range []func(Change) string{pattern, usual, pattern} {
		delta := change(page)
		d.restart()
		d.pause(time.Hour)
		if delta.Added+delta.Removed+delta.Backfilled > 0 || delta.Renamed != 300 {
			t.Errorf("change %d: %d added, %d removed, %d backfilled, %d renamed", i, delta.Added, delta.Removed, delta.Backfilled, delta.Renamed)
		}
		for file, id := range ids {
			c := Change{File: file}
			if e, ok := d.Entry(page(c)); !ok || e.ID() != id || e.File != file {
				t.Fatalf("change %d: %v is at %s, want %s", i, e, page(c), id)
			}
			if other := map[bool]string{true: usual(c), false: pattern(c)}[page(c) == pattern(c)]; i > 0 || other == usual(c) {
				if e, ok := d.Moved(other); !ok || e.ID() != id {
					t.Fatalf("change %d: %s leads to %v", i, other, e)
				}
			}
		}
	}
	if n := len(d.Notices().list); n > told+3 {
		t.Errorf("%d notices of 3 changes", n-told)
	}
}

func idsByFile(s *Snapshot) map[string]string {
	ids := map[string]string{}
	for e := range s.Global().Newest() {
		ids[e.File] = e.ID()
	}
	return ids
}

// Provisional ids are minted anew at a public start from the first pages of their
// stories, wherever these are then. Adopted ones stay, and later moves change none.
func TestProvisionalWithPermalinks(t *testing.T) {
	s := &site{t, newBook(), New(trial("127.0.0.1", "")), noon}
	s.apply(asked("/a.md", "/p", "/b.md", "/q", "/c.md", "/r")...)
	s.adopt(Adoption{File: "/c.md", ID: "https://old.example/c"})
	s.apply(asked("/a.md", "/q", "/b.md", "/p", "/c.md", "/2026/c")...)
	s.restart(trial("news.example.org", ""))
	s.ids(map[string]string{"/q": "tag:news.example.org,2026:/p", "/p": "tag:news.example.org,2026:/q", "/2026/c": "https://old.example/c"})
	s.apply(asked("/a.md", "/x", "/b.md", "/q", "/c.md", "/p")...)
	s.ids(map[string]string{"/x": "tag:news.example.org,2026:/p", "/q": "tag:news.example.org,2026:/q", "/p": "https://old.example/c"})
}

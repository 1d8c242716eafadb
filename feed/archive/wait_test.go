package archive

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dateline/feed/article"
)

// TestWait holds up no new article but one that resembles a live one, for at most
// fifteen seconds.
func TestWait(t *testing.T) {
	s := newGraceful(t, sourced("/1/a.md", "The moon is full", "https://example.com/1"))
	s.now = s.now.Add(time.Hour)
	s.apply(sourced("/1/b.md", "Elections", "https://example.com/2"))
	s.shows("/1/a=/1/a /1/b=/1/b")
	s.apply(sourced("/1/c.md", "Moonlight", "https://example.com/1"))
	s.shows("/1/a=/1/a /1/b=/1/b")
	if w := s.Waiting(); len(w) != 1 || w[0].File != "/1/c.md" || !w[0].Until.Equal(s.now.Add(15*time.Second)) {
		t.Errorf("waiting: %v", w)
	}
	for range 14 { // something else changes all the time
		s.pause(time.Second)
		s.apply(sourced("/1/b.md", "Elections "+s.now.String(), "https://example.com/2"))
		s.shows("/1/a=/1/a /1/b=/1/b")
	}
	s.pause(time.Second)
	s.shows("/1/a=/1/a /1/b=/1/b /1/c=/1/c")
	s.apply(sourced("/1/d.md", "Moon, full", "https://example.com/1"))
	s.pause(4 * time.Second)
	s.shows("/1/a=/1/a /1/b=/1/b /1/c=/1/c")
	s.pause(time.Second)
	s.shows("/1/a=/1/a /1/b=/1/b /1/c=/1/c /1/d=/1/d")
	if len(s.Waiting()) > 0 {
		t.Errorf("waiting: %v", s.Waiting())
	}
}

// TestWaitingGoes removes an article that waited, when the grace of the one that it
// resembles is over because the machine was asleep. What comes next may be either.
func TestWaitingGoes(t *testing.T) {
	s := newGraceful(t, sourced("/1/a.md", "The moon is full", "https://example.com/1"))
	s.now = s.now.Add(time.Hour)
	s.apply(sourced("/1/b.md", "Moonlight", "https://example.com/1"))
	s.apply(Change{File: "/1/a.md"})
	s.now = s.now.Add(time.Hour)
	s.apply(Change{File: "/1/b.md"})
	s.apply(sourced("/1/c.md", "Full moon", "https://example.com/1"))
	s.pause(10 * time.Second)
	s.shows("/1/c=/1/a")
}

// TestRandomWrites deletes, adds, edits and lists articles at random, with pauses
// and restarts, and checks that in the end the files that are there are published,
// each under an id of its own, and no others.
func TestRandomWrites(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := newGraceful(t)
		s.fatal = r
		s.now = s.now.Add(time.Hour)
		files := []string{"/1/a.md", "/1/b.md", "/1/c.md", "/1/d.md", "/2/a.md", "/2/b.md"}
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			file := rapid.SampledFrom(files).Draw(r, "file")
			story := rapid.IntRange(0, 3).Draw(r, "story")
			switch rapid.IntRange(0, 6).Draw(r, "kind") {
			case 0, 1:
				s.apply(Change{File: file})
			case 2, 3:
				title := strings.Repeat(string(rune('A'+story)), 8) + rapid.SampledFrom([]string{"1", "2"}).Draw(r, "wording")
				s.apply(sourced(file, title, fmt.Sprint("https://example.com/", story)))
			case 4:
				s.apply(listing(rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"/1/a", "/1/b", "/1/c", "/1/d"}), 1, 3, rapid.ID).Draw(r, "listed")...))
			case 5:
				s.pause(time.Duration(rapid.SampledFrom([]int{1, 4, 10, 20, 100, 200}).Draw(r, "pause")) * time.Second)
			case 6:
				s.restart()
			}
		}
		s.pause(10 * time.Minute)
		ids := map[string]bool{}
		for e := range s.Global().Newest() {
			if s.disk[e.File].Article == nil || ids[e.ID()] {
				r.Fatalf("%s is published as %s", e.File, e.ID())
			}
			ids[e.ID()] = true
		}
		for file, c := range s.disk {
			path := article.PagePath(file)
			_, moved := s.Moved(path) // an earlier version of another one stays superseded
			if _, shown := s.Entry(path); c.Article != nil && !shown && !moved {
				r.Fatalf("%s is there, and %s %s", file, path, answer(s.Snapshot, path))
			}
		}
		if len(s.Departing())+len(s.Waiting()) > 0 {
			r.Fatalf("%v depart, %v wait", s.Departing(), s.Waiting())
		}
	})
}

// TestJoined has a story join a young page, and checks that the topics of the
// ended one have its tombstone, and that no notice tells of a hidden one.
func TestJoined(t *testing.T) {
	old, young := plum("/1/a.md", "Plum jam", nil), plum("/1/b.md", "Jars of all kinds", nil)
	young.Article.HTML, young.Article.Sources = "<p>Something else.</p>", []article.Link{{URL: "https://example.com/1"}}
	renamed := *young.Article
	renamed.HTML, renamed.Hash, renamed.Fingerprint = text, [16]byte{8}, 8
	s := newGraceful(t, old)
	s.now = s.now.Add(time.Hour)
	s.apply(young)
	s.shows("/1/a=/1/a /1/b=/1/b")
	s.pause(time.Minute)
	s.apply(Change{File: "/1/b.md", Article: &renamed})
	s.told("corrected /1/b")
	s.apply(Change{File: "/1/a.md"})
	s.shows("/1/b=/1/a")
	moon, _ := s.Topic("moon")
	for _, f := range []*Feed{s.Global(), moon} {
		if g := f.Tombstones(9); len(g) != 1 || g[0].ID != "tag:example.org,2026:/1/b" || f.Len() != 1 {
			t.Errorf("tombstones %v, %d articles", g, f.Len())
		}
	}
	s.apply(Change{File: "/1/b.md", Article: &article.Article{File: "/1/b.md", Path: "/1/b", Rare: &article.Rare{Hidden: "draft"}}})
	if s.told(""); s.Global().Len() > 0 {
		t.Errorf("%d articles are left", s.Global().Len())
	}
	s.now = s.now.AddDate(0, 1, 0)
	if s.pause(time.Minute); len(s.Global().Tombstones(9)) > 0 {
		t.Error("the tombstone is left")
	}
}

package archive

import (
	"fmt"
	"testing"
	"time"
)

// TestOtherAtFormerAddress renames an article to the former address of one that
// departs, in all orders of the writes: the departing one does not come back there,
// because the file is the other one.
func TestOtherAtFormerAddress(t *testing.T) {
	moon := sourced("/1/c.md", "The moon is full tonight", "https://example.com/1")
	moon.Article.Aliases = []string{"/1/a"}
	other, renamed := sourced("/1/b.md", "Elections in Brazil", "https://example.com/2"), sourced("/1/a.md", "The elections in Brazil", "https://example.com/2")
	for name, steps := range map[string][][]Change{
		"at once":       {{{File: "/1/c.md"}}, {{File: "/1/b.md"}, renamed}},
		"deleted first": {{{File: "/1/c.md"}}, {{File: "/1/b.md"}}, {renamed}},
		"added first":   {{{File: "/1/c.md"}}, {renamed}, {{File: "/1/b.md"}}},
		"in one change": {{{File: "/1/c.md"}, {File: "/1/b.md"}, renamed}},
	} {
		for _, restarts := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				s := newGraceful(t, sourced("/1/a.md", "The moon is full tonight", "https://example.com/1"), other)
				s.restarts = restarts
				s.apply(Change{File: "/1/a.md"}, moon)
				s.pause(time.Hour)
				s.shows("/1/b=/1/b /1/c=/1/a")
				for _, step := range steps {
					s.apply(step...)
					s.pause(time.Second)
				}
				s.pause(time.Hour)
				s.shows("/1/a=/1/b")
			})
		}
	}
}

// TestBackAtFormerAddress renames an article back and edits it: it is the same one
// if nothing else resembles it.
func TestBackAtFormerAddress(t *testing.T) {
	s := newGraceful(t, sourced("/1/a.md", "The moon is full tonight", "https://example.com/1"))
	s.apply(Change{File: "/1/a.md"}, sourced("/1/c.md", "The moon is full tonight", "https://example.com/1"))
	s.pause(time.Hour)
	s.apply(Change{File: "/1/c.md"})
	s.pause(time.Second)
	s.apply(sourced("/1/a.md", "Stars", "https://example.com/2"))
	s.pause(time.Hour)
	s.shows("/1/a=/1/a")
}

// TestOtherBesideFormerAddress adds an article at the former address of one that
// departs, which was renamed: the departing one goes on under its new name.
func TestOtherBesideFormerAddress(t *testing.T) {
	moved, renamed := sourced("/1/c.md", "The moon is full tonight", "https://example.com/1"), sourced("/1/d.md", "The moon is full", "https://example.com/1")
	other := sourced("/1/a.md", "Elections in Brazil", "https://example.com/2")
	for name, steps := range map[string][][]Change{
		"waiting":       {{{File: "/1/c.md"}, renamed}, {other}},
		"added first":   {{renamed}, {{File: "/1/c.md"}}, {other}},
		"in one change": {{{File: "/1/c.md"}, renamed, other}},
	} {
		for _, pause := range []time.Duration{time.Second, 20 * time.Second} {
			for _, restarts := range []bool{false, true} {
				t.Run(fmt.Sprint(name, pause, restarts), func(t *testing.T) {
					s := newGraceful(t, sourced("/1/a.md", "The moon is full tonight", "https://example.com/1"))
					s.restarts = restarts
					s.apply(Change{File: "/1/a.md"}, moved)
					s.pause(time.Hour)
					s.shows("/1/c=/1/a")
					for i, step := range steps {
						s.apply(step...)
						if s.pause(time.Second); i == 0 {
							s.pause(pause)
						}
					}
					s.pause(time.Hour)
					s.shows("/1/a=/1/a;2 /1/d=/1/a")
				})
			}
		}
	}
}

// TestOtherAtAddressOfRemoved renames an article to a former address of one that
// was removed long ago, in all orders: the removed one does not come back with the
// text of the other.
func TestOtherAtAddressOfRemoved(t *testing.T) {
	renamed := sourced("/1/a.md", "The elections in Brazil", "https://example.com/2")
	for name, steps := range map[string][][]Change{
		"at once":       {{{File: "/1/b.md"}, renamed}},
		"deleted first": {{{File: "/1/b.md"}}, {renamed}},
		"added first":   {{renamed}, {{File: "/1/b.md"}}},
	} {
		for _, restarts := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				s := newGraceful(t, sourced("/1/a.md", "The moon is full tonight", "https://example.com/1"), sourced("/1/b.md", "Elections in Brazil", "https://example.com/2"))
				s.restarts = restarts
				s.apply(Change{File: "/1/a.md"}, sourced("/1/c.md", "The moon is full tonight", "https://example.com/1"))
				s.pause(time.Hour)
				s.apply(Change{File: "/1/c.md"})
				s.pause(time.Hour)
				s.shows("/1/b=/1/b")
				for _, step := range steps {
					s.apply(step...)
					s.pause(time.Second)
				}
				s.pause(time.Hour)
				s.shows("/1/a=/1/b")
			})
		}
	}
}

package archive

import (
	"slices"
	"testing"
	"time"

	"dateline/feed/article"
)

// fromRoot returns a change whose article asks for a page below the root, whatever the
// mount of its directory.
func fromRoot(c Change) Change {
	a := *c.Article
	a.Path = "/2026" + article.PagePath(c.File)[3:]
	return Change{File: a.File, Article: &a}
}

// An article belongs to the directory of its file, wherever its page is: while it is
// published, and when it is removed.
func TestPageOutsideOfDirectory(t *testing.T) {
	a, b := fromRoot(mounted("/zh", aged(2, "Moon"))), fromRoot(mounted("/zh", aged(3)))
	s := subscribe(t, nested(), a, b, aged(4))
	s.expect("/zh/", "2", "3")
	e, ok := s.Entry(a.Article.Path)
	if !ok || e.Directory == nil || e.Directory.Name != "/zh" {
		t.Fatalf("got %v", e)
	}
	s.apply(time.Hour, Change{File: a.File}, Change{File: aged(4).File})
	for range 2 {
		for mount, want := range map[string]string{"/zh": a.Article.Path} {
			if list := feedAt(s.Snapshot, mount).Tombstones(9); len(list) != 1 || list[0].ID != s.TagURI(want) {
				t.Errorf("tombstones in %s: %v", mount, list)
			}
		}
		s.restart()
	}
	s.apply(time.Hour, a)
	if list := feedAt(s.Snapshot, "/zh").Tombstones(9); len(list) > 0 {
		t.Errorf("tombstones of an article that is back: %v", list)
	}
	s.expect("/zh/", "2", "3")
}

// A young story that an older one joins leaves a tombstone in its directory, too.
func TestJoinedInContent(t *testing.T) {
	o := nested()
	for i := range o.Contents {
		o.Contents[i].Grace = 2 * time.Minute
	}
	s := newGracefulWith(t, o)
	old := mounted("/zh", sourced("/1/a.md", "A treaty is signed", "https://example.com/a"))
	s.step([]Change{old}, Occasion{Now: s.now, Imported: []string{"/", "/zh", "/zh/old"}})
	s.pause(time.Hour)
	young := mounted("/zh", sourced("/1/b.md", "Nobody expected this", "https://example.com/a"))
	s.apply(young)
	s.pause(30 * time.Second)
	s.apply(Change{File: old.File})
	s.pause(10 * time.Minute)
	global, zh := s.Global().Tombstones(9), feedAt(s.Snapshot, "/zh").Tombstones(9)
	if len(global) == 0 || !slices.Equal(global, zh) {
		t.Errorf("tombstones of everything %v, of /zh %v", global, zh)
	}
}

// Removals of a day count for the directory of the file.
func TestLossesOutsideOfDirectory(t *testing.T) {
	d := newDeletion(t, 0, 20, 100, "/", "/zh")
	var moved []Change
	for i, c := range d.files {
		if Within(c.File, "/zh") {
			c = fromRoot(c)
			d.files[i] = c
			moved = append(moved, c)
		}
	}
	d.apply(moved...)
	if n := d.delete("/zh", 60, time.Second); n > 21 {
		t.Errorf("%d removals of /zh are not held", n)
	}
	if held := d.Holds(); len(held) != 1 || held[0].Mount != "/zh" {
		t.Errorf("got %+v", held)
	}
	if lost := [2]bool{d.losses[0] != nil, d.losses[1] != nil}; lost != [2]bool{false, true} {
		t.Errorf("there are losses by directory: %v", lost)
	}
}

package search

import (
	"path/filepath"
	"testing"
	"time"

	"dateline/feed/archive"
)

// TestSharedSecond finds articles that have one second of publication, which only
// adopted ones share, by the words of each.
func TestSharedSecond(t *testing.T) {
	path := filepath.Join(t.TempDir(), "search")
	s := newSite(t, path)
	s.write(map[string]string{"a": "# Moon\n", "b": "# Mars\n"})
	next, delta := s.snapshot.With(nil, archive.Occasion{Now: time.Date(2026, 5, 1, 1, 0, 0, 0, time.UTC),
		Adopted: []archive.Adoption{{File: "/2026/04/7/b.md", ID: "guid:b", Published: time.Date(2026, 4, 7, 0, 0, 0, 0, time.UTC)}}})
	s.snapshot = next
	s.index.Follow(next, delta)
	both := map[string]string{"moon": "Moon|Mars", "mars": "Moon|Mars"}
	s.check(both)
	s.end()
	s.start(path)
	s.check(both)
}

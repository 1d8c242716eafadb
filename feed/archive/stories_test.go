package archive

import (
	"testing"
	"time"

	"dateline/feed/article"
)

// TestGivenBack brings back an expired earlier version of a story after another
// story has taken the page of the later version, and checks that it keeps its id.
func TestGivenBack(t *testing.T) {
	now := noon
	s := New(options())
	apply := func(changes ...Change) {
		now = now.Add(time.Hour)
		s, _ = s.With(changes, Occasion{Now: now, Live: true, Imported: []string{"/"}})
	}
	version := func(file, title string, rare article.Rare) Change {
		a := piece(file, "2026-04-01", title)
		a.Fingerprint, a.Rare = uint64(title[0]), &rare
		return Change{File: file, Article: a}
	}
	apply(version("/c.md", "Harbour", article.Rare{Expires: now.Add(90 * time.Minute)}), version("/b.md", "Bridge", article.Rare{}))
	first, _ := s.Entry("/c")
	apply(version("/a.md", "Harbour", article.Rare{Changes: []string{"/c"}}))
	apply(version("/a.md", "Harbour", article.Rare{Hidden: "draft: true"}))
	apply(Change{File: "/a.md"})
	apply(version("/a.md", "Bridge", article.Rare{Changes: []string{"/b"}}))
	apply(version("/c.md", "Harbour", article.Rare{}))
	if e, ok := s.Entry("/c"); !ok || e.ID() != first.ID() {
		t.Errorf("the version that is back has another id than %s: %v", first.ID(), e)
	}
}

package archive

import (
	"slices"
	"testing"
	"time"

	"dateline/feed/article"
)

// All articles are yielded, including those that share a page or are hidden,
// until the loop ends; day pages are counted.
func TestArticles(t *testing.T) {
	hidden := piece("/c.md", "2026-04-03", "C")
	hidden.Hidden = "draft: true"
	var changes []Change
	for _, a := range []*article.Article{piece("/a.md", "2026-04-03", "A"), piece("/b.md", "2026-04-03", "B"), piece("/b.markdown", "2026-04-03", "B"), hidden, piece("/d.md", "2999-04-03", "D")} {
		changes = append(changes, Change{File: a.File, Article: a})
	}
	changes = append(changes, Change{File: "/index.md", Day: &article.Day{File: "/index.md", Date: hidden.Date}})
	s, _ := New(Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, Occasion{Now: time.Date(2026, 4, 7, 0, 0, 0, 0, time.UTC)})
	var all []string
	for a := range s.Articles() {
		all = append(all, a.File)
	}
	slices.Sort(all)
	if want := []string{"/a.md", "/b.markdown", "/b.md", "/c.md", "/d.md"}; !slices.Equal(all, want) {
		t.Errorf("%q, want %q", all, want)
	}
	for want := range len(all) {
		n := 0
		for range s.Articles() {
			if n++; n > want {
				break
			}
		}
		if n != want+1 {
			t.Errorf("%d articles, want %d", n, want+1)
		}
	}
	if s.Days() != 1 {
		t.Errorf("%d day pages", s.Days())
	}
}

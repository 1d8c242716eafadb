package archive

import (
	"testing"
	"time"

	"dateline/feed/article"
)

// TestHiddenBesideRenamed hides an article while another one of the same name is
// renamed in another folder. The draft says nothing but perhaps the title, and is
// the article that goes with it.
func TestHiddenBesideRenamed(t *testing.T) {
	moon, brazil := sourced("/1/c.md", "The moon is full tonight", "https://example.com/1"), sourced("/2/c.md", "Elections in Brazil", "https://example.com/2")
	for name, test := range map[string]struct{ title, renamed string }{
		"renamed and hidden":          {"Elections in Brazil", "/1/d.md"},
		"with another title":          {"Of Brazil", "/1/d.md"},
		"hidden and removed":          {"Elections in Brazil", ""},
		"another title, and removed":  {"", ""},
		"without a title and renamed": {"", "/1/d.md"},
	} {
		for _, restarts := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				s := newGraceful(t, moon, brazil)
				s.restarts = restarts
				s.now = s.now.Add(time.Hour)
				changes, want := []Change{{File: "/1/c.md"}}, "/1/c=/1/c"
				if test.renamed != "" {
					changes = append(changes, sourced(test.renamed, "The moon is full", "https://example.com/1"))
				}
				s.apply(changes...)
				s.pause(time.Second)
				s.apply(Change{File: "/2/c.md"}, Change{File: "/_drafts/c.md", Article: &article.Article{File: "/_drafts/c.md", Path: "/_drafts/c", Title: test.title, Rare: &article.Rare{Hidden: "draft"}}})
				s.shows(want)
				s.pause(time.Hour)
				if want = ""; test.renamed != "" {
					want = "/1/d=/1/c"
				}
				s.shows(want)
			})
		}
	}
}

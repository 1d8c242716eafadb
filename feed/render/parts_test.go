package render

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/article"
)

var (
	partIDs   = regexp.MustCompile(` id="([^"]*)"`)
	partLinks = regexp.MustCompile(` href="#([^"]*)"`)
)

// TestParts checks that parts of two articles with the same names have different
// ids in every feed, where each link leads to its part; and that they have their
// original ids on pages.
func TestParts(t *testing.T) {
	const text = "# %\n\n[to it](#part) one.[^1]\n\n## Part\n\nTwo.[^note] Again.[^1] ^keep\n\n[kept](#^keep)\n\n[^1]: A.\n[^note]: B.\n"
	p := article.NewParser(article.Options{Mount: "/", BaseURL: base, Language: "en", Zone: time.UTC})
	var list []*article.Article
	for _, name := range []string{"one", "two"} {
		list = append(list, p.Parse("2026/04/7/"+name+".md", []byte(strings.ReplaceAll(text, "%", name))).Article)
	}
	s := noted(list...)
	r := New(site(""))
	var rss, atom, json []string
	for _, item := range read[rssRead](t, r.Feed(s, Of(s.Global()), RSS)).Items {
		rss = append(rss, item.Content)
	}
	for _, entry := range read[atomRead](t, r.Feed(s, Of(s.Global()), Atom)).Entries {
		atom = append(atom, entry.Content)
	}
	for _, item := range readJSON(t, r.Feed(s, Of(s.Global()), JSON))[1:] {
		json = append(json, item.Content)
	}
	for _, feed := range [][]string{rss, atom, json} {
		seen := map[string]bool{}
		for _, body := range feed {
			checkParts(t, body, seen)
		}
		if len(seen) != 2*7 {
			t.Errorf("%d ids in a feed, want 14: %v", len(seen), seen)
		}
	}
}

// checkParts checks that every link within HTML leads to a part, and that no id
// occurs twice.
func checkParts(t *testing.T, markup string, seen map[string]bool) {
	t.Helper()
	var own []string
	for _, m := range partIDs.FindAllStringSubmatch(markup, -1) {
		if seen[m[1]] {
			t.Errorf("id %q twice", m[1])
		}
		seen[m[1]] = true
		own = append(own, m[1])
	}
	for _, m := range partLinks.FindAllStringSubmatch(markup, -1) {
		if !slices.Contains(own, strings.ReplaceAll(m[1], "%5E", "^")) {
			t.Errorf("link to %q, which is not there", m[1])
		}
	}
}

package site

import (
	"slices"
	"testing"

	"dateline/feed/article"
	"dateline/feed/render"
)

// homed is a site whose articles have their pages on the author's own.
var homed = func() render.Site {
	s := looks
	s.Home, s.ItemLink = "https://blog.example/my", "site"
	return s
}()

// TestPageAtItemLink asks for pages at the addresses to which items link on another
// site: one that ends with .html is that of the page here, too; a slash redirects.
func TestPageAtItemLink(t *testing.T) {
	tr := publish(t, looks, map[string]string{"news/a.md": "---\ndate: 2026-04-01\npermalink: /p/a.html\n---\nText.\n", "news/b.md": "---\ndate: 2026-04-02\npermalink: /p/b/\n---\nText.\n"})
	for link, want := range map[string]map[string]Status{
		"page":                       {"/p/a.html": Moved, "/p/a": Found, "/p/b/": Moved},
		"https://blog.example{path}": {"/p/a.html": Found, "/p/a": Found, "/p/b/": Moved, "/p/b.html": Moved},
	} {
		as := looks
		as.ItemLink = link
		c := New(Options{Renderer: render.New(as), Now: tr.Now})
		for path, status := range want {
			if got := c.Lookup(tr.snapshot(), path, ""); got.Status != status {
				t.Errorf("item_link %q: %s is %v, want %v", link, path, got.Status, status)
			}
		}
	}
}

// TestPagesAtHome asks for articles that have their pages on the author's own site:
// none is an address of this one, and every spelling leads there.
func TestPagesAtHome(t *testing.T) {
	tr := whole(t)
	tr.Catalogue = New(Options{Renderer: render.New(homed), Search: true, Now: tr.Now})
	s := tr.snapshot()
	var markdown int
	for a := range tr.All(s) {
		if is := tr.LookupURI(s, a.Path); is.Status != Found || is.Path != a.Path {
			t.Errorf("%s is %v", a.Path, is.Status)
		}
		if a.Kind == Articles {
			markdown++
		}
		if a.Kind == Articles && a.File == nil {
			t.Errorf("%s is the address of a page", a.Path)
		}
	}
	if markdown != s.Global().Len() {
		t.Errorf("%d addresses of %d articles", markdown, s.Global().Len())
	}
	for e := range s.Global().Newest() {
		want := "https://blog.example/my" + article.PathURI(e.Permalink())
		for _, path := range slices.Concat([]string{e.Path + "/", e.Path + ".html"}, e.Aliases) {
			if a := tr.Lookup(s, path, ""); a.Status == AtHome && a.Path != want {
				t.Errorf("%s leads to %s, want %s", path, a.Path, want)
			} else if a.Status != AtHome && a.Status != Found {
				t.Errorf("%s is %v", path, a.Status)
			}
		}
	}
	if a := tr.Lookup(s, "/2026/04/7/first", ""); a.Status != AtHome || a.Path != "https://blog.example/my/2026/04/7/first" {
		t.Errorf("got %v %s", a.Status, a.Path)
	}
}

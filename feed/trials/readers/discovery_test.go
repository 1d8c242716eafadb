package readers

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/feed/trials/newstest"
)

// finder finds the feeds that pages name: from the HTML of each, its URLs in the order in
// which it offers them.
type finder func(t *testing.T, pages map[string]string) map[string][]string

// miniflux follows the rules of Miniflux: all links of RSS, then of Atom, then of JSON,
// each in the order of the page.
func miniflux(t *testing.T, pages map[string]string) map[string][]string {
	found := map[string][]string{}
	for path, text := range pages {
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, mediaType := range []string{"application/rss+xml", "application/atom+xml", "application/json", "application/feed+json"} {
			for n := range root.Descendants() {
				attributes := map[string]string{}
				for _, a := range n.Attr {
					attributes[a.Key] = a.Val
				}
				if n.DataAtom == atom.Link && attributes["type"] == mediaType {
					found[path] = append(found[path], attributes["href"])
				}
			}
		}
	}
	return found
}

// feedparser asks the library.
func feedparser(t *testing.T, pages map[string]string) (found map[string][]string) {
	if !newstest.Works(t, python, "-c", "import feedparser") {
		t.Skip("no feedparser")
	}
	input, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(python, "testdata/discover.py")
	c.Stdin = bytes.NewReader(input)
	out, err := c.Output()
	if err == nil {
		err = json.Unmarshal(out, &found)
	}
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestDiscovery gives the addresses of pages to programs that look for feeds there. The
// first feed that they find is that of the page, with the articles on it, and that of the
// site is among the others.
func TestDiscovery(t *testing.T) {
	s := nasty(t, asIs)
	kinds := map[string]string{ // the pages, and the feed of each without its format
		"/": "/feed", "/topics/moon/": "/topics/moon/feed", "/2026/05/1/no-sources": "/feed", "/sources/example.org/": "/sources/example.org/feed",
		"/lang/en/": "/lang/en/feed", "/2026/05/": "/2026/05/feed", "/search/?q=paragraph": "/search/feed", "/topics/": "/feed",
	}
	pages := map[string]string{}
	for path := range kinds {
		pages[path] = string(s.get(t, path))
	}
	for name, find := range map[string]finder{"Miniflux": miniflux, "feedparser": feedparser} {
		t.Run(name, func(t *testing.T) {
			found := find(t, pages)
			for path, want := range kinds {
				list := found[path]
				if len(list) == 0 || !strings.HasPrefix(list[0], base+want+".") {
					t.Errorf("%s: first %q, want %s", path, list, want)
					continue
				}
				if !slices.ContainsFunc(list, func(url string) bool { return strings.HasPrefix(url, base+"/feed.") }) {
					t.Errorf("%s: the feeds of the site are not among %q", path, list)
				}
				feed, err := gofeed.NewParser().Parse(bytes.NewReader(s.get(t, strings.TrimPrefix(list[0], base))))
				if err != nil || len(feed.Items) == 0 {
					t.Errorf("%s: %s has no items: %v", path, list[0], err)
				}
			}
		})
	}
}

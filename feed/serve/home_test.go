package serve

import (
	"net/http"
	"strings"
	"testing"

	"dateline/feed"
	"dateline/feed/archive"
)

// homed is a tree whose author has another site at https://blog.example.
var homed = map[string]string{
	"walks/mill.md":  "---\ntitle: The mill\ndate: 2020-04-05\ntopics: [Walks]\naliases: [/old-mill]\nimage: pic.png\n---\nIt turns.\n\n## Wheel\n",
	"walks/a b-c.md": "---\ntitle: Signs & co\ndate: 2020-04-06\ntopics: [Walks]\nimage: /img/cover.jpg\naudio: /talk.mp3\n---\nTo [the mill](mill.md?x#wheel), [write](/contact/?a&b#form), ![there](/img/x.png), ![here](pic.png), [lost](lost.md), [all](/topics/walks/), [home](https://blog.example/).\n",
	"walks/pic.png":  pixel,
}

// publishHome publishes homed, with articles that have their pages here or there.
func publishHome(t *testing.T, itemLink string) *Handler {
	t.Helper()
	o := feed.Options{Home: "https://blog.example", Contents: []feed.Content{{Mount: "/"}},
		Archive: archive.Options{Home: "https://blog.example", PagesAtHome: itemLink == "site"}}
	h, _, _ := publishAs(t, o, homed)
	as := usual
	as.Home, as.ItemLink = o.Home, itemLink
	show(h, as)
	return h
}

// TestHome reads the three formats and pages of a site whose author has another.
func TestHome(t *testing.T) {
	const there, signs = "https://blog.example", "/walks/a%20b-c"
	always := []string{there + "/contact/?a&amp;b#form", there + "/img/x.png", base + "/covers/walks/pic.png", there + "/talk.mp3", there + "/img/cover.jpg", `href="` + there + `/"`}
	for _, test := range []struct {
		itemLink, pages, lists string // where pages are, and where links to lists lead
	}{{"page", base, base}, {"site", there, there}} {
		h := publishHome(t, test.itemLink)
		for path, link := range map[string]string{"/feed.rss": "<link>%</link>", "/feed.atom": `<link rel="alternate" type="text/html" href="%"></link>`, "/feed.json": `"url":"%"`} {
			text := strings.NewReplacer(`\"`, `"`, `\u0026`, "&").Replace(body(t, ask(h, "GET", path)))
			for _, want := range append(always, test.pages+"/walks/mill?x#wheel", test.lists+`/topics/walks/">all`, "lost, ", strings.ReplaceAll(link, "%", test.pages+signs)) {
				if !strings.Contains(text, want) {
					t.Errorf("item_link %q: %s lacks %s:\n%s", test.itemLink, path, want, text)
				}
			}
			if other := map[string]string{base: there, there: base}[test.pages]; strings.Contains(text, other+signs) || strings.Contains(text, other+"/walks/mill") {
				t.Errorf("item_link %q: %s links to pages on %s", test.itemLink, path, other)
			}
		}
		for _, path := range []string{"/", "/topics/walks/", "/2020/04/"} {
			if text := body(t, ask(h, "GET", path)); !strings.Contains(text, signs+`"`) || strings.Contains(text, there+signs) != (test.pages == there) {
				t.Errorf("item_link %q: %s does not link to the page:\n%s", test.itemLink, path, text)
			}
		}
		if got := strings.Contains(body(t, ask(h, "GET", "/sitemap.xml")), "/walks/mill"); got != (test.itemLink == "page") {
			t.Errorf("item_link %q: the sitemap lists the page: %v", test.itemLink, got)
		}
	}
}

// TestRedirectHome asks for pages that are on the author's own site.
func TestRedirectHome(t *testing.T) {
	h := publishHome(t, "site")
	for _, path := range []string{"/walks/mill", "/walks/mill/", "/walks/mill.html", "/walks/mill/index.html", "/old-mill"} {
		for _, method := range []string{"GET", "HEAD"} {
			r := ask(h, method, path)
			if got := r.Header.Get("Location"); r.StatusCode != http.StatusFound || got != "https://blog.example/walks/mill" {
				t.Errorf("%s %s: %s to %s", method, path, r.Status, got)
			}
			if got := r.Header.Get("Cache-Control"); got != "max-age=60" {
				t.Errorf("%s %s may be cached: %s", method, path, got)
			}
		}
	}
	if r := ask(h, "GET", "/walks/a b-c"); r.Header.Get("Location") != "https://blog.example/walks/a%20b-c" {
		t.Errorf("got %s", r.Header.Get("Location"))
	}
	for path, want := range map[string]int{"/walks/mill.md": 200, "/covers/walks/pic.png": 200, "/feed.rss": 200, "/": 200, "/topics/walks/": 200, "/lost": 404} {
		if r := ask(h, "GET", path); r.StatusCode != want {
			t.Errorf("%s: %s, want %d", path, r.Status, want)
		}
	}
}

package serve

import (
	"fmt"
	"strings"
	"testing"

	"dateline/feed/render"
)

// TestVariants checks that a feed has the length and content that the query asks
// for, and that its self link is its canonical address whatever else is in the
// query.
func TestVariants(t *testing.T) {
	files := map[string]string{}
	for i := range 60 {
		files[fmt.Sprintf("2026/04/%d/a%d.md", i%28+1, i)] = fmt.Sprintf("# title %d\n\nA summary.\n\nThe end of %d.\n", i, i)
	}
	h, _ := serveFiles(t, files)
	for _, c := range []struct {
		query, self string
		entries     int
		full        bool
	}{
		{"", "", 50, true},
		{"?utm_source=x&a=b", "", 50, true},
		{"?limit=1", "?limit=1", 1, true},
		{"?limit=60", "?limit=60", 60, true},
		{"?limit=500", "?limit=500", 60, true},
		{"?content=full", "", 50, true},
		{"?content=summary", "?content=summary", 50, false},
		{"?limit=3&x=y&content=summary", "?content=summary&limit=3", 3, false},
	} {
		for _, format := range render.Formats {
			path := render.FeedPath("/", format)
			r := ask(h, "GET", path+c.query)
			text := body(t, r)
			marks := map[render.Format]string{render.RSS: "<item>", render.Atom: "<entry>", render.JSON: `{"id":`}
			if n := strings.Count(text, marks[format]); r.StatusCode != 200 || n != c.entries {
				t.Errorf("%s: %d with %d entries, want %d", path+c.query, r.StatusCode, n, c.entries)
			}
			if strings.Contains(text, "<p>The end of") != c.full {
				t.Errorf("%s: the text is there: %v, want %v", path+c.query, !c.full, c.full)
			}
			self := strings.ReplaceAll(base+path+c.self, "&", map[bool]string{true: "&", false: "&amp;"}[format == render.JSON])
			if !strings.Contains(text, `"`+self+`"`) {
				t.Errorf("%s does not name itself %s", path+c.query, self)
			}
		}
	}
	for _, query := range []string{"limit=0", "limit=501", "limit=1e9", "limit=-1", "limit=007", "limit=", "limit=999999999999999999999", "content=", "content=html"} {
		if r := ask(h, "GET", "/feed.rss?"+query); r.StatusCode != 400 || strings.Count(body(t, r), "\n") != 1 {
			t.Errorf("%s: %d", query, r.StatusCode)
		}
	}
	plain := ask(h, "GET", "/feed.atom").Header.Get("ETag")
	if other := ask(h, "GET", "/feed.atom?fbclid=1").Header.Get("ETag"); other != plain {
		t.Error("a parameter of no concern made another document")
	}
}

// TestBrowser checks that a browser that opens a feed gets a page with its
// address, and that Vary says so.
func TestBrowser(t *testing.T) {
	h, _ := newSite(t)
	for _, c := range []struct{ path, address string }{
		{"/feed.rss", base + "/feed.rss"},
		{"/rss.xml", base + "/feed.rss"},
		{"/topics/space-flight/feed.atom", base + "/topics/space-flight/feed.atom"},
		{"/topics/space-flight/feed.json?limit=3", base + "/topics/space-flight/feed.json?limit=3"},
		{"/2026/feed.rss", base + "/2026/feed.rss"},
	} {
		for _, dest := range []string{"document", "empty", ""} {
			r := ask(h, "GET", c.path, "Sec-Fetch-Dest", dest)
			text, kind := body(t, r), r.Header.Get("Content-Type")
			page := kind == "text/html; charset=utf-8"
			if r.StatusCode != 200 || page != (dest == "document") {
				t.Errorf("%s for %q: %d %s", c.path, dest, r.StatusCode, kind)
			}
			if page && (!strings.Contains(text, `value="`+c.address+`"`) || !strings.Contains(text, "First")) {
				t.Errorf("%s lacks its address or an article:\n%s", c.path, text)
			}
			if vary := r.Header.Get("Vary"); vary != "Accept-Encoding, Sec-Fetch-Dest" {
				t.Errorf("%s varies by %q", c.path, vary)
			}
		}
	}
}

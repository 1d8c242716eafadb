package serve

import (
	"strings"
	"testing"

	"dateline/feed/site"
)

// TestRaw checks that a browser gets a feed itself with ?raw: the bytes and the ETag
// that readers get, which name no such address, and a type that browsers show instead
// of saving it. Readers get the type of the feed.
func TestRaw(t *testing.T) {
	h, start := newSearch(t)
	start()
	h.Site = site.New(site.Options{Renderer: h.Site.Renderer, Search: true, Now: h.Site.Now, Aliases: []site.Alias{
		{Path: "/tag/*/feed/", Feed: "/topics/*/feed.rss", Serve: true},
	}})
	for _, c := range []struct{ path, raw, mediaType string }{
		{"/feed.rss", "?raw", "text/xml; charset=utf-8"},
		{"/feed.atom", "?raw=1&utm_source=x", "text/xml; charset=utf-8"},
		{"/feed.json", "?raw", "application/json; charset=utf-8"},
		{"/feed.rss?limit=1&content=summary", "&raw", "text/xml; charset=utf-8"},
		{"/rss.xml", "?raw", "text/xml; charset=utf-8"},
		{"/tag/space/feed/", "?raw", "text/xml; charset=utf-8"},
		{"/2026/feed.atom", "?raw", "text/xml; charset=utf-8"},
		{"/topics/space/feed.json", "?raw", "application/json; charset=utf-8"},
		{"/changes.rss", "?raw", "text/xml; charset=utf-8"},
		{"/digest/weekly.json", "?raw", "application/json; charset=utf-8"},
		{"/search/feed.atom?q=moon", "&raw", "text/xml; charset=utf-8"},
		{"/search/feed.json?q=moon", "&raw", "application/json; charset=utf-8"},
	} {
		page := ask(h, "GET", c.path, "Sec-Fetch-Dest", "document")
		feed := ask(h, "GET", c.path)
		text := body(t, feed)
		for _, dest := range []string{"", "document", "empty"} {
			r := ask(h, "GET", c.path+c.raw, "Sec-Fetch-Dest", dest)
			want := feed.Header.Get("Content-Type")
			if dest == "document" {
				want = c.mediaType
			}
			if r.StatusCode != 200 || body(t, r) != text || strings.Contains(text, "raw") || r.Header.Get("ETag") != feed.Header.Get("ETag") {
				t.Errorf("%s%s for %q: %d, not the feed", c.path, c.raw, dest, r.StatusCode)
			}
			if got := r.Header.Get("Content-Type"); got != want || r.Header.Get("Content-Disposition") != "" {
				t.Errorf("%s%s for %q: %q, want %q", c.path, c.raw, dest, got, want)
			}
			for _, name := range []string{"Vary", "Last-Modified", "Cache-Control"} {
				if got, want := r.Header.Get(name), feed.Header.Get(name); got != want {
					t.Errorf("%s%s for %q: %s is %q, want %q", c.path, c.raw, dest, name, got, want)
				}
			}
			if r := ask(h, "GET", c.path+c.raw, "Sec-Fetch-Dest", dest, "If-None-Match", feed.Header.Get("ETag")); r.StatusCode != 304 {
				t.Errorf("%s%s for %q asked again: %d", c.path, c.raw, dest, r.StatusCode)
			}
		}
		if text = body(t, page); page.Header.Get("ETag") == feed.Header.Get("ETag") || !strings.Contains(text, `raw">Show it as`) {
			t.Errorf("%s in a browser:\n%s", c.path, text)
		}
	}
}

package serve

import (
	"testing"

	"dateline/feed/site"
)

// TestAliases checks that an alias that is served answers as the feed itself does:
// with its bytes, validators and codings, to all methods, and with a page in a
// browser. One that redirects says where the feed is, and caches may keep that.
func TestAliases(t *testing.T) {
	h, _ := newSite(t)
	h.Site = site.New(site.Options{Renderer: h.Site.Renderer, Now: h.Site.Now, Aliases: []site.Alias{
		{Path: "/tag/*/feed/", Feed: "/topics/*/feed.rss", Serve: true}, {Path: "/tags/*/index.xml", Feed: "/topics/*/feed.atom"},
	}})
	const feed, alias = "/topics/space-flight/feed.rss", "/tag/Space-Flight/feed/"
	for _, header := range [][]string{nil, {"Accept-Encoding", "gzip"}, {"Accept-Encoding", "br"}, {"Sec-Fetch-Dest", "document"}} {
		for _, query := range []string{"", "?limit=1", "?paged=2"} {
			for _, method := range []string{"GET", "HEAD"} {
				is, as := ask(h, method, alias+query, header...), ask(h, method, feed+query, header...)
				for _, name := range []string{"ETag", "Content-Type", "Content-Encoding", "Content-Length", "Last-Modified", "Cache-Control", "Vary"} {
					if got, want := is.Header.Get(name), as.Header.Get(name); got != want {
						t.Errorf("%s %s with %v: %s is %q, want %q", method, alias+query, header, name, got, want)
					}
				}
				if is.StatusCode != 200 || body(t, is) != body(t, as) {
					t.Errorf("%s %s with %v: %d, or another body", method, alias+query, header, is.StatusCode)
				}
			}
		}
	}
	tag := ask(h, "GET", feed).Header.Get("ETag")
	if r := ask(h, "GET", alias, "If-None-Match", tag); r.StatusCode != 304 || r.Header.Get("ETag") != tag {
		t.Errorf("%d %v", r.StatusCode, r.Header)
	}
	for target, want := range map[string]string{
		"/tags/space flight/index.xml":          base + "/topics/space-flight/feed.atom",
		"/tags/Space-Flight/index.xml/?limit=1": base + "/topics/space-flight/feed.atom?limit=1",
		"//tags//space-flight/index.xml":        base + "/topics/space-flight/feed.atom",
	} {
		for _, method := range []string{"GET", "HEAD"} {
			r := ask(h, method, target)
			if r.StatusCode != 301 || r.Header.Get("Location") != want || r.Header.Get("Cache-Control") == "" {
				t.Errorf("%s %s: %d to %q", method, target, r.StatusCode, r.Header.Get("Location"))
			}
		}
	}
	if r := ask(h, "POST", alias); r.StatusCode != 405 {
		t.Errorf("POST: %d", r.StatusCode)
	}
}

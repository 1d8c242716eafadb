package serve

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// TestCleanPaths checks that an address with empty or dotted parts leads to the
// one without them, with its query, on the configured site and below its path.
func TestCleanPaths(t *testing.T) {
	for _, base := range []string{"https://news.example.org", "https://example.org/feeds"} {
		h, _ := newSite(t)
		h.BaseURL, h.place = base, NewPlace(base, nil)
		for _, c := range []struct {
			target string
			status int
			to     string // path and query
		}{
			{"//", 301, "/"},
			{"/.", 301, "/"},
			{"/../../", 301, "/"},
			{"//feed.rss", 301, "/feed.rss"},
			{"///feed.rss", 301, "/feed.rss"},
			{"/./feed.rss", 301, "/feed.rss"},
			{"/a/../feed.rss", 301, "/feed.rss"},
			{"/../feed.rss?limit=3&x=%2F%zz", 301, "/feed.rss?limit=3&x=%2F%zz"},
			{"//feed.rss?to=//evil.example/", 301, "/feed.rss?to=//evil.example/"},
			{"//feed", 301, "/feed/"},
			{"//rss.xml", 301, "/rss.xml"},
			{"/topics//space-flight/", 301, "/topics/space-flight/"},
			{"/topics/space-flight//", 301, "/topics/space-flight/"},
			{"/topics/space-flight/.", 301, "/topics/space-flight/"},
			{"/topics/x/../space-flight/feed.atom", 301, "/topics/space-flight/feed.atom"},
			{"/topics/space-flight/feed.atom/..", 301, "/topics/space-flight/"},
			{"/topics//Space%20Flight", 301, "/topics/space-flight/"},
			{"/topics//%E6%9C%88%E7%90%83/", 301, "/topics/%E6%9C%88%E7%90%83/"},
			{"/2026//04/./7/first", 301, "/2026/04/7/first"},
			{"/2026//04/7/first.html", 301, "/2026/04/7/first"},
			{"/2026/04//7/first.md", 301, "/2026/04/7/first.md"},
			{"//covers/2026/04/7/cover.gif", 301, "/covers/2026/04/7/cover.gif"},
			{"/%2e%2e/feed.rss", 301, "/feed.rss"},
			{"/%2e/%2E%2e/feed.rss", 301, "/feed.rss"},
			{"/%2Ffeed.rss", 301, "/feed.rss"},
			{"/x%2f..%2Ffeed.rss", 301, "/feed.rss"},
			{"//2026/04/10/gone", 410, ""},
			{"//evil.example/", 404, ""},
			{"//evil.example//..", 301, "/"},
			{"///evil.example/", 404, ""},
			{"/%2Fevil.example/", 404, ""},
			{"/\\evil.example/", 404, ""},
			{"/.//evil.example/%2e%2e", 301, "/"},
			{"/../../etc/passwd", 404, ""},
			{"/covers/../.git/config", 404, ""},
			{"/covers/%2e%2e/about.md", 404, ""},
			{"/topics/space-flight/except//feed.rss", 400, ""},
		} {
			for _, method := range []string{"GET", "HEAD"} {
				w := httptest.NewRecorder()
				r := httptest.NewRequest(method, "/", nil)
				u, err := url.ParseRequestURI(c.target)
				if err != nil {
					t.Fatal(err)
				}
				r.URL, r.RequestURI = u, c.target
				h.ServeHTTP(w, r)
				want := ""
				if c.to != "" {
					want = base + c.to
				}
				if got := w.Header().Get("Location"); w.Code != c.status || got != want {
					t.Errorf("%s %s: %d %q, want %d %q", method, c.target, w.Code, got, c.status, want)
				}
			}
		}
	}
}

// FuzzCleanPath requests any path, and checks that the answer never leads to
// another host, and that what it leads to is not redirected for its empty or
// dotted parts again.
func FuzzCleanPath(f *testing.F) {
	h, _ := newSite(f)
	for _, p := range []string{"/", "//", "//evil.example", "/a/../feed.rss", "/%2e%2e//feed.rss?x=1", "/\\evil.example", "/covers//..", "/topics/./space-flight/..", "/%2F%2fevil.example/%2e%2e/", "/feed.rss//"} {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, target string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || !strings.HasPrefix(target, "/") {
			return
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.URL, r.RequestURI = u, target
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		to := w.Header().Get("Location")
		if w.Code < 300 || w.Code > 399 {
			if to != "" {
				t.Errorf("%q: %d, Location %q", target, w.Code, to)
			}
			return
		}
		path, ok := strings.CutPrefix(to, base)
		next, err := url.Parse(to)
		if !ok || err != nil || !strings.HasPrefix(path, "/") || "https://"+next.Host != base {
			t.Fatalf("%q leads to %q, %v", target, to, err)
		}
		if clean := cleaned(next.Path); clean != next.Path {
			t.Errorf("%q leads to %q, whose clean path is %q", target, to, clean)
		}
	})
}

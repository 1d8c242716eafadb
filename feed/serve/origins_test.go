package serve

import (
	"net/http"
	"strings"
	"testing"

	"dateline/feed/archive"
)

// wantShared checks that pages of any site may read an answer, and see the fields
// by which they ask again.
func wantShared(t *testing.T, what string, r *http.Response) {
	t.Helper()
	if got := r.Header["Access-Control-Allow-Origin"]; len(got) != 1 || got[0] != "*" {
		t.Errorf("%s: %d, Access-Control-Allow-Origin %q", what, r.StatusCode, got)
	}
	shown := r.Header["Access-Control-Expose-Headers"]
	if len(shown) != 1 {
		t.Fatalf("%s: Access-Control-Expose-Headers %q", what, shown)
	}
	for _, name := range []string{"ETag", "Link", "Retry-After", "Content-Range", "IM"} {
		if !strings.Contains(", "+shown[0]+",", ", "+name+",") {
			t.Errorf("%s: %s is not shown: %q", what, name, shown)
		}
	}
}

// TestAnyOrigin checks that every kind of answer may be read by pages of other
// sites, also those without a body, and refusals.
func TestAnyOrigin(t *testing.T) {
	h, _ := newSite(t)
	tag := ask(h, "GET", "/feed.rss").Header.Get("ETag")
	for _, c := range []struct {
		method, target string
		header         []string
		status         int
	}{
		{"GET", "/feed.rss", nil, 200},
		{"HEAD", "/feed.rss", nil, 200},
		{"GET", "/feed.rss", []string{"If-None-Match", tag}, 304},
		{"GET", "/feed.rss", []string{"Range", "bytes=0-3"}, 206},
		{"GET", "/feed.rss", []string{"Range", "bytes=9999999-"}, 416},
		{"GET", "/feed.rss", []string{"If-Match", `"x"`}, 412},
		{"GET", "/feed.rss", []string{"If-None-Match", tag, "A-IM", "feed", "Cache-Control", "no-cache"}, 304},
		{"GET", "/2026/04/7/first", nil, 200},
		{"GET", "/2026/04/7/first.md", nil, 200},
		{"GET", "/covers/2026/04/7/cover.gif", nil, 200},
		{"GET", "/covers/2026/04/7/cover.gif", []string{"Range", "bytes=0-3"}, 206},
		{"GET", "/topics", nil, 301},
		{"GET", "//feed.rss", nil, 301},
		{"GET", "/nowhere", nil, 404},
		{"GET", "/2026/04/10/gone", nil, 410},
		{"GET", "/feed.rss?limit=x", nil, 400},
		{"POST", "/feed.rss", nil, 405},
		{"OPTIONS", "/feed.rss", nil, 405},
	} {
		r := ask(h, c.method, c.target, append(c.header, "Origin", "https://reader.example")...)
		if r.StatusCode != c.status {
			t.Errorf("%s %s: %d, want %d", c.method, c.target, r.StatusCode, c.status)
		}
		wantShared(t, c.method+" "+c.target, r)
	}
	h.Snapshot = func() *archive.Snapshot { return nil }
	wantShared(t, "at the start", ask(h, "GET", "/feed.rss"))
}

// TestPreflight checks that a browser learns what pages of other sites may send,
// before and after the articles have been read, and that OPTIONS without the
// fields of such a question is refused like other methods.
func TestPreflight(t *testing.T) {
	h, _ := newSite(t)
	starting := New(Options{Snapshot: func() *archive.Snapshot { return nil }})
	for _, h := range []*Handler{h, starting} {
		for _, target := range []string{"/feed.rss", "/nowhere", "/topics"} {
			r := ask(h, "OPTIONS", target, "Origin", "https://reader.example", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match")
			if r.StatusCode != 204 || body(t, r) != "" || r.Header.Get("Access-Control-Allow-Methods") != "GET, HEAD" || r.Header.Get("Access-Control-Max-Age") != "86400" {
				t.Errorf("%s: %d %v", target, r.StatusCode, r.Header)
			}
			may := ", " + r.Header.Get("Access-Control-Allow-Headers") + ","
			for _, name := range []string{"If-None-Match", "If-Modified-Since", "A-IM", "Range", "Cache-Control"} {
				if !strings.Contains(may, ", "+name+",") {
					t.Errorf("%s: %s is not allowed: %s", target, name, may)
				}
			}
			wantShared(t, target, r)
		}
		for _, header := range [][]string{nil, {"Origin", "https://reader.example"}, {"Access-Control-Request-Method", "GET"}} {
			if r := ask(h, "OPTIONS", "/feed.rss", header...); r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD" {
				t.Errorf("OPTIONS with %q: %d, Allow %q", header, r.StatusCode, r.Header.Get("Allow"))
			}
		}
	}
	if r := ask(h, "POST", "/feed.rss", "Origin", "https://reader.example", "Access-Control-Request-Method", "GET"); r.StatusCode != 405 {
		t.Errorf("POST: %d", r.StatusCode)
	}
}

package serve

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/render"
	"dateline/feed/site"
)

// browser is the Accept of browsers.
var browser = []string{"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

// TestFailures asks for what cannot be had as a browser, which gets a page, and as a
// program, which gets text.
func TestFailures(t *testing.T) {
	h, _ := newSite(t)
	h.Limits.PathBytes = 300
	unread := New(Options{Snapshot: func() *archive.Snapshot { return nil }, Site: site.New(site.Options{Renderer: render.New(usual)}), BaseURL: base})
	limited, _ := newSite(t)
	limited.Limits.Rate, limited.Limits.Burst = 1, 1
	limited.clients = newClients(limited.Limits)
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	limited.Now = func() time.Time { return now }
	ask(limited, "GET", "/nothing")
	for _, c := range []struct {
		of           *Handler
		method, path string
		status       int
		text, holds  string
	}{
		{h, "GET", "/nothing", 404, "there is nothing here; the feeds are listed at /", `There is nothing at this address.`},
		{h, "GET", "/topics/space-fligth/", 404, `there is no topic "space-fligth"`, `<a href="/topics/space-flight/">Space Flight</a>`},
		{h, "GET", "/space-fligth", 404, "there is nothing here; the feeds are listed at /", `<a href="/topics/space-flight/">Space Flight</a>`},
		{h, "GET", "/2026/04/7/frist", 404, "there is nothing here; the feeds are listed at /", `<a href="/2026/04/7/first">First</a>`},
		{h, "GET", "/2026/04/20/", 404, "no article has that date", `<a href="/2026/04/08/">2026-04-08</a>`},
		{h, "GET", "/2026/05/", 404, "no article has that date", `<a href="/2026/04/">2026-04</a>`},
		{h, "GET", "/2026/04/31/", 404, "there is no such date", `<a href="/2026/04/">2026-04</a>`},
		{h, "GET", "/topics/?page=2", 404, "the last page of this list is page 1; see " + base + "/topics/", `<a href="/topics/">`},
		{h, "GET", "/2026/04/10/gone", 410, "this article was removed", `<p class="was" dir="auto">Gone</p>`},
		{h, "GET", "/topics/space-flight+a,b/", 400, "join names with", "Join names with"},
		{h, "GET", "/" + strings.Repeat("a", 400), 414, "the address is too long", "This address is too long"},
		{h, "POST", "/", 405, "only GET and HEAD are allowed", "Nothing can be sent to this site."},
		{unread, "GET", "/", 503, "the archive is still being read; try again soon", "This page will try again by itself."},
		{limited, "GET", "/", 429, "too many requests; poll less often, and send If-None-Match", "Too many requests"},
	} {
		program := ask(c.of, c.method, c.path)
		if text := body(t, program); program.StatusCode != c.status || !strings.HasPrefix(text, c.text) || program.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("%s: a program gets %d %q", c.path, program.StatusCode, text)
		}
		for _, as := range [][]string{browser, {"Sec-Fetch-Dest", "document"}, append(browser, "Accept-Encoding", "gzip, br")} {
			page := ask(c.of, c.method, c.path, as...)
			text := body(t, page)
			if n := len(text); page.Header.Get("Content-Encoding") == "gzip" && n > 2<<10 || n > 4<<10 {
				t.Errorf("%s: %d bytes", c.path, n)
			}
			if page.StatusCode != c.status || page.Header.Get("Content-Type") != "text/html; charset=utf-8" || page.Header.Get("Content-Security-Policy") != c.of.Site.Pages.Policy() {
				t.Errorf("%s: a browser gets %d with %v", c.path, page.StatusCode, page.Header)
			}
			if page.Header.Get("Content-Encoding") == "" {
				for _, want := range []string{c.holds, `<meta name="robots" content="noindex">`, `<html lang="en">`, `<a href="/">`, "<h1>"} {
					if !strings.Contains(text, want) {
						t.Errorf("%s: the page lacks %s:\n%s", c.path, want, text)
					}
				}
			}
			if want := page.Header.Get("Retry-After"); c.status == 503 && (want == "" || page.Header.Get("Refresh") != want) {
				t.Errorf("%s: %v", c.path, page.Header)
			}
			for name, r := range map[string]*http.Response{"the program": program, "the browser": page} {
				if got := r.Header.Get("Vary"); got != varyFailure {
					t.Errorf("%s: %s gets Vary %q", c.path, name, got)
				}
			}
			if program.Header.Get("Cache-Control") != page.Header.Get("Cache-Control") {
				t.Errorf("%s: Cache-Control %q and %q", c.path, program.Header["Cache-Control"], page.Header["Cache-Control"])
			}
			if c.method != "GET" {
				continue
			}
			if head := ask(c.of, "HEAD", c.path, as...); body(t, head) != "" || !maps.EqualFunc(head.Header, page.Header, func(a, b []string) bool { return a[0] == b[0] }) {
				t.Errorf("%s: HEAD has %v, GET %v", c.path, head.Header, page.Header)
			}
		}
	}
}

// TestFailuresOfFeeds checks that everybody gets text at the addresses of feeds and
// files, and that it depends on nothing.
func TestFailuresOfFeeds(t *testing.T) {
	h, _ := newSite(t)
	for path, status := range map[string]int{
		"/topics/nothing/feed.rss": 404, "/feed.atom?limit=x": 400, "/nothing.md": 404, "/nothing.opml": 404, "/nothing.xml": 404, "/nothing.TXT": 404, "/nothing.json": 404,
		"/covers/nothing": 404, "/-/style.0.css": 404, "/nothing/feed": 404, "/nothing/feed/": 404, "/opml": 400, "/2026/04/10/gone.md": 410, "/nothing.png": 404,
	} {
		r := ask(h, "GET", path, append(browser, "Sec-Fetch-Dest", "document")...)
		if r.StatusCode != status || r.Header.Get("Content-Type") != "text/plain; charset=utf-8" || r.Header.Get("Vary") != "" {
			t.Errorf("%s: %d with %v", path, r.StatusCode, r.Header)
		}
	}
}

func TestWantsPage(t *testing.T) {
	for accept, want := range map[string]bool{
		"": false, "*/*": false, "text/*": false, "text/html": true, "Text/HTML;charset=utf-8": true, "application/rss+xml, text/html;q=0.1": true,
		"text/html;q=0": false, "text/html; level=1; q=0.0": false, "application/atom+xml,*/*;q=0.5": false, "xtext/html": false, ",;,": false,
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept", accept)
		if got := wantsPage(r); got != want {
			t.Errorf("%q: %v", accept, got)
		}
	}
}

// TestHiddenLeavesNoTrace checks that the page about an article that its author hid is
// that of an address where there never was anything.
func TestHiddenLeavesNoTrace(t *testing.T) {
	h, p, dir := publish(t, map[string]string{
		"2026/04/7/secret.md": "### 2026-04-7\n##### Secrets\n# A secret\n\nText.\n", "2026/04/7/open.md": "### 2026-04-7\n# Open\n\nOther text.\n"})
	put(t, dir, "2026/04/7/secret.md", "---\ndraft: true\n---\n### 2026-04-7\n##### Secrets\n# A secret\n\nText.\n")
	p.Apply(feed.Batch{Changed: []feed.File{{Path: "2026/04/7/secret.md"}}})
	page := func(path string) string {
		r := ask(h, "GET", path, browser...)
		return strings.ReplaceAll(http.StatusText(r.StatusCode)+body(t, r), strings.Trim(path[strings.LastIndexByte(path, '/'):], "/"), "X")
	}
	for _, paths := range [][2]string{{"/2026/04/7/secret", "/2026/04/7/sacred"}, {"/2026/04/7/secre", "/2026/04/7/sacra"}, {"/secrets", "/sacreds"}} {
		if got, want := page(paths[0]), page(paths[1]); got != want || strings.Contains(got, "secret") {
			t.Errorf("%s differs from %s:\n%s\n%s", paths[0], paths[1], got, want)
		}
	}
}

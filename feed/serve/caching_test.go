package serve

import (
	"log/slog"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/render"
	"dateline/feed/search"
	"dateline/feed/site"
)

// TestCaching checks for how long readers and shared caches may use a document,
// for every combination of its age with the one that shared caches may have.
func TestCaching(t *testing.T) {
	const onError = ", stale-if-error=86400"
	for _, c := range []struct {
		kind          site.Kind
		fresh, shared time.Duration
		want          string
	}{
		{site.Feeds, 47 * time.Minute, time.Minute, "max-age=2820, s-maxage=60, stale-while-revalidate=60" + onError},
		{site.Feeds, 47 * time.Minute, 10 * time.Second, "max-age=2820, s-maxage=10, stale-while-revalidate=10" + onError},
		{site.Feeds, 47 * time.Minute, 0, "max-age=2820, s-maxage=0" + onError},
		{site.Feeds, 47 * time.Minute, time.Hour, "max-age=2820, stale-while-revalidate=2820" + onError},
		{site.Feeds, 47 * time.Minute, 47 * time.Minute, "max-age=2820, stale-while-revalidate=2820" + onError},
		{site.Pages, 0, time.Minute, "max-age=300, s-maxage=60, stale-while-revalidate=60" + onError},
		{site.Lists, 0, 0, "max-age=300, s-maxage=0" + onError},
		{site.Articles, 0, time.Minute, "max-age=300, s-maxage=60, stale-while-revalidate=60" + onError},
		{site.Covers, 0, time.Minute, "max-age=300, stale-while-revalidate=300" + onError},
		{site.Archives, render.Forever, time.Minute, "public, max-age=31536000, immutable"},
	} {
		h := &Handler{Options: Options{MinAge: 5 * time.Minute, SharedAge: c.shared}}
		if got := h.caching(c.kind, c.fresh); got != c.want {
			t.Errorf("%v, %v in %v: %q, want %q", c.kind, c.fresh, c.shared, got, c.want)
		}
	}
}

// TestSharedAge checks Cache-Control of each kind of answer: what is published
// reaches the readers of a shared cache within SharedAge, the answer that there is
// nothing is kept as briefly, and what concerns the moment is not kept.
func TestSharedAge(t *testing.T) {
	h, _ := newSite(t)
	h.MinAge, h.SharedAge = 5*time.Minute, 30*time.Second
	const usual = "max-age=300, s-maxage=30, stale-while-revalidate=30, stale-if-error=86400"
	for _, c := range []struct {
		address string
		status  int
		want    string
	}{
		{"/", 200, usual},
		{"/topics/", 200, usual},
		{"/topics/space-flight/", 200, usual},
		{"/topics.opml", 200, usual},
		{"/sitemap.xml", 200, usual},
		{"/2026/04/7/first", 200, usual},
		{"/2026/04/7/first.md", 200, usual},
		{"/covers/2026/04/7/cover.gif", 200, "max-age=300, stale-while-revalidate=300, stale-if-error=86400"},
		{"/feed.rss", 200, "max-age=3600, s-maxage=30, stale-while-revalidate=30, stale-if-error=86400"},
		{"/nowhere", 404, "max-age=30"},
		{"/topics/mon/feed.rss", 404, "max-age=30"},
		{"/2026/04/10/gone", 410, "max-age=30"},
		{"/2026/04/7/first.html", 301, "max-age=30"},
		{"//2026/04/./7/first", 301, "max-age=30"},
		{"/2026/4/7", 301, "max-age=30"},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			if r := ask(h, method, c.address); r.StatusCode != c.status || r.Header.Get("Cache-Control") != c.want {
				t.Errorf("%s %s: %d %q, want %d %q", method, c.address, r.StatusCode, r.Header.Get("Cache-Control"), c.status, c.want)
			}
		}
	}
	first := ask(h, "GET", "/feed.rss")
	again := ask(h, "GET", "/feed.rss", "If-None-Match", first.Header.Get("ETag"))
	if r := ask(h, "GET", "/feed.rss", "If-Match", `"x"`); r.StatusCode != 412 || r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("ETag") == "" {
		t.Errorf("precondition: %d %v", r.StatusCode, r.Header)
	}
	if got, want := again.Header.Get("Cache-Control"), first.Header.Get("Cache-Control"); again.StatusCode != 304 || got != want {
		t.Errorf("unmodified: %d %q, want %q", again.StatusCode, got, want)
	}
}

// TestNeverCached checks that no cache keeps an answer about the present state of
// the process or of its client.
func TestNeverCached(t *testing.T) {
	starting := New(Options{Snapshot: func() *archive.Snapshot { return nil }})
	limited, _ := newSite(t)
	limited.clients = newClients(Limits{Rate: 1, Burst: 1})
	ask(limited, "GET", "/")
	unready, _ := newSite(t)
	index(unready, search.New(filepath.Join(t.TempDir(), "x.search"), slog.New(slog.DiscardHandler)))
	for _, c := range []struct {
		h      http.Handler
		target string
		status int
	}{
		{starting, "/feed.rss", 503},
		{limited, "/feed.rss", 429},
		{unready, "/search/feed.rss?q=text", 503},
	} {
		if r := ask(c.h, "GET", c.target); r.StatusCode != c.status || r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %d %v", c.target, r.StatusCode, r.Header)
		}
	}
}

package serve

import (
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/render"
	"dateline/feed/site"
)

// TestElsewhere tells of polls from public addresses, also behind a trusted proxy,
// as long as ids are provisional.
func TestElsewhere(t *testing.T) {
	trial, _ := archive.New(archive.Options{Host: "127.0.0.1", Zone: time.UTC}).With(nil, archive.Occasion{Now: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)})
	polled, _ := trial.With(nil, archive.Occasion{Now: time.Date(2026, 5, 1, 13, 0, 0, 0, time.UTC), Polled: true})
	const local, proxy, public = "127.0.0.1:9", "10.0.0.7:9", "203.0.113.9:9"
	for _, test := range []struct {
		snapshot              *archive.Snapshot
		path, from, forwarded string
		want                  int
	}{
		{trial, "/feed.rss", public, "", 1}, {trial, "/feed.atom?limit=3", "[2001:db8::9]:9", "", 1}, {trial, "/feed.rss", "[::ffff:203.0.113.9]:9", "", 1},
		{trial, "/feed.rss", local, "", 0}, {trial, "/feed.rss", "192.168.1.9:9", "", 0}, {trial, "/feed.rss", "[fe80::1%eth0]:9", "", 0}, {trial, "/feed.rss", "[fd00::9]:9", "", 0},
		{trial, "/feed.rss", proxy, "203.0.113.9", 1}, {trial, "/feed.rss", proxy, "192.168.1.9", 0}, {trial, "/feed.rss", proxy, "", 0}, {trial, "/feed.rss", "", "203.0.113.9", 1},
		{trial, "/feed.rss", local, "203.0.113.9", 0}, // anybody on this machine may say so
		{trial, "/", public, "", 0}, {trial, "/none/feed.rss", public, "", 0},
		{polled, "/feed.rss", public, "", 0},
	} {
		calls := 0
		h := New(Options{Snapshot: func() *archive.Snapshot { return test.snapshot }, BaseURL: base, Site: site.New(site.Options{Renderer: render.New(usual)}),
			Limits: Limits{Proxies: Proxies{netip.MustParsePrefix("10.0.0.7/32")}}, Elsewhere: func() { calls++ }})
		for range 2 { // the second answer is cached
			calls = 0
			r := httptest.NewRequest("GET", test.path, nil)
			r.RemoteAddr = test.from
			if test.forwarded != "" {
				r.Header.Set("X-Forwarded-For", test.forwarded)
			}
			h.ServeHTTP(httptest.NewRecorder(), r)
			if calls != test.want {
				t.Errorf("%s from %s for %q: told %d times, want %d", test.path, test.from, test.forwarded, calls, test.want)
			}
		}
	}
}

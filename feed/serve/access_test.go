package serve

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAccess checks what is reported about requests, whatever answers them, and
// that it is bounded.
func TestAccess(t *testing.T) {
	h, _ := newSite(t)
	var seen []Access
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	h.Now = func() time.Time { now = now.Add(time.Second); return now }
	h.Access = func(a Access) { seen = append(seen, a) }
	h.clients.Proxies = Proxies{netip.MustParsePrefix("192.0.2.0/24")} // of httptest's requests
	long := strings.Repeat("é", 3000)
	for _, c := range []struct {
		method, target string
		header         []string
		want           Access
	}{
		{"GET", "/feed.atom", []string{"User-Agent", "Reader/1"}, Access{Method: "GET", Target: "/feed.atom", Status: 200, Client: "192.0.2.1", UserAgent: "Reader/1"}},
		{"HEAD", "/feed.atom", []string{"X-Forwarded-For", "203.0.113.9, 198.51.100.7"}, Access{Method: "HEAD", Target: "/feed.atom", Status: 200, Client: "198.51.100.7"}},
		{"GET", "/feed.atom", []string{"X-Forwarded-For", "unknown"}, Access{Method: "GET", Target: "/feed.atom", Status: 200, Client: "192.0.2.1"}},
		{"GET", "/none?q=%0Aforged&é", nil, Access{Method: "GET", Target: "/none?q=%0Aforged&é", Status: 404, Client: "192.0.2.1"}},
		{"POST", "/feed.atom", nil, Access{Method: "POST", Target: "/feed.atom", Status: 405, Client: "192.0.2.1"}},
		{strings.Repeat("M", 40), "/?" + long, []string{"User-Agent", long}, Access{Method: strings.Repeat("M", 32) + "…", Target: "/?" + long[:998] + "…", Status: 405,
			Client: "192.0.2.1", UserAgent: long[:200] + "…"}},
	} {
		seen = nil
		w := httptest.NewRecorder()
		h.ServeHTTP(w, newRequest(c.method, c.target, c.header...))
		c.want.Bytes = w.Body.Len()
		if c.want.Took = 0; len(seen) == 1 && seen[0].Took > 0 {
			c.want.Took = seen[0].Took
		} else {
			t.Errorf("%s %.20s: it took no time: %+v", c.method, c.target, seen)
		}
		if !slices.Equal(seen, []Access{c.want}) {
			t.Errorf("%s %.20s:\n got %+v\nwant %+v", c.method, c.target, seen, c.want)
		}
	}
	seen = nil
	h.Prove(httptest.NewRecorder(), newRequest(http.MethodHead, "/"))
	if len(seen) > 0 {
		t.Errorf("the watchdog's own request is reported: %+v", seen)
	}
}

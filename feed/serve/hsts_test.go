package serve

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
)

// strict serves the site with HSTS.
func strict(t *testing.T) *Handler {
	h, _ := newSite(t)
	o := h.Options
	o.HSTS = 365 * 24 * time.Hour
	o.Limits = Limits{PathBytes: 256, QueryBytes: 256, Rate: 1, Burst: 1, Proxies: Proxies{netip.MustParsePrefix("10.0.0.0/8")}}
	return New(o)
}

// TestHSTS checks that every answer over TLS has the header, as a field or a
// line, including refusals and 304s.
func TestHSTS(t *testing.T) {
	h := strict(t)
	now := time.Now()
	h.Now = func() time.Time { return now }
	tag := ask(h, "GET", "/feed.rss").Header.Get("ETag")
	reading := strict(t)
	reading.Snapshot = func() *archive.Snapshot { return nil }
	for _, c := range []struct {
		name, method, path string
		fields             []string
		status             int
		handler            *Handler
		soon               bool // the client has just sent another request
	}{
		{"a feed", "GET", "/feed.rss", nil, 200, h, false},
		{"a packed feed", "GET", "/feed.rss", []string{"Accept-Encoding", "gzip"}, 200, h, false},
		{"a head", "HEAD", "/feed.rss", nil, 200, h, false},
		{"a part", "GET", "/feed.rss", []string{"Range", "bytes=1-2"}, 206, h, false},
		{"nothing new", "GET", "/feed.rss", []string{"If-None-Match", tag}, 304, h, false},
		{"nothing new, too soon", "GET", "/feed.rss", []string{"If-None-Match", tag}, 304, h, true},
		{"another version", "GET", "/feed.rss", []string{"If-Match", `"x"`}, 412, h, false},
		{"a page", "GET", "/2026/04/7/first", nil, 200, h, false},
		{"a move", "GET", "/topics", nil, 301, h, false},
		{"nothing there", "GET", "/nothing", nil, 404, h, false},
		{"no such topic", "GET", "/topics/nothing/", nil, 404, h, false},
		{"gone", "GET", "/2026/04/10/gone", nil, 410, h, false},
		{"nonsense", "GET", "/feed.rss?limit=x", nil, 400, h, false},
		{"another method", "POST", "/feed.rss", nil, 405, h, false},
		{"too long", "GET", "/" + strings.Repeat("a", 300), nil, 414, h, false},
		{"too soon", "GET", "/2026/04/7/first", nil, 429, h, true},
		{"while it reads", "GET", "/feed.rss", nil, 503, reading, false},
	} {
		sent := 0
		byFields, byLines := httptest.NewRecorder(), direct{httptest.NewRecorder(), &sent}
		for _, w := range []http.ResponseWriter{byFields, byLines} {
			r := newRequest(c.method, c.path, c.fields...)
			r.TLS, r.RemoteAddr = &tls.ConnectionState{}, "203.0.113.9:1000"
			if !c.soon {
				now = now.Add(time.Hour)
			}
			c.handler.ServeHTTP(w, r)
		}
		for way, w := range map[string]*httptest.ResponseRecorder{"fields": byFields, "lines": byLines.ResponseRecorder} {
			if got := w.Header().Get("Strict-Transport-Security"); w.Code != c.status || got != "max-age=31536000" {
				t.Errorf("%s by %s: %d with %q, want %d", c.name, way, w.Code, got, c.status)
			}
		}
	}
}

// TestHSTSTransport checks that the field is sent over TLS only, whether a proxy
// terminates it or Dateline does.
func TestHSTSTransport(t *testing.T) {
	for _, c := range []struct {
		name, remote string
		tls          bool
		fields       []string
		want         bool
	}{
		{"TLS", "203.0.113.9:1000", true, nil, true},
		{"plain", "203.0.113.9:1000", false, nil, false},
		{"who is no proxy is not believed", "203.0.113.9:1000", false, []string{"X-Forwarded-Proto", "https"}, false},
		{"a proxy that says nothing", "10.1.2.3:1000", false, nil, true},
		{"a proxy with TLS", "10.1.2.3:1000", false, []string{"X-Forwarded-Proto", "HTTPS"}, true},
		{"a proxy without", "10.1.2.3:1000", false, []string{"X-Forwarded-Proto", "http"}, false},
		{"a proxy behind another", "10.1.2.3:1000", false, []string{"X-Forwarded-Proto", "https, http"}, false},
		{"a proxy of IPv4 in IPv6", "[::ffff:10.1.2.3]:1000", false, nil, true},
		{"a web server at a socket that says nothing", "@", false, nil, true},
		{"a web server at a socket, without", "@", false, []string{"X-Forwarded-Proto", "http"}, false},
	} {
		r := newRequest("GET", "/feed.rss", c.fields...)
		if r.RemoteAddr = c.remote; c.tls {
			r.TLS = &tls.ConnectionState{}
		}
		w := httptest.NewRecorder()
		strict(t).ServeHTTP(w, r)
		if _, got := w.Header()["Strict-Transport-Security"]; got != c.want {
			t.Errorf("%s: told %v, want %v", c.name, got, c.want)
		}
	}
	h, _ := newSite(t) // HSTS is not configured
	r := newRequest("GET", "/feed.rss")
	r.TLS = &tls.ConnectionState{}
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Header().Get("Strict-Transport-Security") != "" {
		t.Error("told unasked")
	}
}

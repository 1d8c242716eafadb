package front

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"dateline/feed/serve"
)

func TestRedirect(t *testing.T) {
	h := Redirect(serve.NewPlace("https://news.example.org", []string{"http://old.example/blog"}))
	for _, c := range []struct {
		method, host, target string
		status               int
		location             string
	}{
		{"GET", "evil.example", "/", 301, "https://news.example.org/"},
		{"GET", "evil.example", "/feed.rss?limit=3", 301, "https://news.example.org/feed.rss?limit=3"},
		{"HEAD", "evil.example", "/topics/%E6%9C%88/", 301, "https://news.example.org/topics/%E6%9C%88/"},
		{"GET", "evil.example", "/\u0085\x9b?q=\u009b|%zz", 301, "https://news.example.org/%C2%85%9B?q=%C2%9B%7C%zz"},
		{"GET", "evil.example", "//evil.example/", 301, "https://news.example.org//evil.example/"},
		{"GET", "evil.example", "http://evil.example/feed.rss", 301, "https://news.example.org/feed.rss"},
		{"GET", "evil.example", "http://evil.example", 301, "https://news.example.org/"},
		{"GET", "evil.example", "*", 301, "https://news.example.org/"},
		{"GET", "evil.example", "/" + strings.Repeat("a", longestTarget), 301, "https://news.example.org/"},
		{"GET", "old.example", "/blog/feed.rss?limit=3", 301, "https://news.example.org/feed.rss?limit=3"},
		{"GET", "OLD.example:80", "/blog", 301, "https://news.example.org/"},
		{"GET", "old.example", "/feed.rss", 301, "https://news.example.org/feed.rss"},
		{"POST", "evil.example", "/", 405, ""},
		{"OPTIONS", "evil.example", "/", 405, ""},
		{"OPTIONS preflight", "evil.example", "/feed.rss", 204, ""},
	} {
		r := httptest.NewRequest(strings.TrimSuffix(c.method, " preflight"), "http://"+c.host+"/", nil)
		r.RequestURI = c.target
		if u, err := url.ParseRequestURI(c.target); err == nil {
			r.URL = u
		} else {
			r.URL = &url.URL{Path: c.target}
		}
		if strings.HasSuffix(c.method, " preflight") {
			r.Header.Set("Origin", "https://reader.example")
			r.Header.Set("Access-Control-Request-Method", "GET")
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Header().Get("Location"); w.Code != c.status || got != c.location {
			t.Errorf("%s %s %.40s: %d %.80q, want %d %q", c.method, c.host, c.target, w.Code, got, c.status, c.location)
		}
		if got := w.Header().Get("Access-Control-Allow-Origin"); got != "*" {
			t.Errorf("%s %.40s: Access-Control-Allow-Origin %q, so pages of other sites cannot follow it", c.method, c.target, got)
		}
	}
}

// TestRedirectBelowPath checks that plain HTTP leads below the path of the base URL
// once, whether the request has it already, and from a former path of the same host.
func TestRedirectBelowPath(t *testing.T) {
	h := Redirect(serve.NewPlace("https://example.org/journal", []string{"https://example.org/blog", "http://example.org"}))
	for target, want := range map[string]string{
		"/journal/feed.rss":     "https://example.org/journal/feed.rss",
		"/journal":              "https://example.org/journal/",
		"/journal/blog/a":       "https://example.org/journal/blog/a",
		"/journals":             "https://example.org/journal/journals",
		"/%6Aournal/feed.rss?x": "https://example.org/journal/feed.rss?x",
		"/feed.rss":             "https://example.org/journal/feed.rss",
		"/blog/feed.rss":        "https://example.org/journal/feed.rss",
		"/blog/journal/x":       "https://example.org/journal/journal/x",
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://example.org"+target, nil))
		if got := w.Header().Get("Location"); w.Code != http.StatusMovedPermanently || got != want {
			t.Errorf("%s: %d %q, want %q", target, w.Code, got, want)
		}
	}
}

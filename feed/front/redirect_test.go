package front

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestRedirect(t *testing.T) {
	h := Redirect("https://news.example.org")
	for _, c := range []struct {
		method, target string
		status         int
		location       string
	}{
		{"GET", "/", 301, "https://news.example.org/"},
		{"GET", "/feed.rss?limit=3", 301, "https://news.example.org/feed.rss?limit=3"},
		{"HEAD", "/topics/%E6%9C%88/", 301, "https://news.example.org/topics/%E6%9C%88/"},
		{"GET", "/\u0085\x9b?q=\u009b|%zz", 301, "https://news.example.org/%C2%85%9B?q=%C2%9B%7C%zz"},
		{"GET", "//evil.example/", 301, "https://news.example.org//evil.example/"},
		{"GET", "http://evil.example/feed.rss", 301, "https://news.example.org/"},
		{"GET", "*", 301, "https://news.example.org/"},
		{"GET", "/" + strings.Repeat("a", longestTarget), 301, "https://news.example.org/"},
		{"POST", "/", 405, ""},
		{"OPTIONS", "/", 405, ""},
		{"OPTIONS preflight", "/feed.rss", 204, ""},
	} {
		r := httptest.NewRequest(strings.TrimSuffix(c.method, " preflight"), "http://evil.example/", nil)
		r.RequestURI = c.target
		if strings.HasSuffix(c.method, " preflight") {
			r.Header.Set("Origin", "https://reader.example")
			r.Header.Set("Access-Control-Request-Method", "GET")
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Header().Get("Location"); w.Code != c.status || got != c.location {
			t.Errorf("%s %.40s: %d %.80q, want %d %q", c.method, c.target, w.Code, got, c.status, c.location)
		}
		if got := w.Header().Get("Access-Control-Allow-Origin"); got != "*" {
			t.Errorf("%s %.40s: Access-Control-Allow-Origin %q, so pages of other sites cannot follow it", c.method, c.target, got)
		}
	}
}

package admin

import (
	"net/http/httptest"
	"strings"
	"testing"

	"dateline/feed/status"
)

// TestNoOrigins checks that no answer at the operator's address may be read by
// pages of other sites.
func TestNoOrigins(t *testing.T) {
	h := New(Options{Host: "127.0.0.1", Status: func() status.Daemon { return status.Daemon{} }, Traffic: func() Traffic { return Traffic{} }, Delays: NewDelays()})
	for _, path := range []string{"/", "/style.css", "/healthz", "/readyz", "/metrics", "/status", "/accept", "/nowhere"} {
		for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
			for _, origin := range []string{"", "https://reader.example", "null"} {
				r := httptest.NewRequest(method, "http://127.0.0.1:9080"+path, nil)
				if origin != "" {
					r.Header.Set("Origin", origin)
					r.Header.Set("Access-Control-Request-Method", "POST")
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				for name := range w.Header() {
					if strings.HasPrefix(name, "Access-Control-") {
						t.Errorf("%s %s from %q: %s", method, path, origin, name)
					}
				}
				if origin != "" && (w.Code < 400 || w.Code > 499) {
					t.Errorf("%s %s from %q: %d", method, path, origin, w.Code)
				}
			}
		}
	}
}

package admin

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dateline/feed/article"
)

func TestHandler(t *testing.T) {
	good := Status{Version: "1", Started: time.Unix(0, 0).UTC(), Ready: true, Articles: 7, Topics: 2, Faults: []article.Problem{}}
	good.Trees = []Tree{
		{Dir: "news", Mode: "mixed", Directories: 30, Polled: 4, Files: 50, Scanned: time.Unix(100, 5e8).UTC(), Took: 0.25, Overflows: 2, Faults: 1},
		{Dir: "a\"b", Mode: "poll"},
	}
	bad := good
	bad.Held, bad.Ledger = 30, "full"
	bad.Faults = []article.Problem{{File: "ledger", What: "full", Effect: "saved later", Mend: "make room"}}
	for _, c := range []struct {
		name, method, path, host, site string
		status                         Status
		accept                         error
		code                           int
		holds                          string
	}{
		{"alive while it reads", "GET", "/healthz", "127.0.0.1:9080", "", Status{}, nil, 200, "ok"},
		{"not ready while it reads", "GET", "/readyz", "127.0.0.1:9080", "", Status{}, nil, 503, "being read"},
		{"ready", "GET", "/readyz", "127.0.0.1:9080", "", good, nil, 200, "ok"},
		{"not ready with a fault", "GET", "/readyz", "[::1]:9080", "", bad, nil, 503, "ledger: full; saved later; make room"},
		{"metrics", "GET", "/metrics", "localhost:9080", "", bad, nil, 200, "dateline_held_articles 30"},
		{"trees in readyz", "GET", "/readyz", "localhost", "", good, nil, 200, "ok\nnews: mixed, directories 30 (polled 4), files 50, overflows 2, faults 1, full scan 1970-01-01T00:01:40Z in 0.25 s\na\"b: poll, "},
		{"trees in metrics", "GET", "/metrics", "localhost", "", good, nil, 200, `dateline_tree_polled_directories{dir="news"} 4`},
		{"an odd tree in metrics", "GET", "/metrics", "localhost", "", good, nil, 200, `dateline_tree_overflows_total{dir="a\"b"} 0`},
		{"time of a scan", "GET", "/metrics", "localhost", "", good, nil, 200, `dateline_tree_scan_timestamp_seconds{dir="news"} 100.5`},
		{"trees in status", "GET", "/status", "localhost", "", good, nil, 200, `"polled":4`},
		{"its own name", "GET", "/metrics", "admin.internal:9080", "", good, nil, 200, "dateline_articles 7"},
		{"a name that leads here", "GET", "/status", "evil.example:9080", "", good, nil, 421, "IP address"},
		{"accept", "POST", "/accept", "127.0.0.1:9080", "", good, nil, 200, ""},
		{"accept fails", "POST", "/accept", "127.0.0.1:9080", "", good, errors.New("stopping"), 503, "stopping"},
		{"accept from a web page", "POST", "/accept", "127.0.0.1:9080", "cross-site", good, nil, 403, ""},
		{"accept by GET", "GET", "/accept", "127.0.0.1:9080", "", good, nil, 405, ""},
		{"nothing there", "GET", "/", "127.0.0.1:9080", "", good, nil, 404, ""},
	} {
		h := New(Options{Host: "admin.internal", Status: func() Status { return c.status }, Accept: func(context.Context) error { return c.accept }})
		r := httptest.NewRequest(c.method, c.path, nil)
		r.Host = c.host
		if c.site != "" {
			r.Header.Set("Sec-Fetch-Site", c.site)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.code || !strings.Contains(w.Body.String(), c.holds) {
			t.Errorf("%s: %d %q, want %d with %q", c.name, w.Code, w.Body, c.code, c.holds)
		}
	}
}

func TestStatusAsJSON(t *testing.T) {
	want := Status{Version: "1", Started: time.Unix(5, 0).UTC(), Ready: true, Articles: 7}
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/status", nil)
	New(Options{Status: func() Status { return want }}).ServeHTTP(w, r)
	var got Status
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || !got.Started.Equal(want.Started) || got.Articles != want.Articles || !got.Ready {
		t.Errorf("got %+v, error %v", got, err)
	}
}

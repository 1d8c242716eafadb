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
	"unicode"

	"dateline/feed"
	"dateline/feed/article"
	"dateline/feed/audience"
	"dateline/feed/explain"
	"dateline/feed/front"
	"dateline/feed/serve"
	"dateline/feed/site"
	"dateline/feed/status"
)

func TestHandler(t *testing.T) {
	good := status.Daemon{Version: "1", Started: time.Unix(0, 0).UTC(), Ready: true, Articles: 7, Topics: 2, Faults: []article.Fault{}}
	good.Trees = []status.Tree{
		{Dir: "news", Mode: "mixed", Directories: 30, Polled: 4, Files: 50, Scanned: time.Unix(100, 5e8).UTC(), ScanSeconds: 0.25, Overflows: 2, Faults: 1},
		{Dir: "a\"b", Mode: "poll"},
	}
	good.Published, good.Revision = time.Unix(50, 0).UTC(), 3
	good.Readers = []audience.Reader{{Name: "Feedly", Polls: 9, NotModified: 8, Subscribers: 12}}
	traffic := Traffic{Answers: serve.Counts{Requests: []serve.Count{{Kind: site.Feeds, Status: 304, Requests: 5}, {Kind: site.Feeds, Status: 200, Requests: 1, Bytes: 70}}, Asked: 6, Made: 1},
		Connections: front.Counts{Open: 4, Evicted: 2}}
	delays := NewDelays()
	delays.Add(550 * time.Millisecond)
	bad := good
	bad.Held, bad.Ledger = 30, "full"
	bad.Faults = []article.Fault{{Kind: article.OfLedger, Problem: article.Problem{File: "ledger", What: "full", Effect: "saved later", Hint: "make room"}}}
	waits := good
	waits.Departing = feed.Wait{Articles: 3, Until: time.Unix(60, 0).UTC(), Files: []string{"news/a.md"}}
	waits.Waiting, waits.Large = feed.Wait{Articles: 2, Files: []string{"b.md", "c.md"}}, []status.Large{{Feed: "/feed.rss", Bytes: 1_500_000}}
	ending := bad
	ending.Ending = true
	for _, c := range []struct {
		name, method, path, host, site string
		status                         status.Daemon
		accept                         error
		code                           int
		holds                          string
	}{
		{"alive while it reads", "GET", "/healthz", "127.0.0.1:9080", "", status.Daemon{}, nil, 200, "ok"},
		{"not ready while it reads", "GET", "/readyz", "127.0.0.1:9080", "", status.Daemon{}, nil, 503, "being read"},
		{"ready", "GET", "/readyz", "127.0.0.1:9080", "", good, nil, 200, "ok"},
		{"alive while it ends", "GET", "/healthz", "127.0.0.1:9080", "", ending, nil, 200, "ok"},
		{"ready with a fault", "GET", "/readyz", "[::1]:9080", "", bad, nil, 200, "ok\nwarning: ledger: full; saved later; make room\nnews: "},
		{"not ready while it ends", "GET", "/readyz", "[::1]:9080", "", ending, nil, 503, "shutting down\nwarning: ledger: full; saved later; make room\nnews: "},
		{"a fault in metrics", "GET", "/metrics", "localhost:9080", "", bad, nil, 200, `dateline_faults{kind="ledger"} 1`},
		{"no fault of a kind", "GET", "/metrics", "localhost:9080", "", bad, nil, 200, `dateline_faults{kind="configuration"} 0`},
		{"kinds of faults", "GET", "/metrics", "localhost:9080", "", good, nil, 200, "dateline_faults{kind=\"certificate\"} 0\ndateline_faults{kind=\"clock\"} 0\ndateline_faults{kind=\"configuration\"} 0\n" +
			"dateline_faults{kind=\"ledger\"} 0\ndateline_faults{kind=\"removal\"} 0\ndateline_faults{kind=\"theme\"} 0\ndateline_faults{kind=\"tree\"} 0\n"},
		{"metrics", "GET", "/metrics", "localhost:9080", "", bad, nil, 200, "dateline_held_articles 30"},
		{"trees in readyz", "GET", "/readyz", "localhost", "", good, nil, 200, "ok\nnews: mixed, directories 30 (polled 4), files 50, overflows 2, faults 1, full scan 1970-01-01T00:01:40Z in 0.25 s\na\"b: poll, "},
		{"trees in metrics", "GET", "/metrics", "localhost", "", good, nil, 200, `dateline_tree_polled_directories{dir="news"} 4`},
		{"an odd tree in metrics", "GET", "/metrics", "localhost", "", good, nil, 200, `dateline_tree_overflows_total{dir="a\"b"} 0`},
		{"time of a scan", "GET", "/metrics", "localhost", "", good, nil, 200, `dateline_tree_scan_timestamp_seconds{dir="news"} 100.5`},
		{"requests", "GET", "/metrics", "localhost", "", good, nil, 200, `dateline_requests_total{kind="feed",status="304"} 5`},
		{"bytes", "GET", "/metrics", "localhost", "", good, nil, 200, `dateline_response_bytes_total{kind="feed",status="200"} 70`},
		{"cache", "GET", "/metrics", "localhost", "", good, nil, 200, "dateline_documents_made_total 1\n"},
		{"connections", "GET", "/metrics", "localhost", "", good, nil, 200, "dateline_connections_evicted_total 2\n"},
		{"departing", "GET", "/readyz", "localhost", "", waits, nil, 200, "departing: 3 articles until 1970-01-01T00:01:00Z: news/a.md and 2 more; to remove at once, run dateline accept\n"},
		{"number departing", "GET", "/metrics", "localhost", "", waits, nil, 200, "dateline_departing_articles 3\n"},
		{"number waiting", "GET", "/metrics", "localhost", "", waits, nil, 200, "dateline_waiting_articles 2\n"},
		{"large feeds", "GET", "/metrics", "localhost", "", waits, nil, 200, "dateline_large_feeds 1\n"},
		{"snapshot", "GET", "/metrics", "localhost", "", good, nil, 200, "dateline_snapshot_timestamp_seconds 50\n"},
		{"delays", "GET", "/metrics", "localhost", "", good, nil, 200, `dateline_file_to_feed_seconds_bucket{le="0.6"} 1`},
		{"readers in metrics", "GET", "/metrics", "localhost", "", good, nil, 200, `dateline_reader_subscribers{reader="Feedly"} 12`},
		{"process", "GET", "/metrics", "localhost", "", good, nil, 200, "go_goroutines "},
		{"no profiles", "GET", "/debug/pprof/", "localhost", "", good, nil, 404, ""},
		{"trees in status", "GET", "/status", "localhost", "", good, nil, 200, `"polled":4`},
		{"its own name", "GET", "/metrics", "admin.internal:9080", "", good, nil, 200, "dateline_articles 7"},
		{"a name that leads here", "GET", "/status", "evil.example:9080", "", good, nil, 421, "must be an IP address"},
		{"accept", "POST", "/accept", "127.0.0.1:9080", "", good, nil, 200, ""},
		{"accept fails", "POST", "/accept", "127.0.0.1:9080", "", good, errors.New("stopping"), 503, "stopping"},
		{"accept from a web page", "POST", "/accept", "127.0.0.1:9080", "cross-site", good, nil, 403, ""},
		{"accept by GET", "GET", "/accept", "127.0.0.1:9080", "", good, nil, 405, ""},
		{"accept from a page at another port", "POST", "/accept", "localhost:9080", "same-site", good, nil, 403, ""},
		{"metrics from a web page", "GET", "/metrics", "127.0.0.1:9080", "cross-site", good, nil, 403, ""},
		{"status from a web page", "HEAD", "/status", "127.0.0.1:9080", "cross-site", good, nil, 403, ""},
		{"metrics typed into a browser", "GET", "/metrics", "127.0.0.1:9080", "none", good, nil, 200, ""},
		{"metrics from a page that is here", "GET", "/metrics", "127.0.0.1:9080", "same-origin", good, nil, 200, ""},
		{"why", "GET", "/why?of=news%2Fa.md&in=%2Fsrv", "127.0.0.1:9080", "", good, nil, 200, `{"format":1,"from":"daemon","answers":[{"asked":"news/a.md","state":"in /srv","published":true,"text":["ok"]}]}`},
		{"why nothing", "GET", "/why", "127.0.0.1:9080", "", good, nil, 400, "name a file"},
		{"why while a disk hangs", "GET", "/why?of=busy", "127.0.0.1:9080", "", good, nil, 503, "a disk hangs"},
		{"why by POST", "POST", "/why?of=a", "127.0.0.1:9080", "", good, nil, 405, ""},
		{"why from a web page", "GET", "/why?of=a", "127.0.0.1:9080", "cross-site", good, nil, 403, ""},
		{"the page", "GET", "/", "127.0.0.1:9080", "", good, nil, 200, "<h1>"},
		{"the page from a web page", "GET", "/", "127.0.0.1:9080", "cross-site", good, nil, 403, ""},
		{"its style", "GET", "/style.css", "127.0.0.1:9080", "", good, nil, 200, "--ink"},
		{"nothing there", "GET", "/nothing", "127.0.0.1:9080", "", good, nil, 404, ""},
	} {
		h := New(Options{Host: "admin.internal", Status: func() status.Daemon { return c.status }, Accept: func(context.Context) error { return c.accept },
			Traffic: func() Traffic { return traffic }, Delays: delays,
			Why: func(q explain.Question) ([]explain.Answer, error) {
				if q.Of == "busy" {
					return nil, errors.New("a disk hangs")
				}
				return []explain.Answer{{Asked: q.Of, State: "in " + q.In, Published: true, Text: []string{"ok"}}}, q.Check()
			}})
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
	want := status.Daemon{Version: "1", Started: time.Unix(5, 0).UTC(), Ready: true, Articles: 7}
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/status", nil)
	New(Options{Status: func() status.Daemon { return want }, Delays: NewDelays()}).ServeHTTP(w, r)
	var got status.Daemon
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || !got.Started.Equal(want.Started) || got.Articles != want.Articles || !got.Ready {
		t.Errorf("got %+v, error %v", got, err)
	}
}

// TestControls checks that control characters in names and errors reach no
// terminal, and that JSON still encodes them.
func TestControls(t *testing.T) {
	const odd = "a\x1b[2J\u009b\x7f\r\nok"
	want := status.Daemon{Departing: feed.Wait{Articles: 1, Files: []string{odd}}, Faults: []article.Fault{{Problem: article.Problem{File: odd, What: odd, Effect: odd, Hint: odd}}}, Readers: []audience.Reader{{Name: odd}}}
	h := New(Options{Status: func() status.Daemon { return want }, Accept: func(context.Context) error { return errors.New(odd) }, Delays: NewDelays(),
		Why: func(q explain.Question) ([]explain.Answer, error) {
			return []explain.Answer{{Text: []string{odd}}}, nil
		}})
	bodies := map[string]string{}
	for path, method := range map[string]string{"/": "GET", "/readyz": "GET", "/status": "GET", "/accept": "POST", "/why": "GET"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, "http://127.0.0.1"+path, nil))
		bodies[path] = w.Body.String()
		if strings.ContainsFunc(bodies[path], func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) || !strings.Contains(bodies[path], `\u009b`) {
			t.Errorf("%s: %q", path, bodies[path])
		}
	}
	if strings.Contains(bodies["/readyz"], "\nok") {
		t.Errorf("a fault or a file forges a line: %q", bodies["/readyz"])
	}
	var got status.Daemon
	if err := json.Unmarshal([]byte(bodies["/status"]), &got); err != nil || got.Faults[0] != want.Faults[0] || got.Readers[0] != want.Readers[0] {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestPprof checks that profiles are served to clients on this machine, but not
// to web pages in a browser on it.
func TestPprof(t *testing.T) {
	h := New(Options{Status: func() status.Daemon { return status.Daemon{} }, Delays: NewDelays(), Pprof: true})
	for _, c := range []struct {
		field, value string
		code         int
	}{
		{"", "", 200}, {"Sec-Fetch-Site", "none", 200}, {"Sec-Fetch-Site", "same-origin", 200}, {"Origin", "http://127.0.0.1:9080", 200},
		{"Sec-Fetch-Site", "cross-site", 403}, {"Sec-Fetch-Site", "same-site", 403}, {"Origin", "https://evil.example", 403}, {"Origin", "null", 403},
	} {
		for _, path := range []string{"", "heap?debug=1", "cmdline", "symbol", "goroutine?debug=2"} {
			r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:9080/debug/pprof/"+path, nil)
			if c.field != "" {
				r.Header.Set(c.field, c.value)
			}
			w := httptest.NewRecorder()
			if h.ServeHTTP(w, r); w.Code != c.code {
				t.Errorf("%s %q, %s: %d, want %d", c.field, c.value, path, w.Code, c.code)
			}
			if path == "heap?debug=1" && strings.Contains(w.Body.String(), "heap profile") != (c.code == 200) {
				t.Errorf("%s %q: %.100q", c.field, c.value, w.Body)
			}
		}
	}
}

// TestHost checks that every name of this machine is accepted as the host, and no
// other.
func TestHost(t *testing.T) {
	h := New(Options{Host: "Admin.Internal", Status: func() status.Daemon { return status.Daemon{} }, Delays: NewDelays()})
	for _, c := range []struct {
		code  int
		hosts []string
	}{
		{200, []string{"localhost", "localhost.", "LocalHost", "LOCALHOST.", "127.0.0.1", "127.8.9.10", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.5", "[fd00::1]", "admin.internal", "ADMIN.INTERNAL."}},
		{421, []string{"evil.example", "localhost.evil.example", "evil.localhost.example", "127.0.0.1.evil.example", "[::1].evil.example", "localhost..", "xlocalhost", "127.0.0.1.nip.io", "2130706433", ""}},
	} {
		for _, host := range c.hosts {
			for _, port := range []string{"", ":9080", ":80"} {
				r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
				r.Host = host + port
				w := httptest.NewRecorder()
				if h.ServeHTTP(w, r); w.Code != c.code {
					t.Errorf("%q: %d, want %d", r.Host, w.Code, c.code)
				}
			}
		}
	}
}

package admin

import (
	"context"
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/audience"
	"dateline/feed/explain"
	"dateline/feed/status"
)

var update = flag.Bool("update", false, "write the golden files")

// hostile is a name that would change the page if it were not encoded.
const hostile = "<script>alert(1)</script>\"'&\u202e\x1b[2J"

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// requested are the days that a counter knows after 100 days of polls.
func requested() []audience.Day {
	now := noon.AddDate(0, 0, -99)
	c := audience.New(func() time.Time { return now })
	for i := range 100 {
		for n := range 1 + i%7 {
			code := []int{200, 304, 304, 429}[n%4]
			c.Count(audience.Poll{UserAgent: "Feedly/1.0 (19 subscribers)", Feed: "/feed.rss", Status: code, Bytes: 5000 * (code / 200 % 2)})
			c.Count(audience.Poll{UserAgent: hostile, Feed: "/topics/%3Cscript%3E+moon/feed.atom?limit=9", Status: code})
		}
		now = now.AddDate(0, 0, 1)
	}
	now = noon
	return c.Days()
}

// operated is the state of a site with everything that may be wrong.
func operated() (status.Daemon, status.Details) {
	problem := article.Problem{File: "news/" + hostile + ".md", Line: 3, Column: 7, What: "date " + hostile, Effect: "article not published", Hint: "write a date"}
	a := status.Article{Title: hostile, Language: "ar", URL: "https://example.org/a?b&c", File: "/a.md", Published: noon.Add(-time.Hour)}
	script := status.Article{Title: "A link", URL: "javascript:alert(1)", File: "/b.md", Published: noon}
	s := status.Daemon{Time: noon, Started: noon.AddDate(0, 0, -3).Add(-95 * time.Minute), Version: "0.13.0", Build: status.Build{Go: "go1.26", Commit: "abc"}, Ready: true, Articles: 1234, Topics: 56,
		Held: 21, Departing: feed.Wait{Articles: 2, Until: noon, Files: []string{"news/c.md"}}, Problems: 53, LedgerFile: "/srv/dateline.db", BackedUp: noon, Config: "0123",
		Reload: &status.Reload{Count: 1, At: noon}, Trees: []status.Tree{{Dir: hostile, Mode: "events", Files: 1300, Scanned: noon}, {Dir: "zh", Mode: "poll", Faults: 1}},
		Faults: []article.Fault{{Kind: article.OfConfiguration, Problem: problem}}}
	d := status.Details{Title: hostile, BaseURL: "https://example.org/base", Articles: map[string]int{hostile: 1200, "zh": 34}, Latest: []status.Article{a, script}, Removals: []status.Article{a},
		Hidden:     status.Some[archive.Withheld]{First: []archive.Withheld{{File: hostile, Why: "draft: true"}, {File: "news/d.md", Why: "dated 2026-12-24", Until: noon.AddDate(0, 0, 24)}}, Of: 9},
		Complaints: status.Some[article.Problem]{First: []article.Problem{problem}, Of: 51}, DeadLinks: status.First([]article.Problem{problem, {File: "news/e.md", What: "link", Effect: "shown as text", Hint: "correct it"}}, 50),
		Days: requested()}
	return s, d
}

// handler returns the handler of a state. answered is what /why answers.
func handler(s status.Daemon, d status.Details, accept error) http.Handler {
	return New(Options{Status: func() status.Daemon { return s }, Details: func() status.Details { return d }, Delays: NewDelays(), Accept: func(context.Context) error { return accept },
		Why: func(q explain.Question) ([]explain.Answer, error) {
			return []explain.Answer{{Asked: q.Of, State: "hidden", URL: "https://example.org/a", Text: []string{hostile}, Feeds: []explain.Place{{Feed: "/feed.atom", Place: 3, Of: 50}, {Feed: "/topics/moon/feed.atom", Of: 50, Why: hostile}}}}, q.Check()
		}})
}

// browse sends a request as a browser does.
func browse(h http.Handler, method, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1:9080"+path, nil)
	r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestPages compares pages with golden files, and looks for what names could have
// smuggled in.
func TestPages(t *testing.T) {
	s, d := operated()
	quiet := status.Daemon{Time: noon, Started: noon, Trees: []status.Tree{}, Ready: true}
	for name, c := range map[string]struct {
		h    http.Handler
		path string
		code int
	}{
		"overview.html": {handler(s, d, nil), "/?removed=21&published=1&clock=1", 200},
		"quiet.html":    {handler(quiet, status.Details{Title: "News", BaseURL: "https://example.org"}, nil), "/", 200},
		"why.html":      {handler(s, d, nil), "/why?of=" + "%3Cscript%3E.md", 200},
		"whynot.html":   {handler(s, d, nil), "/why", 400},
	} {
		w := browse(c.h, "GET", c.path)
		if w.Code != c.code {
			t.Errorf("%s: %d", name, w.Code)
		}
		got := w.Body.String()
		for _, bad := range []string{"<script", "javascript:alert", "style=", "onclick", "\u202e", "\x1b"} {
			if strings.Contains(got, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
		for field, value := range fields {
			if w.Header().Get(field) != value {
				t.Errorf("%s: %s is %q", name, field, w.Header().Get(field))
			}
		}
		golden := "testdata/" + name
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got; -update writes it):\n%s", name, diff)
		}
	}
}

// TestAcceptButton presses the button in a browser. The command is answered without a
// page.
func TestAcceptButton(t *testing.T) {
	s, d := operated()
	w := browse(handler(s, d, nil), "POST", "/accept")
	if at := w.Header().Get("Location"); w.Code != 303 || at != "/?published=0&removed=23" {
		t.Errorf("%d to %q", w.Code, at)
	}
	if w = browse(handler(s, d, nil), "GET", w.Header().Get("Location")); !strings.Contains(w.Body.String(), "Accepted: 23 articles were removed.") {
		t.Errorf("it does not tell: %.300s", w.Body)
	}
	w = browse(handler(s, d, errors.New("stopping <b>")), "POST", "/accept")
	if w.Code != 503 || !strings.Contains(w.Body.String(), "Nothing was accepted: stopping &lt;b&gt;.") {
		t.Errorf("%d %.300s", w.Code, w.Body)
	}
	r := httptest.NewRequest("POST", "http://127.0.0.1:9080/accept", nil)
	w = httptest.NewRecorder()
	if handler(s, d, nil).ServeHTTP(w, r); w.Code != 200 || w.Body.Len() > 0 {
		t.Errorf("the command gets %d %q", w.Code, w.Body)
	}
	for field, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "null"} {
		r.Header.Set(field, value)
		w = httptest.NewRecorder()
		if handler(s, d, nil).ServeHTTP(w, r); w.Code != 403 {
			t.Errorf("%s %s: %d", field, value, w.Code)
		}
		r.Header.Del(field)
	}
	r.Header.Set("Origin", "http://127.0.0.1:9080") // of a browser without Sec-Fetch-Site
	w = httptest.NewRecorder()
	if handler(s, d, nil).ServeHTTP(w, r); w.Code != 200 {
		t.Errorf("the page's own origin: %d", w.Code)
	}
}

func TestOutcome(t *testing.T) {
	for query, want := range map[string]string{
		"":                                   "",
		"published=3":                        "",
		"removed=0":                          "Nothing was held back.",
		"removed=x&published=-3":             "Nothing was held back.",
		"removed=1":                          "Accepted: 1 article was removed.",
		"removed=2&published=1&clock=1":      "Accepted: 2 articles were removed, 1 article that waited was published, the clock of this machine is trusted.",
		"removed=99999999999999999999999999": "Nothing was held back.",
	} {
		r := httptest.NewRequest("GET", "/?"+query, nil)
		if got := outcome(r.URL.Query()); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range [][2]string{
		{count(0), "0"}, {count(999), "999"}, {count(int64(1000)), "1,000"}, {count(-1234567), "-1,234,567"}, {count(-999), "-999"},
		{size(999), "999 bytes"}, {size(1000), "1.0 KB"}, {size(12_345_678), "12.3 MB"}, {size(1 << 62), "4611686.0 TB"},
		{percent(audience.Tally{}), "–"}, {percent(audience.Tally{Requests: 3, NotModified: 2}), "67%"},
		{pageOf("/topics/moon/feed"), "/topics/moon/"}, {pageOf("feed"), ""}, {pageOf(""), ""},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
}

// BenchmarkOverview renders the page with as many requests as there can be.
func BenchmarkOverview(b *testing.B) {
	s, d := operated()
	d.Days = nil
	tallies := make([]audience.Tally, 101)
	for i := range tallies {
		tallies[i] = audience.Tally{Name: "/topics/" + strings.Repeat("x", i) + "/feed", Requests: int64(i + 1)}
	}
	for i := range audience.Kept {
		d.Days = append(d.Days, audience.Day{Date: noon.AddDate(0, 0, i-audience.Kept+1).Format(time.DateOnly), Feeds: tallies, Readers: tallies[:51]})
	}
	h := handler(s, d, nil)
	for b.Loop() {
		if w := browse(h, "GET", "/"); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

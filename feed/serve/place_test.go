package serve

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"dateline/feed/site"
)

// placed serves the test files at a base URL that the site did not always have.
func placed(t testing.TB, files map[string]string, base string, former ...string) *Handler {
	t.Helper()
	h, _ := serveFiles(t, files)
	h.BaseURL, h.place = base, NewPlace(base, former)
	as := usual
	as.BaseURL = base
	show(h, as)
	return h
}

// requested answers a request for a host.
func requested(h *Handler, host, target string) *httptest.ResponseRecorder {
	r := newRequest("GET", "/")
	r.Host, r.RequestURI = host, target
	r.URL, _ = url.ParseRequestURI(target)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestBelowPath checks that everything is served below the path of the base URL and
// at the root, and that what has moved leads to the base URL from both.
func TestBelowPath(t *testing.T) {
	h := placed(t, files, "https://example.org/journal")
	for path, want := range map[string]struct {
		status int
		to     string
	}{
		"/":                            {200, ""},
		"/feed.rss":                    {200, ""},
		"/rss.xml":                     {200, ""},
		"/2026/04/7/first":             {200, ""},
		"/2026/04/7/first.md":          {200, ""},
		"/covers/2026/04/7/cover.gif":  {200, ""},
		"/topics.opml":                 {200, ""},
		"/sitemap.xml":                 {200, ""},
		"/topics/space-flight/":        {200, ""},
		"/2026/04/7/first.html":        {301, "/2026/04/7/first"},
		"/topics/Space%20Flight/?x":    {301, "/topics/space-flight/"},
		"/topics//space-flight/feed":   {404, ""},
		"/2026//04/7/first?a=b":        {301, "/2026/04/7/first?a=b"},
		"/topics/a+b,c/":               {400, ""},
		"/nothing":                     {404, ""},
		"/journal/feed.rss":            {404, ""}, // of the second path; see below
		"/2026/04/9/draft":             {404, ""},
		"/topics/space-flight/feed.zz": {404, ""},
	} {
		for _, prefix := range []string{"", "/journal", "/%6Aournal"} {
			w := requested(h, "example.org", prefix+path)
			to := ""
			if want.to != "" {
				to = "https://example.org/journal" + want.to
			}
			status := want.status
			if prefix == "" && path == "/journal/feed.rss" {
				status = 200 // the web server removed nothing
			}
			if got := w.Header().Get("Location"); w.Code != status || got != to {
				t.Errorf("%s%s: %d %q, want %d %q", prefix, path, w.Code, got, status, to)
			}
		}
	}
	for _, target := range []string{"/journal", "/journal?x"} {
		if w := requested(h, "example.org", target); w.Code != 301 || w.Header().Get("Location") != "https://example.org/journal/" {
			t.Errorf("%s: %d %q", target, w.Code, w.Header().Get("Location"))
		}
	}
	if w := requested(h, "example.org", "/journals/feed.rss"); w.Code != 404 {
		t.Errorf("a path that only begins like that of the site: %d", w.Code)
	}
}

// TestOneDocument checks that a document is rendered once, whether the path is there
// or not, and that it is found in the cache by both.
func TestOneDocument(t *testing.T) {
	h := placed(t, files, "https://example.org/journal")
	for _, target := range []string{"/feed.rss", "/journal/feed.rss", "/feed.rss", "/journal/feed.rss"} {
		if w := requested(h, "example.org", target); w.Code != 200 {
			t.Fatal(target, w.Code)
		}
	}
	if n := h.Counts().Made; n != 1 {
		t.Errorf("%d documents were rendered for one address", n)
	}
	if h.hot(newRequest("GET", "/journal/feed.rss"), h.Snapshot()) == nil {
		t.Error("a poll below the path needs a lookup")
	}
}

// TestFolderLikeThePath checks which of two articles an address means if a folder is
// called like the path of the base URL.
func TestFolderLikeThePath(t *testing.T) {
	h := placed(t, map[string]string{
		"journal/one.md": "---\ndate: 2026-04-07\n---\n# Inner one\n",
		"journal/two.md": "---\ndate: 2026-04-08\n---\n# Inner two\n",
		"one.md":         "---\ndate: 2026-04-09\n---\n# Outer one\n",
		"journal.md":     "---\ndate: 2026-04-10\n---\n# Journal itself\n",
	}, "https://example.org/journal")
	for range 2 { // the second time from the cache
		for target, title := range map[string]string{
			"/one": "Outer one", "/journal/one": "Outer one", "/journal/journal/one": "Inner one",
			"/journal/two": "Inner two", "/journal/journal/two": "Inner two",
			"/journal/journal": "Journal itself",
		} {
			if w := requested(h, "example.org", target); w.Code != 200 || !strings.Contains(w.Body.String(), ">"+title+"</h1>") {
				t.Errorf("%s: %d, without the title %q", target, w.Code, title)
			}
		}
	}
	if w := requested(h, "example.org", "/journal/journal/three"); w.Code != 404 {
		t.Errorf("nothing twice below the path: %d", w.Code)
	}
}

// TestFormerHosts checks where requests for former hosts lead.
func TestFormerHosts(t *testing.T) {
	h := placed(t, files, "https://example.org/journal", "https://old.example", "http://older.example:8080/blog", "https://older.example:8080/blog/en")
	for _, c := range []struct{ host, target, to string }{
		{"old.example", "/feed.rss?limit=3", "/feed.rss?limit=3"},
		{"OLD.Example", "/", "/"},
		{"old.example:443", "/nothing", "/nothing"},
		{"old.example:8443", "/robots.txt", "/robots.txt"},
		{"old.example.", "/topics/%E6%9C%88/", "/topics/%E6%9C%88/"},
		{"old.example", "//evil.example/", "//evil.example/"},
		{"old.example", "/x?to=//evil.example", "/x?to=//evil.example"},
		{"old.example", "http://old.example/feed.rss", "/feed.rss"},
		{"old.example", "http://old.example", "/"},
		{"older.example", "/blog/feed.rss", "/feed.rss"},
		{"older.example:8080", "/blog", "/"},
		{"older.example:8080", "/%62log/x", "/x"},
		{"older.example:8080", "/blogs", "/blogs"},
		{"older.example:8080", "/blog/en/feed.rss", "/feed.rss"},
		{"older.example:8080", "/feed.rss", "/feed.rss"},
		{"older.example:9090", "/feed.rss", "served"},
		{"example.org", "/feed.rss", "served"},
		{"127.0.0.1:8080", "/feed.rss", "served"},
		{"", "/feed.rss", "served"},
	} {
		w := requested(h, c.host, c.target)
		status, to := 301, "https://example.org/journal"+c.to
		if c.to == "served" {
			status, to = 200, ""
		}
		if got := w.Header().Get("Location"); w.Code != status || got != to {
			t.Errorf("%s %s: %d %q, want %d %q", c.host, c.target, w.Code, got, status, to)
		}
	}
	for _, header := range []string{"X-Forwarded-Host", "Forwarded", "X-Host"} {
		r := newRequest("GET", "/feed.rss", header, "old.example")
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != 200 {
			t.Errorf("%s: %d", header, w.Code)
		}
	}
}

// TestFormerPaths checks what is redirected if the host stayed and the path did not.
func TestFormerPaths(t *testing.T) {
	tree := map[string]string{"old/here.md": "---\ndate: 2026-04-07\n---\n# Here\n", "there.md": "---\ndate: 2026-04-08\n---\n# There\n"}
	for _, c := range []struct {
		base, former, target string
		status               int
		to                   string // path on the host
	}{
		{"https://example.org/new", "https://example.org/old", "/old/there?x=1", 301, "/new/there?x=1"},
		{"https://example.org/new", "https://example.org/old", "/old/nothing", 301, "/new/nothing"},
		{"https://example.org/new", "https://example.org/old", "/old", 301, "/new/"},
		{"https://example.org/new", "https://example.org/old", "/old/here", 200, ""}, // a web server removed /new
		{"https://example.org/new", "https://example.org/old", "/new/old/here", 200, ""},
		{"https://example.org/new", "https://example.org/old", "/new/old/nothing", 404, ""},
		{"https://example.org/new", "https://example.org/old", "/there", 200, ""},
		{"https://example.org", "https://example.org/blog", "/blog/there", 301, "/there"},
		{"https://example.org", "https://example.org/blog", "/blog/old/nothing", 301, "/old/nothing"},
		{"https://example.org", "https://example.org/blog", "/nothing", 404, ""},
		{"https://example.org/a", "https://example.org", "/nothing", 404, ""}, // it may have come as /a/nothing
		{"https://example.org/a/b", "https://example.org/a", "/a/b/nothing", 404, ""},
		{"https://example.org/a/b", "https://example.org/a", "/a/there", 404, ""},
		{"https://example.org", "http://example.org", "/there", 200, ""},
		{"https://example.org", "http://example.org:8080", "/there", 200, ""},
	} {
		h := placed(t, tree, c.base, c.former)
		w := requested(h, "example.org", c.target)
		to := ""
		if c.to != "" {
			to = "https://example.org" + c.to
		}
		if got := w.Header().Get("Location"); w.Code != c.status || got != to {
			t.Errorf("%s, formerly %s: %s: %d %q, want %d %q", c.base, c.former, c.target, w.Code, got, c.status, to)
		}
	}
	h := placed(t, tree, "https://example.org", "http://example.org:8080")
	if w := requested(h, "example.org:8080", "/there"); w.Header().Get("Location") != "https://example.org/there" {
		t.Errorf("a former port: %d %q", w.Code, w.Header().Get("Location"))
	}
	h = placed(t, tree, "http://example.org:8080", "http://example.org")
	if w := requested(h, "example.org", "/there"); w.Code != 200 {
		t.Errorf("a Host from which a web server dropped the port: %d %q", w.Code, w.Header().Get("Location"))
	}
}

// TestFormerLimits checks that redirects to another host are limited as other
// answers are, are kept no longer, and can be followed by pages of any site.
func TestFormerLimits(t *testing.T) {
	h := placed(t, files, base, "https://old.example")
	h.Limits.PathBytes = 256
	w := requested(h, "old.example", "/feed.rss")
	if got := w.Header().Get("Cache-Control"); got != h.cachingNothing() {
		t.Errorf("Cache-Control %q", got)
	}
	if w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Error("pages of other sites cannot follow it")
	}
	if w := requested(h, "old.example", "/"+strings.Repeat("a", 300)); w.Code != http.StatusRequestURITooLong {
		t.Errorf("a long path: %d", w.Code)
	}
	for _, c := range h.Counts().Requests {
		if c.Kind != site.Other {
			t.Errorf("counted as %v", c.Kind)
		}
	}
	h.Limits.PathBytes = len("/feed.rss")
	h.place = NewPlace("https://example.org/journal", nil)
	if w := requested(h, "example.org", "/journal/feed.rss"); w.Code != 200 {
		t.Errorf("the path of the base URL counts as part of the address: %d", w.Code)
	}
}

// FuzzHost sends any host and path, and checks that a redirect never leaves the site
// and does not lead on and on.
func FuzzHost(f *testing.F) {
	for _, at := range [][2]string{{"https://example.org/journal", "https://old.example/blog"}, {"https://example.org", "https://example.org/old"}, {"https://example.org/a/b", "https://example.org/a"}} {
		for _, target := range []string{"/", "//evil.example/", "/blog//evil.example", "/journal/..//evil.example", "/old/old/old/x", "/@evil.example", "/%2F%2Fevil.example", "/\\evil.example", "/a/b/a/b", "http://evil.example/"} {
			f.Add(at[0], at[1], "old.example", target)
			f.Add(at[0], at[1], "example.org", target)
			f.Add(at[0], at[1], "evil.example:1@old.example", target)
		}
	}
	empty := placed(f, nil, base)
	f.Fuzz(func(t *testing.T, base, former, host, target string) {
		at, err := url.Parse(base)
		if _, e := url.Parse(former); err != nil || e != nil || at.Host != "example.org" || at.Scheme != "https" || at.RawQuery+at.Fragment != "" || at.User != nil || strings.HasSuffix(base, "/") {
			return
		}
		h := New(Options{Snapshot: empty.Snapshot, Site: empty.Site, BaseURL: base, Former: []string{former}})
		for range len(target) + 2 {
			u, err := url.ParseRequestURI(target)
			if err != nil {
				return
			}
			r := httptest.NewRequest("GET", "/", nil)
			r.Host, r.URL, r.RequestURI = host, u, target
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			to := w.Header().Get("Location")
			if to == "" {
				return
			}
			next, err := url.Parse(to)
			if err != nil || !strings.HasPrefix(to, base+"/") || next.Host != "example.org" {
				t.Fatalf("%s, formerly %s: %q %q leads to %q, %v", base, former, host, target, to, err)
			}
			if plain, _, _ := strings.Cut(h.place.Canonical(r), "?"); !strings.HasPrefix(plain, base+"/") {
				t.Fatalf("plain HTTP leads to %q", plain)
			}
			host, target = "example.org", next.RequestURI()
		}
		t.Errorf("%s, formerly %s: %q %q is redirected on and on", base, former, host, target)
	})
}

// TestPlaceAllocations checks that a poll costs no memory to find out that its host
// is not a former one, and what it means below the path of the base URL.
func TestPlaceAllocations(t *testing.T) {
	p := NewPlace("https://example.org/journal", []string{"https://old.example", "http://older.example:8080/blog", "https://example.org/blog"})
	r := newRequest("GET", "/journal/feed.rss")
	r.Host = "Example.org:443"
	n := testing.AllocsPerRun(100, func() {
		if _, ok := p.Redirect(r); ok || p.below(r.RequestURI) != "/feed.rss" {
			t.Error("it is not served")
		}
	})
	if n > 0 {
		t.Errorf("%v allocations", n)
	}
}

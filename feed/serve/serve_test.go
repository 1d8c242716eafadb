package serve

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/audience"
	"dateline/feed/config"
	"dateline/feed/render"
	"dateline/feed/search"
	"dateline/feed/site"
	"dateline/feed/trials/newstest"
)

const base = "https://news.example.org"

// picture is the smallest GIF.
const picture = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

var files = map[string]string{
	"2026/04/7/first.md": "### 2026-04-7\n##### Space Flight, 月球\n# First\n\nText, long enough to be worth compressing. " + strings.Repeat("Word after word. ", 50) +
		"\n\n### Source:\n\n1. [Cover Image](cover.gif)\n",
	"2026/04/7/cover.gif":  picture,
	"2026/04/7/unused.gif": picture,
	"2026/04/8/second.md":  "### 2026-04-8\n##### Space Flight\n# Second\n\nText.\n",
	"2026/04/9/draft.md":   "---\ndraft: true\n---\n# Draft\n",
	"2026/04/10/gone.md":   "### 2026-04-10\n##### Lost Topic\n# Gone\n",
	"about.md":             "# No article\n",
	".git/config":          "secret",
}

// newSite serves the test files after one of them has been removed.
func newSite(t testing.TB) (h *Handler, dir string) {
	t.Helper()
	return serveFiles(t, files, "2026/04/10/gone.md")
}

// serveFiles writes the files, publishes them, and serves them after some
// are removed.
func serveFiles(t testing.TB, files map[string]string, gone ...string) (h *Handler, dir string) {
	t.Helper()
	h, p, dir := publish(t, files)
	p.Apply(feed.Batch{Removed: gone})
	return h, dir
}

// publish writes the files, publishes and serves them.
func publish(t testing.TB, files map[string]string) (h *Handler, p *feed.Publisher, dir string) {
	t.Helper()
	return publishAt(t, "/", files)
}

// publishAt is publish below a mount. If the handler has an index, both follow
// the publisher.
func publishAt(t testing.TB, mount string, files map[string]string) (h *Handler, p *feed.Publisher, dir string) {
	t.Helper()
	return publishAs(t, feed.Options{Contents: []feed.Content{{Mount: mount}}}, files)
}

// publishAs is publishAt with other options of the publisher.
func publishAs(t testing.TB, o feed.Options, files map[string]string) (h *Handler, p *feed.Publisher, dir string) {
	t.Helper()
	dir = t.TempDir()
	var names []feed.File
	for name, text := range files {
		put(t, dir, name, text)
		if !strings.HasPrefix(name, ".") {
			names = append(names, feed.File{Path: name})
		}
	}
	c := &o.Contents[0]
	c.Dir, c.Language, c.MaxRemoval = dir, "en", 100
	o.Grammar, o.BaseURL, o.Log = article.Grammar(config.Default().Grammar), base, slog.New(slog.DiscardHandler)
	o.Archive.Authority, o.Archive.Zone = "example.org,2026", time.UTC
	o.Follow = func(s *archive.Snapshot, d archive.Delta) {
		if h != nil && h.Index != nil {
			h.Index.Follow(s, d)
			h.Changed(d.Feeds)
		}
	}
	if o.Now == nil {
		o.Now = func() time.Time { return published }
	}
	p, err := feed.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	p.Apply(feed.Batch{Changed: names})
	h = New(Options{
		Snapshot: func() *archive.Snapshot { return p.Current().Snapshot },
		BaseURL:  base,
		Open:     p.Open, OpenAsset: p.OpenAsset,
		MinAge: time.Minute, SharedAge: time.Minute,
		Now: func() time.Time { return published.Add(time.Hour) },
	})
	show(h, usual)
	return h, p, dir
}

// published is when sites of tests are published, an hour before they are asked.
var published = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

// usual configures the site unless a test uses something else.
var usual = render.Site{Title: "Site", BaseURL: base, MinAge: time.Minute, MaxAge: time.Hour, Language: "en", Zone: time.UTC, Items: 50, ItemLink: "page"}

// show replaces the Site of a handler, and keeps the handler's clock.
func show(h *Handler, as render.Site) {
	h.Site = site.New(site.Options{Renderer: render.New(as), Now: func() time.Time { return h.Now() }})
}

// index adds an index to a handler.
func index(h *Handler, x *search.Index) { h.Index, h.Site.Search = x, true }

// put writes a file of the tree.
func put(t testing.TB, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// large serves a feed of 50 items, of some 200 KB.
func large(t testing.TB) *Handler {
	t.Helper()
	files := map[string]string{}
	for f := range newstest.Articles(60, 7) {
		files[f.Path] = string(f.Data) + strings.Repeat("\nA paragraph of "+f.Path+" that says more.\n", 30)
	}
	h, _ := serveFiles(t, files)
	return h
}

// newRequest makes a request with header fields given as pairs.
func newRequest(method, target string, header ...string) *http.Request {
	r := httptest.NewRequest(method, "/", nil)
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(target, "?")
	r.RequestURI = r.URL.RequestURI()
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	return r
}

// ask sends a request and returns the response.
func ask(h http.Handler, method, target string, header ...string) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, newRequest(method, target, header...))
	return w.Result()
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAddresses(t *testing.T) {
	h, _ := newSite(t)
	const rss, atom, json, html = "application/rss+xml; charset=utf-8", "application/atom+xml; charset=utf-8", "application/feed+json; charset=utf-8", "text/html; charset=utf-8"
	for _, c := range []struct {
		path      string
		status    int
		mediaType string
		holds     string // contained in the body or the Location
	}{
		{"/feed.rss", 200, rss, `href="` + base + `/feed.rss"`},
		{"/rss.xml", 200, rss, `href="` + base + `/feed.rss"`},
		{"/feed.xml", 200, rss, `href="` + base + `/feed.rss"`},
		{"/index.xml", 200, rss, `href="` + base + `/feed.rss"`},
		{"/feed/", 200, rss, `href="` + base + `/feed.rss"`},
		{"/feed.atom", 200, atom, `href="` + base + `/feed.atom"`},
		{"/atom.xml", 200, atom, `href="` + base + `/feed.atom"`},
		{"/feed.json", 200, json, `"feed_url":"` + base + `/feed.json"`},
		{"/feed.json?utm_source=x", 200, json, `"feed_url":"` + base + `/feed.json"`},
		{"/feed", 301, "", base + "/feed/"},
		{"/", 200, html, `<link rel="alternate" type="application/atom+xml"`},
		{"/topics/", 200, html, "Space Flight"},
		{"/topics", 301, "", base + "/topics/"},
		{"/topics/space-flight/", 200, html, "Second"},
		{"/topics/space-flight", 301, "", base + "/topics/space-flight/"},
		{"/topics/space-flight/feed.rss", 200, rss, "<title>Second</title>"},
		{"/topics/space-flight/feed.atom", 200, atom, "<title>Site: Space Flight</title>"},
		{"/topics/space-flight/feed.json", 200, json, `"title":"First"`},
		{"/topics/space-flight/feed.xml", 404, "", ""},
		{"/topics/space-flight/other", 404, "", ""},
		{"/topics/月球/feed.atom", 200, atom, base + "/topics/%E6%9C%88%E7%90%83/feed.atom"},
		{"/topics/Space Flight/feed.rss", 301, "", base + "/topics/space-flight/feed.rss"},
		{"/topics/SPACE FLIGHT", 301, "", base + "/topics/space-flight/"},
		{"/topics/lost-topic/feed.atom", 200, atom, `<at:deleted-entry ref="tag:example.org,2026:/2026/04/10/gone"`},
		{"/topics/space-fligth/feed.rss", 404, "text/plain; charset=utf-8", base + "/topics/space-flight/"},
		{"/topics//feed.rss", 404, "", ""},
		{"/2026/04/7/first", 200, html, ">First</h1>"},
		{"/2026/04/7/first.md", 200, "text/markdown; charset=utf-8", "# First"},
		{"/2026/04/7/first.markdown", 301, "", base + "/2026/04/7/first.md"},
		{"/2026/04/7/first.html", 301, "", base + "/2026/04/7/first"},
		{"/2026/04/7/first/", 301, "", base + "/2026/04/7/first"},
		{"/covers/2026/04/7/cover.gif", 200, "image/gif", "GIF89a"},
		{"/covers/2026/04/7/unused.gif", 404, "", ""},
		{"/covers/2026/04/7/first.md", 404, "", ""},
		{"/2026/04/7/cover.gif", 301, "", base + "/covers/2026/04/7/cover.gif"},
		{"/2026/04/7/unused.gif", 404, "", ""},
		{"/2026/04/9/draft", 404, "", ""},
		{"/2026/04/9/draft.md", 404, "", ""},
		{"/2026/04/10/gone", 410, "", ""},
		{"/about.md", 404, "", ""},
		{"/.git/config", 404, "", ""},
		{"/../serve_test.go", 404, "", ""},
		{"/covers/../2026/04/7/first.md", 301, "", base + "/2026/04/7/first.md"},
		{"/covers//2026/04/7/cover.gif", 301, "", base + "/covers/2026/04/7/cover.gif"},
		{"//2026/04/7/first", 301, "", base + "/2026/04/7/first"},
		{"/2026/04/7/first.md\x00", 404, "", ""},
		{"/nothing", 404, "text/plain; charset=utf-8", "the feeds are listed at /"},
		{"", 200, html, "Space Flight"},
	} {
		r := ask(h, "GET", c.path)
		if r.StatusCode != c.status {
			t.Errorf("%q: status %d, want %d", c.path, r.StatusCode, c.status)
			continue
		}
		if got := r.Header.Get("Content-Type"); c.mediaType != "" && got != c.mediaType {
			t.Errorf("%q: type %q, want %q", c.path, got, c.mediaType)
		}
		if got := r.Header.Get("Location"); c.status == 301 && got != c.holds {
			t.Errorf("%q leads to %q, want %q", c.path, got, c.holds)
		}
		if got := body(t, r); c.status != 301 && !strings.Contains(got, c.holds) {
			t.Errorf("%q lacks %q:\n%s", c.path, c.holds, got)
		}
		if r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Server") != "dateline" {
			t.Errorf("%q: headers %v", c.path, r.Header)
		}
	}
}

func TestMethods(t *testing.T) {
	h, _ := newSite(t)
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "BREW"} {
		r := ask(h, method, "/feed.rss")
		if r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, Allow %q", method, r.StatusCode, r.Header.Get("Allow"))
		}
	}
	for _, path := range []string{"/feed.rss", "/", "/2026/04/7/first", "/2026/04/7/first.md", "/covers/2026/04/7/cover.gif"} {
		get, head := ask(h, "GET", path), ask(h, "HEAD", path)
		want := body(t, get)
		if got := body(t, head); got != "" || head.Header.Get("Content-Length") != strconv.Itoa(len(want)) || head.Header.Get("ETag") != get.Header.Get("ETag") {
			t.Errorf("HEAD %s: %q, headers %v; GET has %v", path, got, head.Header, get.Header)
		}
	}
}

// TestHost checks that no answer contains the Host that the client sent.
func TestHost(t *testing.T) {
	h, _ := newSite(t)
	server := httptest.NewServer(h)
	defer server.Close()
	for _, path := range []string{"/", "/feed.rss", "/feed.json", "/topics", "/topics/nothing/", "/2026/04/7/first", "/nothing"} {
		for _, target := range []string{path, "http://evil.example" + path} {
			r, err := http.NewRequest("GET", server.URL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Host, r.URL.Opaque = "evil.example", target
			r.Header.Set("X-Forwarded-Host", "evil.example")
			answer, err := http.DefaultTransport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			if text := body(t, answer); strings.Contains(text, "evil") || strings.Contains(answer.Header.Get("Location"), "evil") {
				t.Errorf("%s: %v\n%s", target, answer.Header, text)
			}
			answer.Body.Close()
		}
	}
}

func TestPolicies(t *testing.T) {
	h, _ := newSite(t)
	if got := ask(h, "GET", "/").Header.Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'none'") {
		t.Errorf("pages have the policy %q", got)
	}
	if got := ask(h, "GET", "/covers/2026/04/7/cover.gif").Header.Get("Content-Security-Policy"); !strings.Contains(got, "sandbox") {
		t.Errorf("pictures have the policy %q", got)
	}
}

// TestNotReady checks that readers are asked to retry before there is a snapshot.
func TestNotReady(t *testing.T) {
	h := New(Options{Snapshot: func() *archive.Snapshot { return nil }, BaseURL: base})
	r := ask(h, "GET", "/feed.rss")
	if seconds, err := strconv.Atoi(r.Header.Get("Retry-After")); r.StatusCode != 503 || err != nil || seconds < 1 {
		t.Errorf("%d, Retry-After %q", r.StatusCode, r.Header.Get("Retry-After"))
	}
}

// TestChangingFile checks that only bytes that match the snapshot are sent.
func TestChangingFile(t *testing.T) {
	h, dir := newSite(t)
	for file, path := range map[string]string{"2026/04/7/first.md": "/2026/04/7/first.md", "2026/04/7/cover.gif": "/covers/2026/04/7/cover.gif"} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte("half writ"), 0o644); err != nil {
			t.Fatal(err)
		}
		r := ask(h, "GET", path)
		if r.StatusCode != 503 || r.Header.Get("Retry-After") == "" || r.Header.Get("ETag") != "" {
			t.Errorf("%s: %d, headers %v", path, r.StatusCode, r.Header)
		}
	}
	h.Open = func(string, [16]byte) (*os.File, error) { return nil, errors.New("the disk is gone") }
	if r := ask(h, "GET", "/2026/04/8/second.md"); r.StatusCode != 503 || strings.Contains(body(t, r), "disk") {
		t.Errorf("an unreadable file gives %d", r.StatusCode)
	}
}

// TestProve checks that the answer is not counted, because it is not for a
// reader.
func TestProve(t *testing.T) {
	h, _ := newSite(t)
	h.Polled = func(audience.Poll) { t.Error("it counts as a poll") }
	for _, path := range []string{"/", "/feed.rss"} {
		w := httptest.NewRecorder()
		h.Prove(w, httptest.NewRequest(http.MethodHead, path, nil))
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if c := h.Counts().Requests; len(c) > 0 {
		t.Errorf("counted: %+v", c)
	}
}

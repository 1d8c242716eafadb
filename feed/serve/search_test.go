package serve

import (
	"context"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"dateline/feed/archive"
	"dateline/feed/render"
	"dateline/feed/search"
)

// newSearch serves articles with an index, which is ready once start is called.
func newSearch(t testing.TB) (h *Handler, start func()) {
	t.Helper()
	h, p, _ := publish(t, map[string]string{
		"2026/04/1/a.md": "### 2026-04-1\n##### Space\n# Rocket\n\nA landing on the Moon.\n",
		"2026/04/2/b.md": "# Moon & stars\n\n美国总统在月球。\n",
		"2026/04/3/c.md": "# Garden\n",
	})
	index(h, search.New(filepath.Join(t.TempDir(), "x.search"), slog.New(slog.DiscardHandler)))
	return h, func() {
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() {
			defer close(done)
			h.Index.Run(ctx)
		}()
		t.Cleanup(func() { cancel(); <-done })
		h.Index.Follow(p.Current().Snapshot, archive.Delta{})
		<-h.Index.Complete()
	}
}

// TestSearch checks that the results of a search are served as feeds with one
// address each, and as a page.
func TestSearch(t *testing.T) {
	h, start := newSearch(t)
	if r := ask(h, "GET", "/search/feed.rss?q=moon"); r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("before there is an index: %d", r.StatusCode)
	}
	start()
	for _, c := range []struct{ query, self, found string }{
		{"q=moon", "q=moon", "Moon & stars|Rocket"},
		{"q=+moon++LANDING&utm_source=x", "q=moon+LANDING", "Rocket"},
		{"limit=1&q=moon", "limit=1&q=moon", "Moon & stars"},
		{"q=moon&content=summary&limit=2", "content=summary&limit=2&q=moon", "Moon & stars|Rocket"},
		{"q=" + url.QueryEscape(`"on the moon"`), "q=%22on+the+moon%22", "Rocket"},
		{"q=" + url.QueryEscape("美国"), "q=%E7%BE%8E%E5%9B%BD", "Moon & stars"},
		{"q=space", "q=space", "Rocket"},
		{"q=nothing", "q=nothing", ""},
		{"q=" + url.QueryEscape(`<b>"&`), "q=%3Cb%3E%22%26", ""},
		{"q=" + url.QueryEscape("title:moon OR garden*"), "q=title%3Amoon+OR+garden%2A", ""},
	} {
		for _, format := range render.Formats {
			path := render.FeedPath("/search/", format)
			r := ask(h, "GET", path+"?"+c.query)
			text := strings.NewReplacer("&#34;", `"`, "&amp;", "&", `\u0026`, "&").Replace(body(t, r))
			if r.StatusCode != 200 || !strings.Contains(text, `"`+base+path+"?"+c.self+`"`) {
				t.Errorf("%s: %d, lacks %s:\n%.1500s", path+"?"+c.query, r.StatusCode, c.self, text)
			}
			if got := order(text, "Moon & stars", "Rocket", "Garden"); format != render.JSON && got != c.found {
				t.Errorf("%s finds %q, want %q", path+"?"+c.query, got, c.found)
			}
		}
	}
	for _, c := range []struct {
		path, dest string
		status     int
		holds      string
	}{
		{"/search", "", 301, base + "/search/"},
		{"/search?q=moon", "", 301, base + "/search/?q=moon"},
		{"/topics?q=s&utm_source=x", "", 301, base + "/topics/?q=s"},
		{"/topics/SPACE/?day=2026-04-01", "", 301, base + "/topics/space/?day=2026-04-01"},
		{"/topics/SPACE/feed.rss?raw", "document", 301, base + "/topics/space/feed.rss?raw="},
		{"/feed.rss?q=moon&raw", "document", 301, base + "/search/feed.rss?q=moon&raw"},
		{"/build/?all=Space&any=&q=&format=rss", "", 200, `value="` + base + `/topics/space/feed.rss"`},
		{"/build/?all=%ff", "", 200, `value="` + "\uFFFD" + `"`},
		{"/search/?q=moon&before=86400", "", 200, `<a href="/search/?q=moon">`},
		{"/search/", "", 200, `action="/search/"`},
		{"/search/?q=moon", "", 200, `href="/2026/04/1/a">Rocket</a>`},
		{"/search/?q=moon", "", 200, `href="` + base + `/search/feed.atom?q=moon"`},
		{"/search/?q=%3Cscript%3E", "", 200, "value=\"&lt;script&gt;\""},
		{"/search/feed.rss?q=moon", "document", 200, `value="` + base + `/search/feed.rss?q=moon"`},
		{"/search/?q=moon", "", 200, "2 articles found"},
		{"/search/?q=moon", "", 200, `"><mark>Moon</mark> &amp; stars</a>`},
		{"/search/?q=moon", "", 200, "A landing on the <mark>Moon</mark>."},
		{"/search/?q=moon&before=1775088000", "", 200, `rel="prev" href="/search/?q=moon&amp;after=1775001600"`},
		{"/search/?q=moon&after=1775001600", "", 200, `rel="next" href="/search/?q=moon&amp;before=1775088000"`},
		{"/search/?q=space", "", 200, `href="/topics/space/"`},
		{"/search/?q=nothing", "", 200, "No article has all of these words."},
		{"/search/?q=nothing", "", 200, `href="/build/"`},
		{"/search/?q=moon&before=x", "", 400, "before and after"},
		{"/search/?q=moon&before=1&after=1", "", 400, "before and after"},
		{"/topics/space/feed.rss?q=moon", "", 200, "<title>Site: Space: Search: moon</title>"},
		{"/topics/space/feed.rss?q=moon", "", 200, `rel="self" type="application/rss+xml" href="` + base + `/topics/space/feed.rss?q=moon"`},
		{"/topics/space/?q=moon", "", 200, "1 article found"},
		{"/topics/space/?q=stars", "", 200, `href="/search/?q=stars"`},
		{"/topics/Space/feed.rss?q=moon&x", "", 301, base + "/topics/space/feed.rss?q=moon"},
		{"/2026/04/?q=garden", "", 200, "1 article found"},
		{"/2026/03/?q=garden", "", 404, "no article"},
		{"/feed.rss?limit=1&q=moon", "", 301, base + "/search/feed.rss?limit=1&q=moon"},
		{"/rss.xml?q=moon", "", 301, base + "/search/feed.rss?q=moon"},
		{"/?q=moon", "", 301, base + "/search/?q=moon"},
		{"/topics/space/?q=", "", 400, "write what to search for"},
		{"/topics/space/changes.rss?q=moon", "", 400, "present articles"},
		{"/topics/space/digest/daily.rss?q=moon", "", 400, "present articles"},
		{"/topics/space/archive/2026.rss?q=moon", "", 400, "present articles"},
		{"/build/?all=space&q=moon", "", 200, "/topics/space/feed.rss?q=moon"},
		{"/opml?feed=/topics/space/feed.atom%3Fq%3Dmoon", "", 200, `xmlUrl="` + base + `/topics/space/feed.atom?q=moon"`},
		{"/search/feed.rss", "", 400, "write what to search for"},
		{"/search/feed.rss?q=", "", 400, "write what to search for"},
		{"/search/?q=%22%22", "", 400, "write what to search for"},
		{"/search/feed.rss?q=" + strings.Repeat("x", 100_000), "", 400, "at most 200"},
		{"/search/feed.rss?q=moon&limit=0", "", 400, "limit must be"},
		{"/search/feed.xml?q=moon", "", 404, "nothing here"},
		{"/search/archive/2026.rss?q=moon", "", 404, "nothing here"},
		{"/search/digest/daily.rss?q=moon", "", 404, "nothing here"},
		{"/searching", "", 404, "nothing here"},
	} {
		r := ask(h, "GET", c.path, "Sec-Fetch-Dest", c.dest)
		if text := body(t, r) + r.Header.Get("Location"); r.StatusCode != c.status || !strings.Contains(text, c.holds) || c.status >= 400 && strings.Count(text, "\n") != 1 {
			t.Errorf("%.80s: %d, want %d with %q:\n%.800s", c.path, r.StatusCode, c.status, c.holds, text)
		}
	}
	etag := ask(h, "GET", "/search/feed.rss?q=moon").Header.Get("ETag")
	if r := ask(h, "GET", "/search/feed.rss?q=moon", "If-None-Match", etag); r.StatusCode != 304 {
		t.Errorf("asked again: %d", r.StatusCode)
	}
}

// TestNoSearch checks that a site without an index has no search.
func TestNoSearch(t *testing.T) {
	h := newTopics(t)
	for _, path := range []string{"/search", "/search/", "/search/feed.rss?q=a"} {
		if r := ask(h, "GET", path); r.StatusCode != 404 {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	if r := ask(h, "GET", "/topics/a/feed.rss?q=a"); r.StatusCode != 400 {
		t.Errorf("words within a topic: %d", r.StatusCode)
	}
}

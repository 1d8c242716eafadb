package serve

import (
	"strings"
	"testing"
	"time"
)

func TestLists(t *testing.T) {
	h, _ := newSite(t)
	h.Now = func() time.Time { return time.Date(2026, 4, 9, 12, 30, 0, 0, time.UTC) }
	many := strings.Repeat("space-flight,", 100)
	for _, c := range []struct {
		path      string
		status    int
		mediaType string
		holds     string
	}{
		{"/topics.opml", 200, "text/x-opml; charset=utf-8", `xmlUrl="` + base + `/topics/space-flight/feed.rss"`},
		{"/opml?topics=%E6%9C%88%E7%90%83,Space%20Flight,space-flight&utm_source=x", 200, "text/x-opml; charset=utf-8", `xmlUrl="` + base + `/topics/space-flight/feed.rss"`},
		{"/opml?topics=nothing", 404, "", `no topic "nothing"`},
		{"/opml?topics=space-flight,,", 400, "", "missing"},
		{"/opml", 400, "", "name the topics"},
		{"/opml?topics=" + many[:len(many)-1], 200, "", ""},
		{"/opml?topics=" + many + "space-flight", 400, "", "at most 100"},
		{"/sitemap.xml", 200, "application/xml; charset=utf-8", "<loc>" + base + "/2026/04/7/first</loc>"},
		{"/sitemap-2026.xml", 404, "", ""},
		{"/sitemap", 404, "", ""},
		{"/news-sitemap.xml", 200, "application/xml; charset=utf-8", "<news:title>Second</news:title>"},
	} {
		r := ask(h, "GET", c.path)
		text := body(t, r)
		if r.StatusCode != c.status || !strings.Contains(text, c.holds) || c.mediaType != "" && r.Header.Get("Content-Type") != c.mediaType {
			t.Errorf("%.60s: %d %s %q, want %d with %q", c.path, r.StatusCode, r.Header.Get("Content-Type"), text, c.status, c.holds)
		}
		if strings.HasPrefix(c.path, "/opml") && r.StatusCode == 200 && strings.Count(text, "space-flight/feed.rss") != 1 {
			t.Errorf("%.60s names a topic more than once:\n%s", c.path, text)
		}
	}
}

// TestNewsGetsOld checks that the news sitemap follows the clock, by the hour.
func TestNewsGetsOld(t *testing.T) {
	h, _ := newSite(t)
	now := time.Date(2026, 4, 9, 23, 59, 0, 0, time.UTC)
	h.Now = func() time.Time { return now }
	fresh := ask(h, "GET", "/news-sitemap.xml").Header.Get("ETag")
	now = now.Add(59 * time.Second)
	if again := ask(h, "GET", "/news-sitemap.xml").Header.Get("ETag"); again != fresh {
		t.Error("it changed within the hour")
	}
	now = now.Add(24 * time.Hour)
	if text := body(t, ask(h, "GET", "/news-sitemap.xml")); strings.Contains(text, "Second") {
		t.Errorf("an article of three days ago is news:\n%s", text)
	}
}

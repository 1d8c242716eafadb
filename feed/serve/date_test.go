package serve

import (
	"strings"
	"testing"
)

func TestDates(t *testing.T) {
	h, _ := serveFiles(t, map[string]string{
		"2025/12/31/last.md": "# last\n",
		"2026/04/7/a.md":     "# a\n",
		"2026/04/7/b.md":     "# b\n",
		"2026/05/01/c.md":    "# c\n",
		"2026/06.md":         "---\ndate: 2026-06-01\n---\n# june\n",
	})
	for _, c := range []struct {
		path     string
		status   int
		holds    string
		articles string
	}{
		{"/2026/feed.rss", 200, "<title>Site: 2026</title>", "june|c|b|a"},
		{"/2025/feed.rss", 200, base + "/2025/feed.rss", "last"},
		{"/2026/04/feed.atom", 200, base + "/2026/04/feed.atom", "b|a"},
		{"/2026/04/07/feed.json", 200, "Site: 2026-04-07", ""},
		{"/2026/04/07/", 200, ">Tuesday, 7 April 2026</h1>", ""},
		{"/2026/4/7/feed.rss", 301, base + "/2026/04/07/feed.rss", ""},
		{"/2026/4", 301, base + "/2026/04/", ""},
		{"/2026", 301, base + "/2026/", ""},
		{"/2026/06", 301, base + "/2026/06/", ""},
		{"/-/2026/06", 200, ">june</h1>", ""},
		{"/-/2026/06/", 301, base + "/-/2026/06", ""},
		{"/2026/06.md", 301, base + "/-/2026/06.md", ""},
		{"/2026/06/", 200, ">June 2026</h1>", ""},
		{"/2026/02/30/", 404, "no such date", ""},
		{"/2026/13/feed.rss", 404, "no such date", ""},
		{"/0000/", 404, "no article", ""},
		{"/2024/feed.rss", 404, "no article", ""},
		{"/2026/04/08/", 404, "no article", ""},
		{"/2026feed.rss", 404, "nothing here", ""},
		{"/2026/04/07/feed.xml", 404, "nothing here", ""},
		{"/2026/04/07/01/feed.rss", 404, "nothing here", ""},
		{"/20260/feed.rss", 404, "nothing here", ""},
	} {
		r := ask(h, "GET", c.path)
		text := body(t, r)
		found := order(text, "june", "last", "a", "b", "c")
		if text += r.Header.Get("Location"); r.StatusCode != c.status || !strings.Contains(text, c.holds) || c.articles != "" && found != c.articles {
			t.Errorf("%s: %d with %q, want %d with %q and %q:\n%s", c.path, r.StatusCode, found, c.status, c.articles, c.holds, text)
		}
	}
}

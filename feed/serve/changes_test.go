package serve

import (
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

func TestChangeAddresses(t *testing.T) {
	h, _ := newSite(t)
	const rss, atom, json, text = "application/rss+xml; charset=utf-8", "application/atom+xml; charset=utf-8", "application/feed+json; charset=utf-8", "text/plain; charset=utf-8"
	for _, c := range []struct {
		path      string
		status    int
		mediaType string
		holds     string // of the body, or the Location
	}{
		{"/changes.atom", 200, atom, "<title>Removed: Gone</title>"},
		{"/changes.rss", 200, rss, "<title>Removed: Gone</title>"},
		{"/changes.json", 200, json, `"title":"Removed: Gone"`},
		{"/changes.json?limit=7&utm_source=x", 200, json, `"feed_url":"` + base + `/changes.json?limit=7"`},
		{"/changes.rss?limit=0", 400, text, "limit"},
		{"/changes.xml", 404, text, "nothing here"},
		{"/changes", 404, text, "nothing here"},
		{"/changes/", 404, text, "nothing here"},
		{"/topics/lost-topic/changes.atom", 200, atom, "<title>Removed: Gone</title>"},
		{"/topics/space-flight/changes.rss", 200, rss, `href="` + base + `/topics/space-flight/changes.rss"`},
		{"/topics/月球/changes.json", 200, json, `"items":[`},
		{"/topics/Space Flight/changes.atom", 301, "", base + "/topics/space-flight/changes.atom"},
		{"/topics/space-flights/changes.atom", 404, text, base + "/topics/space-flight/"},
		{"/topics/space-flight/changes.xml", 404, text, "nothing here"},
		{"/topics/lost-topic+space-flight/changes.atom", 404, text, "nothing here"},
		{"/topics/lost-topic/except/space-flight/changes.atom", 404, text, "nothing here"},
		{"/lang/en/changes.atom", 404, text, "nothing here"},
		{"/2026/changes.atom", 404, text, "nothing here"},
	} {
		r := ask(h, "GET", c.path)
		got := body(t, r) + r.Header.Get("Location")
		if r.StatusCode != c.status || r.Header.Get("Content-Type") != c.mediaType || !strings.Contains(got, c.holds) {
			t.Errorf("%s: %d %s, want %d %s with %q:\n%s", c.path, r.StatusCode, r.Header.Get("Content-Type"), c.status, c.mediaType, c.holds, got)
		}
		if strings.Contains(c.path, "space-flight/") && c.status == 200 && strings.Contains(got, "Gone") {
			t.Errorf("%s tells of another topic:\n%s", c.path, got)
		}
	}
	for _, path := range []string{"/feed.rss", "/changes.rss", "/topics/lost-topic/feed.atom", "/topics/lost-topic/changes.atom"} {
		page := body(t, ask(h, "GET", path, "Sec-Fetch-Dest", "document"))
		if !strings.Contains(page, `value="`+base+path+`"`) || strings.Contains(page, "Removed: Gone") != strings.Contains(path, "changes") {
			t.Errorf("%s in a browser:\n%s", path, page)
		}
	}
}

// TestChangesAreNew checks that feeds of changes, and Atom feeds with tombstones,
// change after a relevant change and after no other.
func TestChangesAreNew(t *testing.T) {
	p := article.NewParser(article.Options{Mount: "/", BaseURL: base, Language: "en", Zone: time.UTC})
	change := func(name, text string) archive.Change {
		c := archive.Change{File: "/" + name}
		if text != "" {
			c.Article = p.Parse(name, []byte(text)).Article
		}
		return c
	}
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	s := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"})
	h := New(Options{Snapshot: func() *archive.Snapshot { return s }, BaseURL: base})
	show(h, usual)
	tags := func() (list [3]string) {
		for i, path := range []string{"/changes.atom", "/topics/moon/changes.json", "/topics/moon/feed.atom"} {
			list[i] = ask(h, "GET", path).Header.Get("ETag")
		}
		return list
	}
	before := tags()
	for _, step := range []struct {
		change archive.Change
		want   [3]bool // which documents change
	}{
		{change("2026/04/7/a.md", "### 2026-04-7\n##### Moon\n# a\n\none\n"), [3]bool{false, true, true}}, // the topic exists now
		{change("2026/04/8/b.md", "### 2026-04-8\n##### Mars\n# b\n\none\n"), [3]bool{}},
		{change("2026/04/8/b.md", "### 2026-04-8\n##### Mars\n# b\n\ntwo\n"), [3]bool{true, false, false}},
		{change("2026/04/7/a.md", "### 2026-04-7\n##### Moon\n# a\n\ntwo\n"), [3]bool{true, true, true}},
		{change("2026/04/7/a.md", ""), [3]bool{true, true, true}},
		{archive.Change{}, [3]bool{false, false, true}}, // 40 days later: the tombstone is gone
	} {
		if step.change.File == "" {
			now = now.AddDate(0, 0, 40)
		}
		now = now.Add(time.Hour)
		s, _ = s.With([]archive.Change{step.change}[:min(1, len(step.change.File))], archive.Occasion{Now: now, Live: true, Imported: []string{"/"}})
		after := tags()
		for i := range after {
			if (after[i] != before[i]) != step.want[i] {
				t.Errorf("%v: document %d is another: %v, want %v", step.change, i, after[i] != before[i], step.want[i])
			}
		}
		before = after
	}
}

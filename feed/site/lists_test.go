package site

import (
	"net/url"
	"strings"
	"testing"
)

// TestListedFeeds checks that a list of subscriptions may be of any feeds of the site,
// in whatever spelling, and of nothing else.
func TestListedFeeds(t *testing.T) {
	tr := publish(t, looks, map[string]string{"2026/04/1/a.md": "### 2026-04-1\n##### Moon, Mars\n# A\n", "2026/04/2/b.md": "### 2026-04-2\n##### Mars\n# B\n"})
	for _, c := range []struct {
		feeds  string // separated by spaces
		status Status
		want   string // the feeds in the list, or why there is none
	}{
		{"/topics/moon/feed.rss", Found, "/topics/moon/feed.rss"},
		{"/topics/moon/feed.atom?limit=5 /feed.json", Found, "/topics/moon/feed.atom?limit=5 /feed.json"},
		{base + "/topics/Moon/feed.rss topics/moon/feed.rss", Found, "/topics/moon/feed.rss"},
		{"/topics/mars+moon/feed.rss /2026/04/feed.rss /lang/en/feed.atom", Found, "/topics/mars+moon/feed.rss /2026/04/feed.rss /lang/en/feed.atom"},
		{"/topics/moon/digest/daily.rss /changes.atom /rss.xml", Found, "/topics/moon/digest/daily.rss /changes.atom /feed.rss"},
		{"/topics/mon/feed.rss", Refused, `at "/topics/mon/feed.rss" is no feed: there is no topic "mon"`},
		{"/topics/moon/", Refused, `at "/topics/moon/" is no feed`},
		{"/topics/moon/feed.rss?limit=0", Refused, `is no feed: limit must be`},
		{"https://elsewhere.example/feed.rss", Refused, "is no feed"},
		{"%zz", Refused, "is no feed"},
		{"/opml?feed=/feed.rss", Refused, "is no feed"},
		{strings.TrimSpace(strings.Repeat("/feed.rss ", 101)), Refused, "at most 100 feeds"},
	} {
		query := url.Values{"feed": strings.Split(c.feeds, " ")}.Encode()
		a := tr.Lookup(tr.snapshot(), "/opml", query)
		if a.Status != c.status || a.Status == Refused && !strings.Contains(a.Why, c.want) {
			t.Errorf("%.80s: %v %q, want %v %q", c.feeds, a.Status, a.Why, c.status, c.want)
			continue
		}
		if a.Status == Refused {
			continue
		}
		text := string(a.Make().Body)
		for _, path := range strings.Split(c.want, " ") {
			if !strings.Contains(text, `xmlUrl="`+base+path+`"`) {
				t.Errorf("%s lacks %s:\n%s", c.feeds, path, text)
			}
		}
		if n := strings.Count(text, "xmlUrl="); n != len(strings.Split(c.want, " ")) {
			t.Errorf("%s has %d feeds:\n%s", c.feeds, n, text)
		}
	}
	if a := tr.Lookup(tr.snapshot(), "/opml", "feed=/topics/mon/feed.rss"); len(a.Near) == 0 || a.Near[0].Name != "Moon" {
		t.Errorf("suggests %v", a.Near)
	}
	if a := tr.Lookup(tr.snapshot(), "/opml", "feed=/feed.rss&topics=moon"); a.Status != Refused {
		t.Errorf("topics and feeds: %v", a.Status)
	}
}

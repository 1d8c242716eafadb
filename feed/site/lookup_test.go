package site

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/feed/trials/newstest"
)

// FuzzRoute checks that every path is found, is redirected to an existing
// canonical address, or gets a one-sentence explanation.
func FuzzRoute(f *testing.F) {
	trees := []*tree{whole(f), several(f), several(f).aliased(
		Alias{Path: "/tags/*/index.xml", Feed: "/topics/*/feed.rss"}, Alias{Path: "/*/index.xml", Feed: "/*/feed.atom", Serve: true}, Alias{Path: "/zh/tag/*/feed/", Feed: "/zh/topics/*/feed.rss"},
		Alias{Path: "/*", Feed: "/sources/*/feed.json"}, Alias{Path: "/index.xml", Feed: "/feed.atom"})}
	for _, path := range []string{"feed.rss", "topics/space-flight/feed.atom", "covers/2026/04/7/cover.gif", "2026/04/7/first.md", "topics/a+b,c/except/d/", "/../",
		"topics/+", "opml", "opml?topics=moon,t1", "feed.rss?limit=0", "archive/2026-04.atom", "search/?q=moon", "2026/04/9/gone",
		"topics/moon/", "topics/moon+t1/feed.rss", "topics/moon,t1/except/t2/", "topics/C++/", "topics/,,", "topics/a/except", "topics/%zz", "topics/a\x00+b/",
		"help", "help/zh", "help/en/", "help/xx/", "feed.rss?raw", "changes.atom?limit=3&raw", "lang/en/sources/x/feed.atom", "sources/[::1]/", "lang/i-klingon/", "sources/a..b/", "topics/moon/archive/2026-0123456789abcdef.rss", "2026/04/archive/2026-04.json",
		"zh", "zh/", "zh/old/feed/", "zh/topics", "zh/topics/moon,mars/except/tea/feed.rss", "zh/2026/4/7/", "zh/archive/2024-01.rss", "zh/rss.xml", "news/e\u0301te\u0301/", "zh//", "zh/old//topics/", "tags/Moon/index.xml", "tags/a+b/index.xml", "zh/index.xml", "zh/tag/mars/feed?limit=2", "bbc.co.uk", "tags/C++/index.xml/"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, rest string) {
		for _, tr := range trees {
			tr.route(t, rest)
		}
	})
}

// route looks a path up.
func (tr *tree) route(t *testing.T, rest string) {
	s := tr.snapshot()
	path, query, _ := strings.Cut("/"+rest, "?")
	a := tr.Lookup(s, path, query)
	switch a.Status {
	case Found:
		if again := tr.LookupURI(s, a.Path); again.Status != Found || again.Path != a.Path || again.Revision != a.Revision {
			t.Errorf("%q is %s, which is %v: %s", rest, a.Path, again.Status, again.Path)
		}
	case Moved, MovedForNow:
		plain, _ := url.PathUnescape(a.Path)
		if !strings.HasPrefix(a.Path, "/") || plain == path && query == "" {
			t.Errorf("%q leads to %q", rest, a.Path)
		}
	case Gone, Unknown, Refused:
		if a.Why == "" || strings.Contains(a.Why, "\n") {
			t.Errorf("%q is %v: %q", rest, a.Status, a.Why)
		}
	}
}

// BenchmarkLookup looks up addresses in an archive of 5,000 articles. "x-entry" is
// the ratio to finding an entry by its path.
func BenchmarkLookup(b *testing.B) {
	files := map[string]string{}
	for f := range newstest.Articles(5000, 1) {
		files[f.Path] = string(f.Data)
	}
	tr := publish(b, looks, files)
	s := tr.snapshot()
	var slugs []string
	for f := range s.Topics() {
		slugs = append(slugs, f.Topic.Slug)
	}
	page := s.Global().Latest(1)[0].Path
	for _, c := range []struct{ name, path string }{
		{"feed", "/topics/" + slugs[0] + "/feed.atom"},
		{"combination", "/topics/" + slugs[0] + "," + slugs[1] + "/feed.atom"},
		{"article", page},
		{"unknown", "/nothing/of/the/kind"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			var took, floor time.Duration
			for b.Loop() {
				start := time.Now()
				a := tr.Lookup(s, c.path, "")
				took += time.Since(start)
				if (a.Status == Found) != (c.name != "unknown") {
					b.Fatalf("%s is %v", c.path, a.Status)
				}
				start = time.Now()
				_, ok := s.Entry(page)
				floor += time.Since(start)
				if !ok {
					b.Fatal("there is no entry")
				}
			}
			b.ReportMetric(float64(took)/float64(floor), "x-entry")
		})
	}
}

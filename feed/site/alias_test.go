package site

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"dateline/feed/archive"
)

// aliased gives a site aliases.
func (tr *tree) aliased(list ...Alias) *tree {
	o := tr.Options
	o.Aliases = list
	tr.Catalogue = New(o)
	return tr
}

// answerOf is what a path is found to be: its status and its address.
func answerOf(tr *tree, s *archive.Snapshot, target string) string {
	path, query, _ := strings.Cut(target, "?")
	a := tr.Lookup(s, path, query)
	return strings.TrimSpace(a.Status.String() + " " + a.Path)
}

// TestAliases asks for aliases of feeds in all spellings.
func TestAliases(t *testing.T) {
	tr := whole(t)
	tr.change(map[string]string{
		"pages/us.md":            "---\ndate: 2026-04-02\ntopics: [United States, AC/DC]\n---\n# U.S.\n",
		"tags/mars/index.xml.md": "---\ndate: 2026-04-02\n---\n# An article at the address of a feed\n",
	})
	tr.aliased(
		Alias{Path: "/tags/*/index.xml", Feed: "/topics/*/feed.rss"},
		Alias{Path: "/feed/by_tag/*.xml", Feed: "/topics/*/feed.atom"},
		Alias{Path: "/tag/*/feed/", Feed: "/topics/*/feed.rss", Serve: true},
		Alias{Path: "/de/*/rss", Feed: "/sources/*/feed.rss"},
		Alias{Path: "/*/atom", Feed: "/lang/*/feed.atom"},
		Alias{Path: "/*/atom/", Feed: "/topics/*/feed.atom"},
		Alias{Path: "/years/*.xml", Feed: "/*/feed.rss"},
		Alias{Path: "/old.xml", Feed: "/archive/2020-02.atom"},
		Alias{Path: "/feed.xml", Feed: "/feed.atom"},
		Alias{Path: "/feed/", Feed: "/feed.json", Serve: true},
		Alias{Path: "/moon.xml", Feed: "/topics/Moon/feed.rss"},
		Alias{Path: "/both.xml", Feed: "/topics/moon+T1/feed.rss"},
		Alias{Path: "/flux/\u00e9t\u00e9.xml", Feed: "/feed.rss"},
	)
	s := tr.snapshot()
	volume := answerOf(tr, s, "/archive/2020-02.atom")
	if !strings.HasPrefix(volume, "moved temporarily /archive/2020-02-") {
		t.Fatal(volume)
	}
	for target, want := range map[string]string{
		"/tags/moon/index.xml":              "moved /topics/moon/feed.rss",
		"/tags/moon/index.xml/":             "moved /topics/moon/feed.rss",
		"/tags/Moon/index.xml":              "moved /topics/moon/feed.rss",
		"/tags/luna/index.xml":              "moved /topics/moon/feed.rss",
		"/tags/Luna/index.xml":              "moved /topics/moon/feed.rss",
		"/tags/Space Flight/index.xml":      "moved /topics/space-flight/feed.rss",
		"/tags/Space-Flight/index.xml":      "moved /topics/space-flight/feed.rss",
		"/tags/space_flight/index.xml":      "moved /topics/space-flight/feed.rss",
		"/tags/United-States/index.xml":     "moved /topics/united-states/feed.rss",
		"/tags/U.S./index.xml":              "moved /topics/united-states/feed.rss",
		"/tags/u-s/index.xml":               "moved /topics/united-states/feed.rss",
		"/tags/ac-dc/index.xml":             "moved /topics/ac-dc/feed.rss",
		"/tags/c++/index.xml":               "moved /topics/c/feed.rss",
		"/tags/d++/index.xml":               "unknown",
		"/tags/moon,t1/index.xml":           "unknown",
		"/tags/月球/index.xml":                "moved /topics/%E6%9C%88%E7%90%83/feed.rss",
		"/tags/moon/index.xml?limit=2":      "moved /topics/moon/feed.rss?limit=2",
		"/tags/luna/index.xml?limit=2":      "moved /topics/moon/feed.rss?limit=2",
		"/tags/moon/index.xml?utm_source=x": "moved /topics/moon/feed.rss",
		"/tags/moon/index.xml?limit=0":      "refused",
		"/tags/moonn/index.xml":             "unknown",
		"/tags//index.xml":                  "unknown",
		"/tags/a/b/index.xml":               "unknown",
		"/tags/mars/index.xml":              "found /tags/mars/index.xml",
		"/tags/lost topic/index.xml":        "moved /topics/lost-topic/feed.rss",
		"/feed/by_tag/moon.xml":             "moved /topics/moon/feed.atom",
		"/feed/by_tag/moon.xml.xml":         "unknown",
		"/tag/Luna/feed/":                   "found /topics/moon/feed.rss",
		"/tag/moon/feed":                    "found /topics/moon/feed.rss",
		"/tag/moon/feed?limit=3":            "found /topics/moon/feed.rss?limit=3",
		"/tag/moonn/feed":                   "unknown",
		"/de/www.bbc.co.uk/rss":             "moved /sources/bbc.co.uk/feed.rss",
		"/zh-Hant/atom":                     "moved /lang/zh-Hant/feed.atom",
		"/moon/atom":                        "moved /topics/moon/feed.atom",
		"/years/2020.xml":                   "moved /2020/feed.rss",
		"/years/2019.xml":                   "unknown",
		"/old.xml":                          volume,
		"/feed.xml":                         "moved /feed.atom",
		"/feed/":                            "found /feed.json",
		"/feed":                             "found /feed.json",
		"/rss.xml":                          "found /feed.rss",
		"/moon.xml":                         "moved /topics/moon/feed.rss",
		"/both.xml":                         "moved /topics/moon+t1/feed.rss",
		"/flux/e\u0301te\u0301.xml":         "moved /feed.rss",
		"/Moon.xml":                         "unknown",
	} {
		if got := answerOf(tr, s, target); got != want {
			t.Errorf("%s is %s, want %s", target, got, want)
		}
		if at, ok := strings.CutPrefix(want, "moved /"); ok {
			if is := tr.LookupURI(s, "/"+at); is.Status != Found {
				t.Errorf("%s leads to /%s, which is %v", target, at, is.Status)
			}
		}
	}
	if a := tr.Lookup(s, "/tags/moonn/index.xml", ""); len(a.Near) == 0 || a.Near[0].Path != "/topics/moon/" || a.Why != `there is no topic "moonn"` {
		t.Errorf("%+v", a)
	}
	if a := tr.Lookup(s, "/tag/moon/feed/", ""); string(a.Make().Body) != string(tr.Lookup(s, "/topics/moon/feed.rss", "").Make().Body) || a.Page.Make == nil {
		t.Error("what is served is not the feed")
	}
	for a := range tr.All(s) {
		if a.Path == "/feed/" || strings.HasPrefix(a.Path, "/tag/") {
			t.Errorf("%s is listed", a.Path)
		}
	}
}

// TestAliasesBelowMounts asks for aliases that lead below mounts, and for some that
// take the place of what programs probe there.
func TestAliasesBelowMounts(t *testing.T) {
	tr := several(t).aliased(
		Alias{Path: "/zh/tags/*/index.xml", Feed: "/zh/topics/*/feed.rss"},
		Alias{Path: "/zh/index.xml", Feed: "/zh/feed.atom"},
		Alias{Path: "/*/rss.xml", Feed: "/*/feed.json"},
	)
	s := tr.snapshot()
	for target, want := range map[string]string{
		"/zh/tags/Mars/index.xml":  "moved /zh/topics/mars/feed.rss",
		"/zh/tags/marsh/index.xml": "unknown",
		"/zh/index.xml":            "moved /zh/feed.atom",
		"/zh/atom.xml":             "found /zh/feed.atom",
		"/zh/rss.xml":              "moved /zh/feed.json",
		"/letters/rss.xml":         "moved /letters/feed.json",
		"/nowhere/rss.xml":         "unknown",
		"/rss.xml":                 "found /feed.rss",
		"/zh/old/index.xml":        "found /zh/old/feed.rss",
	} {
		if got := answerOf(tr, s, target); got != want {
			t.Errorf("%s is %s, want %s", target, got, want)
		}
	}
	if a := tr.Lookup(s, "/zh/tags/marsh/index.xml", ""); len(a.Near) == 0 || a.Near[0].Path != "/zh/topics/mars/" {
		t.Errorf("near it: %v", a.Near)
	}
}

// TestManyAliases checks that a site with aliases finds everything else without a
// further allocation, and one of many aliases with no more than if it were alone.
// With the race detector, pools drop what they hold at random, so counts may differ
// by one.
func TestManyAliases(t *testing.T) {
	tr := whole(t)
	s := tr.snapshot()
	count := func(path string) float64 { // the least: the race detector empties pools at random
		fewest := math.Inf(1)
		for range 100 {
			fewest = min(fewest, testing.AllocsPerRun(1, func() { tr.Lookup(s, path, "") }))
		}
		return fewest
	}
	paths := []string{"/feed.rss", "/topics/moon/feed.atom", "/notes/1", "/nothing/of/the/kind", "/index.xml", "/covers/2026/04/7/cover.gif"}
	before := map[string]float64{}
	for _, path := range paths {
		before[path] = count(path)
	}
	var list []Alias
	for i := range 1000 {
		list = append(list, Alias{Path: fmt.Sprintf("/tags%d/*/index.xml", i), Feed: "/topics/*/feed.rss"}, Alias{Path: fmt.Sprintf("/old%d.xml", i), Feed: "/feed.rss"})
	}
	tr.aliased(list...)
	for _, path := range paths {
		if now := count(path); now > before[path]+1 {
			t.Errorf("%s takes %.0f allocations, and took %.0f", path, now, before[path])
		}
	}
	many := count("/tags999/moon/index.xml")
	tr.aliased(list[len(list)-2])
	if one := count("/tags999/moon/index.xml"); many > one+1 {
		t.Errorf("one alias of many takes %.0f allocations, and alone %.0f", many, one)
	}
}

// TestShadowed checks that complaints name the aliases at whose addresses there are
// articles, and no other.
func TestShadowed(t *testing.T) {
	tr := publish(t, looks, map[string]string{
		"tags/mars/index.xml.md": "---\ndate: 2026-04-02\naliases: [/was.xml]\n---\n# One\n",
		"index.xml.md":           "---\ndate: 2026-04-02\n---\n# Reserved\n",
		"b.md":                   "---\ndate: 2026-04-02\n---\n# Two\n",
	}).aliased(
		Alias{Path: "/tags/*/index.xml", Feed: "/topics/*/feed.rss"}, Alias{Path: "/b/", Feed: "/feed.rss"}, Alias{Path: "/was.xml", Feed: "/feed.rss"},
		Alias{Path: "/free.xml", Feed: "/feed.rss"}, Alias{Path: "/free/*.xml", Feed: "/topics/*/feed.rss"},
	)
	s := tr.snapshot()
	var got []string
	for _, p := range tr.Shadowed(s) {
		got = append(got, p.What)
	}
	want := []string{
		`the path "/b/" of a [[feeds.alias]] is that of the article /b`,
		`the path "/was.xml" of a [[feeds.alias]] is that of the article /tags/mars/index.xml`,
		`the path "/tags/*/index.xml" of a [[feeds.alias]] is that of the article /tags/mars/index.xml`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if a := tr.Lookup(s, "/was.xml", ""); a.Status != Moved || a.Path != "/tags/mars/index.xml" {
		t.Errorf("%v %s", a.Status, a.Path)
	}
}

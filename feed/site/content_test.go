package site

import (
	"slices"
	"strings"
	"testing"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// directories are content directories besides that at the root.
var directories = []render.Directory{{Mount: "/zh", Title: "新闻", Language: "zh-Hans"}, {Mount: "/zh/old"}}

// several publishes a site of three directories.
func several(t testing.TB) *tree {
	looks := looks
	looks.Directories = append(slices.Clone(directories), render.Directory{Mount: "/news/été", Language: "fr"}, render.Directory{Mount: "/letters"})
	dated := func(date, title, topics string) string {
		return "---\ndate: " + date + "\ntopics: [" + topics + "]\nsource: https://www.bbc.co.uk/" + title + "\n---\n# " + title + "\n\nText.\n"
	}
	files := map[string]string{
		"a.md":                dated("2026-04-01", "Apple", "Moon"),
		"zh/2026/04/7/b.md":   dated("2026-04-07", "Banana", "Moon, Mars"),
		"zh/feed.xml.md":      dated("2026-04-02", "Feed", "Moon"),
		"zh/topics/tea.md":    dated("2026-04-03", "Tea", "Moon"),
		"zh/index.md":         dated("2026-04-04", "Front", "Mars"),
		"zh/gone.md":          dated("2026-04-05", "Gone", "Venus"),
		"zh/old/c.md":         dated("2025-12-31", "Cherry", "Moon"),
		"news/été/d.md":       dated("2026-03-01", "Date", "Moon"),
		"news/e.md":           dated("2026-03-02", "Elder", "Sun"),
		"zh/topics/mars.md":   dated("2026-04-06", "Mars", "Mars"),
		"zh/2026/04/index.md": dated("2026-04-08", "April", "Mars"),
	}
	for i := range 5 {
		files["zh/more/"+string(rune('a'+i))+".md"] = dated("2024-01-0"+string(rune('1'+i)), "More "+string(rune('A'+i)), "Moon")
	}
	tr := publish(t, looks, files)
	tr.now = tr.now.Add(1)
	tr.change(map[string]string{"zh/gone.md": ""})
	return tr
}

// TestContentAddresses asks for addresses below the mounts of content directories,
// in canonical and other spellings.
func TestContentAddresses(t *testing.T) {
	tr := several(t)
	s := tr.snapshot()
	for _, c := range []struct {
		path string
		want Status
		at   string // where that is, if not at path
	}{
		{"/zh", Found, ""}, // the article zh/index.md
		{"/zh/", Found, ""},
		{"/zh/old", Moved, "/zh/old/"},
		{"/zh/old/", Found, ""},
		{"/zh/feed.rss", Found, ""},
		{"/zh/feed.atom", Found, ""},
		{"/zh/rss.xml", Found, "/zh/feed.rss"},
		{"/zh/feed/", Found, "/zh/feed.rss"},
		{"/zh/feed", Moved, "/zh/feed/"},
		{"/zh/atom.xml", Found, "/zh/feed.atom"},
		{"/zh/feed.xml", Found, ""}, // an article with that name
		{"/zh/old/feed.xml", Found, "/zh/old/feed.rss"},
		{"/zh/digest/daily.rss", Found, ""},
		{"/zh/changes.rss", Unknown, ""},
		{"/zh/topics", Moved, "/zh/topics/"},
		{"/zh/topics/", Found, ""},
		{"/zh/topics/moon/", Found, ""},
		{"/zh/topics/Moon/feed.rss", Moved, "/zh/topics/moon/feed.rss"},
		{"/zh/topics/moon+mars/feed.rss", Moved, "/zh/topics/mars+moon/feed.rss"},
		{"/zh/topics/mars+moon/feed.rss", Found, ""},
		{"/zh/topics/mars,moon/", Found, ""},
		{"/zh/topics/moon/except/mars/feed.json", Found, ""},
		{"/zh/topics/sun/", Found, ""}, // of another directory
		{"/zh/topics/tea", Found, ""},  // an article
		{"/zh/topics/tea/", Moved, "/zh/topics/tea"},
		{"/zh/topics/mars", Found, ""},
		{"/zh/topics/mars/", Found, ""},
		{"/zh/topics/a+b,c/", Refused, ""},
		{"/zh/topics/nothing/", Unknown, ""},
		{"/zh/sources/bbc.co.uk/feed.rss", Found, ""},
		{"/zh/sources/www.bbc.co.uk/topics/moon/", Moved, "/zh/topics/moon/sources/bbc.co.uk/"},
		{"/zh/lang/zh/", Found, ""},
		{"/zh/lang/", Found, ""},
		{"/zh/2026/", Found, ""},
		{"/zh/2026/4/7/", Moved, "/zh/2026/04/07/"},
		{"/zh/2026/04/07/feed.rss", Found, ""},
		{"/zh/2026/04/01/", Unknown, ""}, // only in another directory
		{"/zh/2026/04/7/b", Found, ""},
		{"/zh/2026/04/7/b.md", Found, ""},
		{"/zh/2026/04", Found, ""}, // an article
		{"/zh/2026/04/", Found, ""},
		{"/zh/topics.opml", Found, ""},
		{"/zh/sitemap.xml", Unknown, ""},
		{"/zh/search/", Unknown, ""},
		{"/zh/archive/2024-01.rss", MovedForNow, ""},
		{"/zh/gone", Gone, ""},
		{"/zh/nothing", Unknown, ""},
		{"/news/%C3%A9t%C3%A9", Moved, "/news/%C3%A9t%C3%A9/"},
		{"/news/%C3%A9t%C3%A9/feed.rss", Found, ""},
		{"/news/e%CC%81te%CC%81/feed.rss", Moved, "/news/%C3%A9t%C3%A9/feed.rss"},
		{"/news/", Unknown, ""},
		{"/topics/moon/", Found, ""},
		{"/feed.rss", Found, ""},
	} {
		a := tr.LookupURI(s, c.path)
		at := c.at
		if at == "" && c.want == Found {
			at = c.path
		}
		if a.Status != c.want || at != "" && a.Path != at {
			t.Errorf("%s is %v at %q, want %v at %q", c.path, a.Status, a.Path, c.want, at)
		}
	}
	if a := tr.LookupURI(s, "/zh/topics/mon/"); len(a.Near) == 0 || a.Near[0].Path != "/zh/topics/moon/" {
		t.Errorf("near a topic of a directory are %v", a.Near)
	}
	if a := tr.LookupURI(s, "/leters/feed.rss"); len(a.Near) == 0 || a.Near[0] != (Near{Name: "Site: letters", Path: "/letters/"}) {
		t.Errorf("near a directory are %v", a.Near)
	}
}

// TestContentsAreListed checks which addresses below mounts All lists, and that
// each is found as itself.
func TestContentsAreListed(t *testing.T) {
	tr := several(t)
	s := tr.snapshot()
	listed := map[string]bool{}
	for a := range tr.All(s) {
		if listed[a.Path] {
			t.Errorf("%s is there twice", a.Path)
		}
		listed[a.Path] = true
		if is := tr.LookupURI(s, a.Path); !is.stands(a.Path) || is.Revision != a.Revision {
			t.Errorf("%s is %v at %s", a.Path, is.Status, is.Path)
		}
	}
	for _, path := range []string{"/zh/", "/zh/feed.json", "/zh/2026/04/", "/zh/2026/04/07/feed.rss", "/zh/old/", "/zh/old/2025/12/31/", "/zh/digest/weekly.rss", "/news/%C3%A9t%C3%A9/feed.rss"} {
		if !listed[path] {
			t.Errorf("%s is missing", path)
		}
	}
	for _, path := range []string{"/zh/topics/", "/zh/topics/moon/", "/zh/2025/12/31/", "/zh/2026/04/01/"} {
		if listed[path] {
			t.Errorf("%s is listed", path)
		}
	}
}

// TestContentLinksAreKnown follows the links of all pages and feeds below a mount.
func TestContentLinksAreKnown(t *testing.T) {
	tr := several(t)
	s := tr.snapshot()
	paths := []string{"/", "/topics.opml", "/sitemap.xml", "/zh/topics/", "/zh/topics.opml", "/zh/topics/moon/", "/zh/topics/moon/feed.atom", "/zh/topics/mars,moon/feed.rss", "/zh/sources/", "/zh/lang/", "/zh/sources/bbc.co.uk/feed.json"}
	for a := range tr.All(s) {
		if strings.HasPrefix(a.Path, "/zh/") && a.File == nil {
			paths = append(paths, a.Path)
		}
	}
	followed := map[string]bool{}
	for _, path := range paths {
		for _, m := range links.FindAllStringSubmatch(tr.content(tr.LookupURI(s, path).Address), -1) {
			link := strings.ReplaceAll(m[1], "&amp;", "&")
			if followed[link] {
				continue
			}
			followed[link] = true
			if is := tr.LookupURI(s, link); is.Status != Found && is.Status != MovedForNow {
				t.Errorf("%s links to %s, which is %v", path, link, is.Status)
			}
		}
	}
	for _, link := range []string{"/zh/", "/zh/old/", "/zh/feed.rss", "/zh/topics/", "/zh/topics/moon/feed.rss", "/zh/2024/01/", "/topics/moon/", "/zh/2026/04/07/"} {
		if !followed[link] {
			t.Errorf("nothing links to %s", link)
		}
	}
}

// TestContentRevisions counts the documents below a mount that a change in another
// directory touches: none.
func TestContentRevisions(t *testing.T) {
	tr := several(t)
	old := tr.snapshot()
	tr.change(map[string]string{"f.md": "---\ndate: 2019-04-01\ntopics: [Moon]\n---\n# Fig\n\nText.\n"})
	s := tr.snapshot()
	changed := 0
	for path := range tr.Changed(old, s, tr.delta) {
		changed++
		if dir, _, ok := s.ContentAt(path); ok {
			if _, isArticle := s.Entry(path); !isArticle { // pages of articles show how many their topics have
				t.Errorf("%s of %s changed", path, dir.Topic.Name)
			}
		}
	}
	if changed == 0 {
		t.Error("nothing changed")
	}
	if f, _ := at(s, &archive.Topic{Kind: archive.OfContent, Slug: "zh"}); f.Serial() > old.Serial() {
		t.Error("the feed of another directory was made again")
	}
}

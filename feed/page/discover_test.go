package page

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// alternate is a feed that the head of a page names.
type alternate struct{ mediaType, url, title string }

// alternates returns the feeds in the head of a page as programs find them: by the
// relation and the type of a link, in the order of the page.
func alternates(t *testing.T, page []byte) (list []alternate) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.DataAtom != atom.Link || n.Parent.DataAtom != atom.Head {
			continue
		}
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		if attrs["rel"] == "alternate" && strings.HasPrefix(attrs["type"], "application/") {
			list = append(list, alternate{attrs["type"], attrs["href"], attrs["title"]})
		}
	}
	return list
}

// simple returns the first feed that a program finds with no parser of HTML: it looks
// for the type and takes the href after it as it is.
func simple(page string) string {
	_, rest, _ := strings.Cut(page, `type="application/atom+xml" href="`)
	url, _, _ := strings.Cut(rest, `"`)
	return url
}

// followed are articles of two topics.
var followed = []txtar.File{
	{Name: "2026/04/7/a.md", Data: []byte("### 2026-04-7\n##### C++ and more\n# Rocket\n\nIt flew.\n\n### Related:\n\n1. [b](/2026/04/8/b.md) _Context: Moon_\n")},
	{Name: "2026/04/8/b.md", Data: []byte("### 2026-04-8\n##### Moon\n# Landing\n\nIt landed.\n")},
}

// TestDiscovery checks which feeds programs find from each kind of page, and in which
// order: that of the page first, then those of the site, each with a title of its own.
func TestDiscovery(t *testing.T) {
	as := site()
	p, s := pages(as), build(t, followed)
	moon, _ := s.Topic("moon")
	e, _ := s.Entry("/2026/04/7/a")
	day, _ := p.Renderer.OfDate(s, s.Global(), "2026-04-07")
	digest, _ := p.Renderer.Digest(s, render.Of(moon), render.Weekly, imported.Now)
	short := render.Of(moon)
	short.Variant = render.Variant{Limit: 1, Content: "summary"}
	found := p.Renderer.Found(s, `<"moon" & sun>`).At(s, nil)
	const news = "Günther & Söhne <news>"
	for name, c := range map[string]struct {
		page         render.Document
		first, title string
		then         string
	}{
		"landing":   {p.Landing(s), "/feed.atom", news + " (Atom)", "/feed.rss"},
		"topic":     {p.List(render.Of(moon)), "/topics/moon/feed.atom", news + ": Moon (Atom)", "/topics/moon/feed.rss"},
		"article":   {p.Article(s, e), "/feed.atom", news + " (Atom)", "/feed.rss"},
		"date":      {p.List(day), "/2026/04/07/feed.atom", news + ": 2026-04-07 (Atom)", "/2026/04/07/feed.rss"},
		"search":    {p.Search(found, Results{}), "/search/feed.atom?q=%3C%22moon%22+%26+sun%3E", news + `: Search: <"moon" & sun> (Atom)`, "/search/feed.rss?q=%3C%22moon%22+%26+sun%3E"},
		"topics":    {p.Index(s, s.Global(), archive.OfTopic, Listing{Page: 1}), "/feed.atom", news + " (Atom)", "/feed.rss"},
		"help":      {p.Help("fr"), "/feed.atom", news + " (Atom)", "/feed.rss"},
		"feed":      {p.Feed(render.Of(moon), render.JSON), "/topics/moon/feed.json", news + ": Moon (JSON Feed)", "/topics/moon/feed.atom"},
		"variant":   {p.Feed(short, render.RSS), "/topics/moon/feed.rss?content=summary&limit=1", news + ": Moon ?content=summary&limit=1 (RSS)", "/topics/moon/feed.atom?content=summary&limit=1"},
		"digest":    {p.Feed(digest, render.Atom), "/topics/moon/digest/weekly.atom", news + ": Moon: Weekly digest (Atom)", "/topics/moon/digest/weekly.rss"},
		"empty hit": {p.Feed(found, render.Atom), "/search/feed.atom?q=%3C%22moon%22+%26+sun%3E", news + `: Search: <"moon" & sun> (Atom)`, "/search/feed.rss?q=%3C%22moon%22+%26+sun%3E"},
	} {
		list := alternates(t, c.page.Body)
		if len(list) < 3 || list[0].url != base+c.first || list[0].title != c.title || list[1].url != base+c.then {
			t.Errorf("%s: %+v", name, list)
			continue
		}
		formats, titles, urls := map[string]bool{}, map[string]bool{}, ""
		for i, a := range list {
			if titles[a.title] || strings.Contains(urls, a.url+"\n") {
				t.Errorf("%s: %+v is there twice", name, a)
			}
			titles[a.title] = true
			urls += a.url + "\n"
			if i < 3 {
				formats[a.mediaType] = true
			}
		}
		for _, format := range render.Formats {
			if !strings.Contains(urls, base+"/feed."+string(format)+"\n") {
				t.Errorf("%s does not name the feed of the site as %s", name, format)
			}
		}
		if len(formats) != 3 {
			t.Errorf("%s: the first three feeds are of %v", name, formats)
		}
		if url := strings.ReplaceAll(simple(string(c.page.Body)), "&amp;", "&"); !strings.Contains(urls, url+"\n") || url == "" {
			t.Errorf("%s: a program without a parser finds %q", name, url)
		}
	}
}

// TestDiscoveryIsBounded checks that an article of many topics names the feeds of some
// of them.
func TestDiscoveryIsBounded(t *testing.T) {
	var topics []string
	for i := range 100 {
		topics = append(topics, fmt.Sprintf("topic %d", i))
	}
	s := build(t, []txtar.File{{Name: "2026/04/7/a.md", Data: []byte("---\ntitle: A\ntopics: [" + strings.Join(topics, ", ") + "]\n---\nText.\n")}})
	e, _ := s.Entry("/2026/04/7/a")
	if list := alternates(t, pages(site()).Article(s, e).Body); len(list) != 3*(1+mostDiscovered) || len(e.Topics) != 100 {
		t.Errorf("%d feeds for %d topics", len(list), len(e.Topics))
	}
}

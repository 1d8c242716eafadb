package page

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// leads matches what a page leads to: the tag, its attributes up to the URL, the
// attribute and the URL.
var leads = regexp.MustCompile(`<(\w+)([^>]*?) (href|src|action|poster|cite)="([^"]*)"`)

// TestLinksWithinPages checks that links of pages are paths, with that of the base URL,
// and that only what leaves the page has the host: the canonical address, the feeds that
// programs discover, those that people copy, and the article.
func TestLinksWithinPages(t *testing.T) {
	ar, err := txtar.ParseFile("testdata/lists.txtar")
	if err != nil {
		t.Fatal(err)
	}
	inputs := slices.DeleteFunc(ar.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
	for _, base := range []string{"https://news.example.org", "https://news.example.org/journal"} {
		as := site()
		as.BaseURL = base
		p, s := pages(as), build(t, inputs)
		list := []render.Document{p.Landing(s), p.Index(s, s.Global(), archive.OfTopic, Listing{Page: 1}), p.SearchForm()}
		for f := range s.Topics() {
			sub := render.Of(f)
			sub.Snapshot = s
			list = append(list, p.List(sub))
		}
		for _, date := range []string{"2026", "2026-04", "2026-04-07"} {
			sub, _ := p.Renderer.OfDate(s, s.Global(), date)
			list = append(list, p.List(sub))
		}
		for e := range s.Global().Newest() {
			list = append(list, p.Article(s, e))
		}
		tags := map[string]int{}
		for _, d := range list {
			checkLinks(t, base, d, tags)
		}
		for _, kind := range []string{"a href", "form action", "img src"} {
			if tags[kind] == 0 {
				t.Errorf("no page has %s", kind)
			}
		}
		if landing := string(p.Landing(s).Body); !strings.Contains(landing, base+"/feed.atom") {
			t.Error("the address of the feed cannot be copied")
		}
	}
}

// checkLinks checks the links of a page, and counts those within the site by tag.
func checkLinks(t *testing.T, base string, d render.Document, tags map[string]int) {
	before, rest, _ := strings.Cut(string(d.Body), "<article")
	article, after, _ := strings.Cut(rest, "</article>")
	_, body, _ := strings.Cut(article, `e-content`)
	body, _, _ = strings.Cut(body, "\n</div>\n<h2>") // what follows the author's text
	for _, m := range leads.FindAllStringSubmatch(body, -1) {
		if strings.HasPrefix(m[4], "/") {
			t.Errorf("%s: the article has %q, and the same article in feeds has a host", d.Path, m[4])
		}
	}
	for _, m := range leads.FindAllStringSubmatch(before+after, -1) {
		tag, attributes, key, url := m[1], m[2], m[3], html.UnescapeString(m[4])
		within := strings.HasPrefix(url, "/")
		leaves := tag == "link" && (strings.Contains(attributes, "canonical") || strings.Contains(attributes, "alternate"))
		switch {
		case leaves && !strings.HasPrefix(url, base+"/"):
			t.Errorf("%s: %s leads to %q, which is not absolute", d.Path, tag, url)
		case !leaves && strings.HasPrefix(url, "https://news.example.org"):
			t.Errorf("%s: %s %s is %q, which leaves a site that is tried at another address", d.Path, tag, key, url)
		case within && (strings.HasPrefix(url, "//") || !strings.HasPrefix(url, basePath(base)+"/")):
			t.Errorf("%s: %s %s is %q, which is not below %s", d.Path, tag, key, url, base)
		}
		if within {
			tags[tag+" "+key]++
		}
	}
}

package page

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// listLinks matches the links of a list.
var listLinks = regexp.MustCompile(`<li><a href="([^"]*)"`)

// linksIn returns the links of the list on a page.
func linksIn(d render.Document) (list []string) {
	_, found, _ := strings.Cut(string(d.Body), `<div class="found">`)
	found, _, _ = strings.Cut(found, "</main>")
	for _, m := range listLinks.FindAllStringSubmatch(found, -1) {
		list = append(list, m[1])
	}
	return list
}

// numbered returns articles with a topic each.
func numbered(n int) (files []txtar.File) {
	for i := range n {
		files = append(files, txtar.File{Name: fmt.Sprintf("2026/04/7/%d.md", i), Data: fmt.Appendf(nil, "---\ntopics: [Topic %d]\n---\n# Article %d\n", i, i)})
	}
	return files
}

// TestIndexPages turns the pages of lists of several lengths, and checks that each topic
// is on exactly one of them.
func TestIndexPages(t *testing.T) {
	for _, n := range []int{0, 1, perIndex, perIndex + 1, 2*perIndex + 1} {
		s, p := build(t, numbered(n)), pages(site())
		for order := range sortNames {
			l := Listing{Order: archive.Order(order), Page: 1}
			last := p.LastPage(s, s.Global(), archive.OfTopic, l)
			var seen []string
			for ; l.Page <= last; l.Page++ {
				d := p.Index(s, s.Global(), archive.OfTopic, l)
				seen = append(seen, linksIn(d)...)
				for rel, want := range map[string]bool{"prev": l.Page > 1, "next": l.Page < last} {
					if got := strings.Contains(string(d.Body), `rel="`+rel+`"`); got != want {
						t.Errorf("page %d of %d topics has a link %q: %v", l.Page, n, rel, got)
					}
				}
				if d.Path != "/topics/"+l.Suffix() {
					t.Errorf("page %d is at %s", l.Page, d.Path)
				}
			}
			if slices.Sort(seen); len(seen) != n || len(slices.Compact(seen)) != n {
				t.Errorf("%d links to %d topics, sorted by %s", len(seen), n, sortNames[order])
			}
		}
	}
}

// TestIndexFilter checks what a query leaves of a list, and that the page shows it as
// text.
func TestIndexFilter(t *testing.T) {
	s, p := build(t, numbered(30)), pages(site())
	d := p.Index(s, s.Global(), archive.OfTopic, Listing{Query: "topic 2", Page: 1})
	text := string(d.Body)
	if got := linksIn(d); len(got) != 11 || !strings.Contains(text, `<p class="meta" role="status">11 of 30</p>`) || !strings.Contains(text, `content="noindex"`) {
		t.Errorf("%d topics are found: %s", len(got), text)
	}
	if text := string(p.Index(s, s.Global(), archive.OfTopic, Listing{Query: `"><script>`, Page: 1}).Body); strings.Contains(text, `"><script>`) || !strings.Contains(text, "Nothing has such a name") {
		t.Errorf("%s", text)
	}
}

func TestListingOf(t *testing.T) {
	for query, want := range map[string]string{
		"":                               "",
		"x=y":                            "",
		"q=+Moon++base+":                 "?q=Moon+base",
		"q=Moon":                         "?q=Moon",
		"q=":                             "",
		"q=%01%e2%80%ae%ff":              "",
		"sort=size":                      "",
		"sort=name&q=a&page=3":           "?page=3&q=a&sort=name",
		"page=1":                         "",
		"page=02":                        "?page=2",
		"page=2&page=3":                  "?page=2",
		"page=0":                         "error",
		"page=x":                         "error",
		"page=-1":                        "error",
		"page=99999999999999999999":      "error",
		"sort=age":                       "error",
		"q=" + strings.Repeat("ä", 100):  "?q=" + strings.Repeat("%C3%A4", 100),
		"q=" + strings.Repeat("ä", 101):  "error",
		"q=" + strings.Repeat("+", 2000): "",
	} {
		v, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		l, err := ListingOf(v)
		got := l.Suffix()
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
}

// TestIndexLanguages checks that the list of languages names each in itself and in the
// language of the page, and finds it by all of its names.
func TestIndexLanguages(t *testing.T) {
	file := func(name, language string) txtar.File {
		return txtar.File{Name: "2026/04/7/" + name, Data: []byte("---\nlanguage: " + language + "\n---\n# " + name + "\n")}
	}
	s := build(t, []txtar.File{file("a.md", "de"), file("b.md", "fa"), file("c.md", "zh-Hans")})
	p := pages(site())
	all := string(p.Index(s, s.Global(), archive.OfLanguage, Listing{Page: 1}).Body)
	for _, want := range []string{
		`<a href="/lang/de/" lang="de" hreflang="de">Deutsch</a> <span class="meta">German · 1</span>`,
		`<a href="/lang/fa/" lang="fa" hreflang="fa" dir="rtl">فارسی</a> <span class="meta">Persian · 1</span>`,
		`<h1>Languages <span class="count">3</span></h1>`,
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the page lacks %s:\n%s", want, all)
		}
	}
	for _, query := range []string{"deut", "GERM", "de"} {
		if got := linksIn(p.Index(s, s.Global(), archive.OfLanguage, Listing{Query: query, Page: 1})); !slices.Equal(got, []string{"/lang/de/"}) {
			t.Errorf("%q finds %q", query, got)
		}
	}
}

// TestIndexOfDirectory checks that the lists of a directory have the most exact one of
// the languages with the same articles there, and lead to its own pages and to the list
// of the site.
func TestIndexOfDirectory(t *testing.T) {
	look := site()
	look.Directories = []render.Directory{{Mount: "/zh", Language: "zh-Hans"}}
	o := archive.Options{Zone: look.Zone, Authority: "example.org,2026", Contents: []archive.Content{{Mount: "/"}, {Mount: "/zh"}}}
	var changes []archive.Change
	for _, f := range []struct{ file, language string }{{"/zh/a.md", "zh-Hans"}, {"/zh/b.md", "zh-Hans"}, {"/c.md", "zh-Hant"}, {"/d.md", "en"}} {
		a := &article.Article{Path: article.PagePath(f.file), File: f.file, Title: f.file, Date: imported.Now.AddDate(0, -1, 0), Rare: &article.Rare{}}
		a.Language = f.language
		changes = append(changes, archive.Change{File: f.file, Article: a})
	}
	s, _ := archive.New(o).With(changes, archive.Occasion{Now: imported.Now, Imported: []string{"/", "/zh"}})
	zh, _, _ := s.ContentAt("/zh/")
	p := pages(look)
	for in, want := range map[*archive.Feed][]string{
		s.Global(): {"/lang/en/", "/lang/zh-Hans/", "/lang/zh-Hant/", "/lang/zh/"},
		zh:         {"/zh/lang/zh-Hans/"},
	} {
		got := linksIn(p.Index(s, in, archive.OfLanguage, Listing{Page: 1}))
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("links %q, want %q", got, want)
		}
	}
	text := string(p.Index(s, zh, archive.OfLanguage, Listing{Page: 1}).Body)
	for _, want := range []string{`<html lang="zh-Hans">`, `<h1>语言 `, `<form class="filter" action="/zh/lang/">`, `href="/zh/"`, `href="/lang/"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %s:\n%s", want, text)
		}
	}
}

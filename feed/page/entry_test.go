package page

import (
	"cmp"
	"html"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

// noted returns articles, one a day from 2026-04-01 on.
func noted(list ...*article.Article) *archive.Snapshot {
	var changes []archive.Change
	for i, a := range list {
		a.File, a.Date, a.DateOnly, a.Fingerprint = a.Path+".md", time.Date(2026, 4, 1+i, 0, 0, 0, 0, time.UTC), true, uint64(i+1)
		if a.Rare == nil {
			a.Rare = &article.Rare{}
		}
		a.Language = cmp.Or(a.Language, "en")
		changes = append(changes, archive.Change{File: a.File, Article: a})
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, imported)
	return s
}

// TestLongTitles checks that a title is cut between grapheme clusters in lists.
func TestLongTitles(t *testing.T) {
	family := "👨‍👩‍👧" // five code points
	title := strings.Repeat(family, 100)
	short := strings.Repeat(family, 59) + "…"
	p := pages(site())
	s := build(t, []txtar.File{{Name: "2026/04/7/a.md", Data: []byte("### 2026-04-7\n##### Moon\n# " + title + "\nText.\n")}})
	moon, _ := s.Topic("moon")
	removed, _ := s.With([]archive.Change{{File: "/2026/04/7/a.md"}}, archive.Occasion{Now: imported.Now.Add(time.Hour)})
	changes, _ := p.Renderer.Changes(removed, render.Of(removed.Global()))
	for name, d := range map[string]render.Document{"landing": p.Landing(s), "topic": p.List(render.Of(moon)), "changes": p.Feed(changes, render.Atom)} {
		if body := string(d.Body); !strings.Contains(body, short) || strings.Contains(body, strings.Repeat(family, 60)) {
			t.Errorf("%s: the title is whole, or cut elsewhere:\n%s", name, body)
		}
	}
}

// TestNotes checks that lists call an article without a title by the beginning of its
// text, which they do not repeat as its summary.
func TestNotes(t *testing.T) {
	const fog = "Fog over the fields & frost on the gate; the dog found a glove by the weir, and kept it. "
	notes := []struct {
		article.Article
		name string
	}{
		{article.Article{Path: "/fog", HTML: "<p>" + strings.ReplaceAll(fog, "&", "&amp;") + "</p>"}, "Fog over the fields & frost on the gate; the dog found a glove by the weir,…"},
		{article.Article{Path: "/quoted", HTML: "<p>Text.</p>", Rare: &article.Rare{Summary: `AT&T's "x" <T> &lt;`}}, `AT&T's "x" <T> &lt;`},
		{article.Article{Path: "/summed", HTML: "<p>Text.</p>", Rare: &article.Rare{Summary: "In <short>."}}, "In <short>."},
		{article.Article{Path: "/pictured", HTML: `<p><img src="https://img.example.org/x.png" alt=""></p>`}, "pictured"},
		{article.Article{Path: "/empty&odd"}, "empty&odd"},
	}
	var list []*article.Article
	for i := range notes {
		list = append(list, &notes[i].Article)
	}
	s, p := noted(list...), pages(site())
	for what, d := range map[string]render.Document{"landing": p.Landing(s), "list": p.List(render.Of(s.Global()))} {
		page := string(d.Body)
		for _, n := range notes {
			if link := ">" + html.EscapeString(n.name) + "</a>"; strings.Count(page, link) != 1 {
				t.Errorf("%s does not name %s by %s:\n%s", what, n.Path, link, page)
			}
		}
		if _, entries, _ := strings.Cut(page, `class="entries"`); strings.Contains(entries, "p-summary") {
			t.Errorf("%s repeats a note:\n%s", what, entries)
		}
	}
}

// TestDirections checks that a foreign title in a list has its language and, as far as
// it differs, its direction, whatever those of the site are.
func TestDirections(t *testing.T) {
	s := noted(
		&article.Article{Path: "/en", Title: "In English", HTML: "<p>Text.</p>"},
		&article.Article{Path: "/ar", Title: "بالعربية", HTML: "<p>نص.</p>", Rare: &article.Rare{Language: "ar"}},
		&article.Article{Path: "/he", Title: "בעברית", HTML: "<p>מלל.</p>", Rare: &article.Rare{Language: "he"}})
	for language, wants := range map[string][]string{
		"en": {`<html lang="en">`, `" lang="he" hreflang="he" dir="rtl">בעברית</a>`, `href="/en">In English</a>`, `<p class="p-summary" lang="ar" dir="rtl">نص.</p>`},
		"fa": {`<html lang="fa" dir="rtl">`, `" lang="he" hreflang="he">בעברית</a>`, `" lang="en" hreflang="en" dir="ltr">In English</a>`, `<p class="p-summary" lang="en" dir="ltr">Text.</p>`},
	} {
		of := site()
		of.Language = language
		p := pages(of)
		for _, d := range []render.Document{p.Landing(s), p.List(render.Of(s.Global()))} {
			for _, want := range wants {
				if strings.Count(string(d.Body), want) != 1 {
					t.Errorf("in %s, %q is not there once:\n%s", language, want, d.Body)
				}
			}
		}
	}
}

// TestLanguagesOfLists checks that the page of a language, and of a selection with one,
// is in that language. Others are in that of the site.
func TestLanguagesOfLists(t *testing.T) {
	file := func(name, language string) txtar.File {
		return txtar.File{Name: "2026/04/7/" + name, Data: []byte("---\nlanguage: " + language + "\ntopics: [Moon]\n---\n# " + name + "\n\nText.\n")}
	}
	p, s := pages(site()), build(t, []txtar.File{file("a.md", "en"), file("b.md", "zh-Hans"), file("c.md", "zh-Hans"), file("d.md", "fa")})
	moon, _ := s.Topic("moon")
	feed := func(tag string) *archive.Feed {
		f, ok := s.Language(tag)
		if !ok {
			t.Fatalf("no articles in %s", tag)
		}
		return f
	}
	selected := func(any bool, feeds ...*archive.Feed) render.Subject {
		return p.Renderer.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{moon}}, {Feeds: feeds, Any: any}}})
	}
	for want, subs := range map[string][]render.Subject{
		"zh-Hans": {render.Of(feed("zh-Hans")), selected(false, feed("zh-Hans")), selected(false, feed("zh"), feed("zh-Hans"))},
		"zh":      {render.Of(feed("zh")), selected(false, feed("zh"))},
		"fa":      {render.Of(feed("fa"))},
		"en":      {render.Of(s.Global()), render.Of(moon), selected(true, feed("fa"), feed("zh")), p.Renderer.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{moon}}}, Except: []*archive.Feed{feed("fa")}})},
	} {
		for _, sub := range subs {
			page := string(p.List(sub).Body)
			if !strings.Contains(page, `<html lang="`+want+`"`) || strings.Contains(page, `<html lang="fa" dir="rtl">`) != (want == "fa") {
				t.Errorf("the page of %s is not in %s: %.300s", sub.Path, want, page)
			}
			if date := phrases.Date(want, time.Date(2026, 4, 7, 0, 0, 0, 0, time.UTC)); !strings.Contains(page, `datetime="2026-04-07">`+date+`<`) {
				t.Errorf("the page of %s does not have the date %s", sub.Path, date)
			}
		}
	}
}

// TestCovers checks how lists show covers: local ones with their size, those of other
// hosts without telling these where they are shown, or not at all.
func TestCovers(t *testing.T) {
	files := []txtar.File{{Name: "2026/04/07/cover.png"}}
	for i, front := range []string{"cover: cover.png", "cover: https://img.example.org/p.png?a=1&b=2", "cover: cover.png", "cover: cover.png"} {
		at := time.Date(2026, 4, 7, 4-i, 0, 0, 0, time.UTC).Format(time.RFC3339)
		files = append(files, txtar.File{Name: "2026/04/07/" + string(rune('a'+i)) + ".md", Data: []byte("---\ndate: " + at + "\n" + front + "\n---\n# Title\n\nText.\n")})
	}
	s := build(t, files)
	const (
		local  = `<span class="cover"><img src="/covers/2026/04/07/cover.png" alt="" width="640" height="360" loading="lazy" decoding="async"></span>`
		eager  = `<span class="cover"><img src="/covers/2026/04/07/cover.png" alt="" width="640" height="360" decoding="async"></span>`
		remote = `<span class="cover"><img src="https://img.example.org/p.png?a=1&amp;b=2" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async"></span>`
	)
	far := strings.Replace(remote, ` loading="lazy"`, "", 1)
	linked := New(Options{Renderer: render.New(site()), Theme: Theme{LinkImages: true}})
	shown := pages(site())
	for what, c := range map[string]struct {
		document render.Document
		counts   map[string]int
	}{
		"list":                     {shown.List(render.Of(s.Global())), map[string]int{local: 3, eager: 0, remote: 1, far: 0}},
		"landing":                  {shown.Landing(s), map[string]int{local: 2, eager: 1, remote: 0, far: 1}},
		"list without remote ones": {linked.List(render.Of(s.Global())), map[string]int{local: 3, eager: 0, "img.example.org": 0}},
		"landing without them":     {linked.Landing(s), map[string]int{local: 1, eager: 2, "img.example.org": 0}},
	} {
		for part, n := range c.counts {
			if got := strings.Count(string(c.document.Body), part); got != n {
				t.Errorf("%s has %d times, want %d: %s\n%s", what, got, n, part, c.document.Body)
			}
		}
	}
}

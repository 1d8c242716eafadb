package page

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// dated returns an article of a day with topics.
func dated(day time.Time, name string, topics ...string) txtar.File {
	text := fmt.Sprintf("---\ntopics: [%s]\n---\n# Article %s\n\nText of %s.\n\n### Source:\n\n- [Paper](https://paper.example/%s)\n", strings.Join(topics, ", "), name, name, name)
	return txtar.File{Name: day.Format("2006/01/02/") + name + ".md", Data: []byte(text)}
}

// daily returns articles of consecutive days, one a day.
func daily(first time.Time, n int, topics ...string) (files []txtar.File) {
	for i := range n {
		files = append(files, dated(first.AddDate(0, 0, i), fmt.Sprintf("a%03d", i), topics...))
	}
	return files
}

var titles = regexp.MustCompile(`<a class="p-name u-url" href="([^"]*)"`)

// titlesOn returns the links to the articles on a page.
func titlesOn(page string) (links []string) {
	for _, m := range titles.FindAllStringSubmatch(page, -1) {
		links = append(links, m[1])
	}
	return links
}

var older, newer = regexp.MustCompile(`href="([^"]*)" rel="next"`), regexp.MustCompile(`href="([^"]*)" rel="prev"`)

// turnThrough reads the pages of a list from the newest on, as far as links lead in a
// direction, and returns the entries on them.
func turnThrough(t *rapid.T, p *Pages, sub render.Subject, direction *regexp.Regexp) (pages [][]string) {
	for range 100 {
		page := string(p.List(sub).Body)
		pages = append(pages, titlesOn(page))
		m := direction.FindStringSubmatch(page)
		if m == nil {
			return pages
		}
		link := html.UnescapeString(m[1])
		_, query, _ := strings.Cut(link, "?")
		sub.Part.First = nil
		values, _ := url.ParseQuery(query)
		ok := true
		for parameter, find := range map[string]func(render.Subject, int64) (render.Subject, bool){"before": p.Before, "after": p.After} {
			if values.Has(parameter) {
				moment, err := strconv.ParseInt(values.Get(parameter), 10, 64)
				if sub, ok = find(sub, moment); !ok || err != nil {
					t.Fatalf("%s leads to nothing", link)
				}
			}
		}
		if got := sub.PagePath(); got != link && !values.Has("after") {
			t.Fatalf("%s is the page %s", link, got)
		}
	}
	t.Fatal("the pages have no end")
	return nil
}

// TestPager checks for each kind of list that its pages have every entry once, in
// order, whatever the archive is, and that the way back misses none.
func TestPager(t *testing.T) {
	p := pages(site())
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 170).Draw(rt, "articles")
		var files []txtar.File
		at := time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC)
		for i := range n {
			at = at.AddDate(0, 0, rapid.SampledFrom([]int{0, 0, 0, 1, 40}).Draw(rt, "days later"))
			files = append(files, dated(at, fmt.Sprintf("a%03d", i), slices.Repeat([]string{"Moon"}, rapid.IntRange(0, 1).Draw(rt, "moon"))...))
		}
		s := build(t, files)
		subjects := []render.Subject{render.Of(s.Global())}
		paper, ok := s.Outlet("paper.example")
		if ok {
			subjects = append(subjects, render.Of(paper))
		}
		if moon, ok := s.Topic("moon"); ok {
			subjects = append(subjects, render.Of(moon), p.Renderer.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{moon}}, {Feeds: []*archive.Feed{paper}}}}))
		}
		for _, date := range []string{"2025", "2025-11", "2025-11-01"} {
			if sub, ok := p.Renderer.OfDate(s, s.Global(), date); ok {
				subjects = append(subjects, sub)
			}
		}
		for _, sub := range subjects {
			var want []string
			for _, e := range sub.Entries.Latest(1000) {
				want = append(want, e.Path)
			}
			all := turnThrough(rt, p, sub, older)
			if got := slices.Concat(all...); !slices.Equal(got, want) {
				rt.Errorf("%s: pages have %d entries, want %d\n%q\n%q", sub.Path, len(got), len(want), got, want)
			}
			last := sub
			for _, e := range sub.Entries.After(-1<<62, perPage)[:min(1, len(want))] {
				last, _ = p.Before(sub, second(e)+1)
			}
			back := map[string]bool{}
			for _, page := range turnThrough(rt, p, last, newer) {
				for _, link := range page {
					back[link] = true
				}
			}
			if len(back) != len(want) {
				rt.Errorf("%s: from the oldest page back, there are %d entries of %d", sub.Path, len(back), len(want))
			}
		}
	})
}

// TestListPage checks what the page of a topic says about it, and that it does not
// depend on the clock.
func TestListPage(t *testing.T) {
	p := pages(site())
	files := daily(time.Date(2025, 11, 28, 0, 0, 0, 0, time.UTC), 60, "Moon", "Mars")
	s := build(t, append(files, dated(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), "venus", "Venus")))
	moon, _ := s.Topic("moon")
	sub := render.Of(moon)
	sub.Snapshot = s
	page := html.UnescapeString(string(p.List(sub).Body))
	for _, want := range []string{
		"<p class=\"meta\">Topic</p>\n<h1 class=\"p-name\">Moon</h1>",
		"<span>60 articles</span> <span>about one a day</span> <span>28 November 2025 – 26 January 2026</span>",
		`<meta name="description" content="Moon · 60 articles · about one a day · 28 November 2025 – 26 January 2026">`,
		`<link rel="canonical" href="` + base + `/topics/moon/">`,
		`<time class="dt-published" datetime="2026-01-26">26 January 2026</time>`,
		`<p class="p-summary">Text of a059.</p>`,
		`<a href="/sources/paper.example/">paper.example</a>`,
		`<a class="p-category" href="/topics/mars/">Mars</a>`,
		`<a href="/topics/mars/">Mars</a> <span class="meta">60</span> <a href="/topics/mars+moon/" aria-label="+ Mars and Moon">`,
		`<a href="/topics/moon/?before=2026"><svg viewBox="0 0 20 40"`,
		`<span>2025</span> <span class="meta">34</span>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "Venus") || t.Failed() {
		t.Errorf("the page:\n%s", page)
	}
	for _, empty := range []string{"/topics/venus/", "/topics/mars/"} {
		f, _ := s.Topic(strings.Trim(strings.TrimPrefix(empty, "/topics"), "/"))
		none := p.Renderer.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{f}}}, Except: []*archive.Feed{f}})
		if page := string(p.List(none).Body); !strings.Contains(page, "<p>No articles.</p>") || strings.Contains(page, `class="entries"`) {
			t.Errorf("an empty list:\n%s", page)
		}
	}
}

// TestDatePages checks that date pages lead to the nearest dates with articles, up and
// down, in words.
func TestDatePages(t *testing.T) {
	p := pages(site())
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	s := build(t, []txtar.File{dated(day(2019, 5, 2), "a"), dated(day(2026, 4, 7), "b"), dated(day(2026, 4, 7), "c"), dated(day(2026, 4, 9), "d"), dated(day(2026, 9, 1), "e")})
	for date, wants := range map[string][]string{
		"2026-04-07": {`<h1 class="p-name">Tuesday, 7 April 2026</h1>`, `<a href="/2019/05/02/">← Thursday, 2 May 2019</a>`, `<a href="/2026/04/09/">Thursday, 9 April 2026 →</a>`, `<a href="/2026/04/">April 2026</a>`, `<a href="/2026/">2026</a>`, "<span>2 articles</span>"},
		"2026-04":    {`<h1 class="p-name">April 2026</h1>`, `<a href="/2019/05/">← May 2019</a>`, `<a href="/2026/09/">September 2026 →</a>`, `<a href="/2026/04/07/"><svg`, `<span>7</span> <span class="meta">2</span>`},
		"2026":       {`<h1 class="p-name">2026</h1>`, `<a href="/2019/">← 2019</a>`, `<a href="/2026/09/"><svg`, `<span>April</span> <span class="meta">3</span>`},
	} {
		sub, _ := p.Renderer.OfDate(s, s.Global(), date)
		page := string(p.List(sub).Body)
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %s:\n%s", date, want, page)
			}
		}
	}
}

// TestWithin checks that a list can be confined to a day or a week, also where a date
// page has only some days of it, and that search engines are asked not to index that.
func TestWithin(t *testing.T) {
	p := pages(site())
	s := build(t, daily(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), 60, "Moon"))
	moon, _ := s.Topic("moon")
	march, _ := p.Renderer.OfDate(s, s.Global(), "2026-03")
	for _, c := range []struct {
		sub     render.Subject
		every   render.Every
		name    string
		n       int
		heading string
	}{
		{render.Of(moon), render.Daily, "2026-04-07", 1, "Moon: Tuesday, 7 April 2026"},
		{render.Of(moon), render.Weekly, "2026-W14", 7, "Moon: Week 14 of 2026"},
		{march, render.Weekly, "2026-W14", 7, "2026-03: Week 14 of 2026"},
		{march, render.Weekly, "2026-W09", 1, "2026-03: Week 9 of 2026"},
	} {
		sub, ok := p.Renderer.Within(s, c.sub, c.every, c.name)
		page := string(p.List(sub).Body)
		if n := len(titlesOn(page)); !ok || n != c.n || !strings.Contains(page, ">"+c.heading+"</h1>") || !strings.Contains(page, `content="noindex"`) {
			t.Errorf("%s of %s has %d entries, want %d:\n%s", c.name, c.sub.Path, n, c.n, page)
		}
	}
	for every, names := range map[render.Every][]string{
		render.Daily:  {"", "2026", "2026-4-7", "2026-02-30", "x"},
		render.Weekly: {"", "2026-W1", "2026-W54", "2025-W53", "2026-W00", "2026-W-1", "2026-W14 ", "2026-W999999999999", "-2026-W14"},
	} {
		for _, name := range names {
			if _, ok := p.Renderer.Within(s, render.Of(moon), every, name); ok {
				t.Errorf("%q is a %s", name, every)
			}
		}
	}
}

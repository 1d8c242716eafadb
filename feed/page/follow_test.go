package page

import (
	"slices"
	"strings"
	"testing"

	"dateline/feed/phrases"
	"dateline/feed/render"
)

// TestFollow checks which ways to subscribe the pages of subjects offer.
func TestFollow(t *testing.T) {
	as := site()
	as.MaxEntry = 100_000
	r := render.New(as)
	p := New(Options{Renderer: r, Theme: Theme{Readers: []Reader{{"A & B", "https://reader.example/?add={feed}&x=1"}}}})
	s := build(t, followed)
	cpp, _ := s.Topic("c-and-more")
	outlet, _ := r.OfDate(s, s.Global(), "2026")
	changes, _ := r.Changes(s, render.Of(s.Global()))
	for _, c := range []struct {
		sub     render.Subject
		address string
		choices []string // paths
	}{
		{render.Of(s.Global()), "/feed.rss", []string{"/feed.rss", "/feed.atom", "/feed.json", "/feed.rss?content=summary", "/feed.rss?content=full",
			"/digest/daily.rss", "/digest/weekly.rss", "/changes.rss", "/topics.opml"}},
		{render.Of(cpp), "/topics/c-and-more/feed.rss", []string{"/topics/c-and-more/feed.rss", "/topics/c-and-more/feed.atom", "/topics/c-and-more/feed.json",
			"/topics/c-and-more/feed.rss?content=summary", "/topics/c-and-more/feed.rss?content=full", "/topics/c-and-more/digest/daily.rss", "/topics/c-and-more/digest/weekly.rss",
			"/topics/c-and-more/changes.rss", "/opml?topics=c-and-more"}},
		{outlet, "/2026/feed.rss", []string{"/2026/feed.rss", "/2026/feed.atom", "/2026/feed.json", "/2026/feed.rss?content=summary", "/2026/feed.rss?content=full", "/opml?feed=%2F2026%2Ffeed.rss"}},
		{r.Found(s, "moon").At(s, nil), "/search/feed.rss?q=moon", []string{"/search/feed.rss?q=moon", "/search/feed.atom?q=moon", "/search/feed.json?q=moon",
			"/search/feed.rss?content=summary&q=moon", "/search/feed.rss?content=full&q=moon", "/opml?feed=%2Fsearch%2Ffeed.rss%3Fq%3Dmoon"}},
		{changes, "/changes.rss", []string{"/changes.rss", "/changes.atom", "/changes.json", "/digest/daily.rss", "/digest/weekly.rss", "/topics.opml"}},
	} {
		f := p.follow(c.sub)
		var paths []string
		for _, of := range f.Choices {
			path, own := strings.CutPrefix(of.URL, base)
			if paths = append(paths, path); !own || of.Name == "" || of.For == "" {
				t.Errorf("%+v", of)
			}
		}
		if f.Address != base+c.address || !slices.Equal(paths, c.choices) {
			t.Errorf("%s and %q, want %s and %q", f.Address, paths, c.address, c.choices)
		}
	}
	_, page, _ := strings.Cut(string(p.List(render.Of(cpp)).Body), `<details class="follow">`)
	page, _, _ = strings.Cut(page, "</details>")
	for _, want := range []string{
		`<summary>Follow</summary>`,
		`<label>Address of the feed <input type="url" dir="ltr" readonly value="` + base + `/topics/c-and-more/feed.rss"></label>`,
		`<a href="feed:` + base + `/topics/c-and-more/feed.rss">Open in your reader</a>`,
		`<a href="https://reader.example/?add=https%3A%2F%2Fnews.example.org%2Ftopics%2Fc-and-more%2Ffeed.rss&amp;x=1" rel="external noopener noreferrer">A &amp; B</a>`,
		`<a href="/help/">What is a feed?</a>`,
	} {
		if strings.Count(page, want) != 1 {
			t.Errorf("the page of a topic does not have once %s:\n%s", want, page)
		}
	}
}

// TestFollowSummaries checks that a site that shows summaries offers the whole
// text, and not what it shows anyway.
func TestFollowSummaries(t *testing.T) {
	as := site()
	as.SummaryOnly = true
	s := build(t, followed)
	var names []string
	for _, c := range pages(as).follow(render.Of(s.Global())).Choices {
		names = append(names, c.Name)
	}
	if slices.Contains(names, "Summaries") || !slices.Contains(names, "In full") {
		t.Errorf("%q", names)
	}
}

// TestFeedPage checks the page that a browser gets instead of a feed: what it is, the
// address to copy, the feed itself, the page of its subject, and as many items as the
// feed has.
func TestFeedPage(t *testing.T) {
	p, s := pages(site()), build(t, followed)
	moon, _ := s.Topic("moon")
	one := render.Of(moon)
	one.Variant.Limit = 1
	digest, _ := p.Renderer.Digest(s, render.Of(moon), render.Daily, imported.Now)
	for _, c := range []struct {
		sub                           render.Subject
		format                        render.Format
		title, note, address, raw, as string
		entries                       int
	}{
		{render.Of(moon), render.RSS, "Moon", "This is a feed (RSS).", "/topics/moon/feed.rss", "/topics/moon/feed.rss?raw", "XML", 2},
		{render.Of(moon), render.JSON, "Moon", "This is a feed (JSON Feed).", "/topics/moon/feed.json", "/topics/moon/feed.json?raw", "JSON", 2},
		{one, render.Atom, "Moon", "This is a feed (Atom).", "/topics/moon/feed.atom?limit=1", "/topics/moon/feed.atom?limit=1&amp;raw", "XML", 1},
		{digest, render.Atom, "Moon: Daily digest", "This is a feed (Atom).", "/topics/moon/digest/daily.atom", "/topics/moon/digest/daily.atom?raw", "XML", 2},
	} {
		page := string(p.Feed(c.sub, c.format).Body)
		for _, want := range []string{"<h1>" + c.title + "</h1>", c.note, `value="` + base + c.address + `"`, `<a href="` + c.raw + `">Show it as ` + c.as + "</a>",
			`<a href="/topics/moon/">All articles</a>`, `<link rel="canonical" href="` + base + `/topics/moon/">`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %s:\n%s", c.address, want, page)
			}
		}
		if n := strings.Count(page, "<time"); n != c.entries {
			t.Errorf("%s shows %d items, want %d", c.address, n, c.entries)
		}
	}
}

// TestHelp checks that feeds are explained in every language, that of the site at the
// plain address.
func TestHelp(t *testing.T) {
	as := site()
	as.Language = "de-AT"
	p := pages(as)
	for language, path := range map[string]string{"de": "/help/", "de-CH": "/help/", "en": "/help/en/", "ja": "/help/en/", "zh-Hant": "/help/zh/", "es": "/help/es/", "fr": "/help/fr/"} {
		own := phrases.LanguageOf(language)
		if got := p.HelpIn(language); got != path {
			t.Errorf("%s: %s, want %s", language, got, path)
		}
		if got, ok := p.HelpLanguage(path); !ok || got != own {
			t.Errorf("%s is in %s", path, got)
		}
		d := p.Help(own)
		page, words := string(d.Body), phrases.In(own)
		if d.Path != path || !strings.Contains(page, `<html lang="`+own+`">`) || !strings.Contains(page, "<h1>"+words.Follow.WhatIs+"</h1>") ||
			!strings.Contains(page, `value="`+base+`/feed.rss"`) || strings.Count(page, "hreflang=") != len(phrases.Languages)-1 {
			t.Errorf("%s in %s:\n%s", path, own, page)
		}
	}
	if _, ok := p.HelpLanguage("/help/de/"); ok {
		t.Error("one text has two addresses")
	}
}

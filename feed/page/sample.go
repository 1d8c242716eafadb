package page

import (
	"slices"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
	"dateline/feed/search"
)

// Templates of an owner are tried on an archive of what templates are least prepared
// for: long words, no topics, no title, text from right to left, markup in names.

// sampleFiles are the Markdown files of that archive.
func sampleFiles() map[string]string {
	long := strings.Repeat("w", 10_000)
	front := func(lines, body string) string { return "---\n" + lines + "\n---\n" + body }
	return map[string]string{
		"2026/01/1/plain.md": front("title: Plain\ndescription: A summary\nlanguage: en\ntopics: [Moon, Mars]\nauthor: Ada <ada@example.org>\nsources: [\"https://example.com/a\"]", "Text with a [link](/2026/01/2/long).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
		"2026/01/2/long.md":  front("title: \""+long[:2000]+"\"\ntopics: [Moon, \"<script>alert(1)</script>\"]\nimage: https://example.com/missing.png", long+"\n\n    code "+long+"\n"),
		"2026/02/3/right.md": front("title: مرحبا\nlanguage: ar\ntopics: [قمر]", "نص"),
		"2026/03/4/note.md":  front("date: 2026-03-04", "A note without a title."),
		"2027/05/5/bare.md":  front("title: \"& <b>\"", ""),
		aboutFile:            front("title: About", "A page without a date."),
	}
}

// aboutFile is the one without a date.
const aboutFile = "about.md"

// sample returns the archive.
func sample() *archive.Snapshot {
	zone := time.UTC
	p := article.NewParser(article.Options{Dir: "sample", Mount: "/", BaseURL: "https://example.org", Language: "en", Zone: zone, Pages: []string{aboutFile}})
	var changes []archive.Change
	for name, text := range sampleFiles() {
		r := p.Parse(name, []byte(text))
		changes = append(changes, archive.Change{File: "/" + name, Article: r.Article, Day: r.Day, Page: r.Page})
	}
	read := archive.Occasion{Now: time.Date(2028, 1, 1, 0, 0, 0, 0, zone), Imported: []string{"/"}}
	s, _ := archive.New(archive.Options{Zone: zone, Authority: "example.org,2026"}).With(changes, read)
	return s
}

// everyKind renders one page or more of each kind.
func (p *Pages) everyKind(s *archive.Snapshot) {
	r := p.Renderer
	p.Landing(s)
	p.List(render.Of(s.Global()))
	for _, k := range []archive.Kind{archive.OfTopic, archive.OfOutlet, archive.OfLanguage} {
		p.Index(s, s.Global(), k, Listing{Page: 1})
		for f := range s.Of(k) {
			sub := render.Of(f)
			sub.Snapshot = s // for the topics that appear together
			p.List(sub)
			p.Build(s, Choice{Format: Field{Value: "rss"}, Any: []Field{{Value: "moon", Wrong: "?", Near: []Suggested{{"Moon", p.site.BaseURL}}}}}, &sub)
		}
	}
	if sub, ok := r.OfDate(s, s.Global(), "2026"); ok {
		p.List(sub)
	}
	if sub, ok := r.Changes(s, render.Of(s.Global())); ok {
		p.Feed(sub, render.Atom)
	}
	p.Feed(render.Of(s.Global()), render.RSS)
	for e := range s.Global().Newest() {
		p.Article(s, e)
	}
	for sheet := range s.Sheets() {
		p.Sheet(s, sheet)
	}
	p.SearchForm()
	found := render.Of(s.Global())
	found.Search = `"moon" <b>`
	topics := slices.Collect(s.Topics())
	p.Search(found, Results{Topics: topics, Hits: search.Hits{Count: 9, Newer: true, Older: true, Moments: []int64{1, 2}}})
	p.Build(s, Choice{}, nil)
	p.Help(p.site.Language)
	p.Failure(Failure{Status: 404, Wanted: "/moon", Reason: "why", Was: "Moon", At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Near: []Suggestion{{"Moon", "/moon", "ar"}}})
	if newest := s.Global().Latest(1); len(newest) > 0 {
		if earlier, ok := p.Before(render.Of(s.Global()), newest[0].Published().Unix()); ok { // with a pager
			p.List(earlier)
		}
	}
}

// Check returns why the templates of the owner cannot be used, a *TemplateError, or nil
// if they can. It renders pages of each kind.
func (p *Pages) Check() error {
	if p.bad != nil || p.own == nil {
		return p.bad
	}
	trial := New(Options{Renderer: p.Renderer, Theme: p.Theme})
	trial.everyKind(sample())
	if failed := trial.Failures(); len(failed) > 0 {
		return failed[0]
	}
	return nil
}

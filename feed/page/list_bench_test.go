package page

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unique"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// large returns 100,000 articles of ten years with 12,000 topics, one of which half of
// them have, and another one a tenth.
func large() *archive.Snapshot {
	var changes []archive.Change
	text := "<p>" + strings.Repeat("Words in a paragraph of an article. ", 60) + "</p>"
	for i := range 100_000 {
		day := time.Date(2016, 1, 1+i/27, 0, 0, 0, 0, time.UTC)
		path := fmt.Sprintf("%s%d", day.Format("/2006/01/02/"), i)
		a := &article.Article{Path: path, File: path + ".md", Title: fmt.Sprint("Article ", i), HTML: text, Date: day, DateOnly: true, Fingerprint: uint64(i + 1), Rare: &article.Rare{Language: "en"}}
		a.Cover = "https://img.example.org/" + fmt.Sprint(i) + ".png"
		a.Sources = []article.Link{{Name: "Paper", URL: "https://paper.example/1"}}
		a.Topics = []article.Name{unique.Make(fmt.Sprint("Topic ", i%12_000)), unique.Make([]string{"Half", "Other"}[i%2])}
		if i%10 == 0 {
			a.Topics = append(a.Topics, unique.Make("Tenth"))
		}
		changes = append(changes, archive.Change{File: a.File, Article: a})
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, imported)
	return s
}

// BenchmarkLists renders pages of each kind of list. None should take 5 ms.
func BenchmarkLists(b *testing.B) {
	of := site()
	of.Zone = time.UTC
	p, s := pages(of), large()
	feed := func(slug string) *archive.Feed {
		f, ok := s.Topic(slug)
		if !ok {
			b.Fatal("no topic", slug)
		}
		return f
	}
	at := func(sub render.Subject) render.Subject {
		sub.Snapshot = s
		return sub
	}
	deep := func(sub render.Subject) render.Subject {
		sub, _ = p.Before(at(sub), time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC).Unix())
		return sub
	}
	date := func(date string) render.Subject {
		sub, _ := p.Renderer.OfDate(s, s.Global(), date)
		return at(sub)
	}
	english, _ := s.Language("en")
	both := func(f, g *archive.Feed) render.Subject {
		return p.Renderer.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{f}}, {Feeds: []*archive.Feed{g}}}})
	}
	all := p.Renderer.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{feed("half"), feed("tenth")}}}})
	none := p.Renderer.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{feed("half"), feed("other")}}}})
	b.Run("landing", func(b *testing.B) {
		for b.Loop() {
			p.Landing(s)
		}
	})
	for name, sub := range map[string]render.Subject{"everything": deep(render.Of(s.Global())), "topic": at(render.Of(feed("half"))), "topic deep": deep(render.Of(feed("half"))), "small topic": at(render.Of(feed("topic-1"))),
		"language": at(render.Of(english)), "year": date("2019"), "month": date("2019-05"), "day": date("2019-05-01"),
		"topics": at(all), "topics deep": deep(all), "topic and language deep": deep(both(feed("half"), english)), "topics without articles": at(none)} {
		p.List(sub) // months are counted once
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.List(sub)
			}
		})
	}
}

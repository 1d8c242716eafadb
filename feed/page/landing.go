package page

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"dateline/feed/archive"
	"dateline/feed/render"
)

const (
	landingTopics = 24 // topics on the landing page
	eagerCovers   = 2  // covers that are seen without scrolling
)

// landing is the data of landing.html.
type landing struct {
	list
	Days     []day
	Archives []section // the content directories
	Topics   []topic   // that most of the newest articles have
	Indexes  []link
}

// day is the articles of a day.
type day struct {
	layout
	Name, URL, Moment string
	Entries           []entry
}

// section is a content directory with the name of its language.
type section struct {
	link
	Tongue string
}

// Landing renders the page at the root of the site.
func (p *Pages) Landing(s *archive.Snapshot) render.Document {
	sub := render.Of(s.Global())
	l := landing{list: p.subject(sub)}
	l.Description = p.site.Description
	for f := range s.Of(archive.OfContent) {
		d := p.Renderer.OfFeed(f)
		l.Archives = append(l.Archives, section{link{d.Title, p.site.BaseURL + render.TopicPath(f.Topic), d.Language}, display.Self.Name(language.Make(d.Language))})
	}
	for _, t := range s.Alongside(s.Global(), landingTopics) {
		f, _ := s.Topic(t.Slug)
		l.Topics = append(l.Topics, topic{Name: t.Name, URL: p.site.BaseURL + render.TopicPath(t.Topic), Count: f.Len()})
	}
	for _, x := range []struct {
		name  string
		kind  archive.Kind
		least int // so few are worth a list
	}{{l.Words.List.AllTopics, archive.OfTopic, 1}, {l.Words.Outlets, archive.OfOutlet, 1}, {l.Words.Tongues, archive.OfLanguage, 2}} {
		for range s.Of(x.kind) {
			if x.least--; x.least == 0 {
				l.Indexes = append(l.Indexes, link{x.name, p.site.BaseURL + render.IndexPath(x.kind), l.Language})
				break
			}
		}
	}
	l.Compose = p.site.BaseURL + BuildPath
	entries, pager := p.turn(sub)
	l.Days, l.Pager = p.byDay(l.layout, entries), pager
	l.Bars = p.bars(l.layout, sub)
	return p.document("landing.html", "/", l)
}

// byDay groups entries by the date pages on which they are, which show the time of day
// instead of the date.
func (p *Pages) byDay(l layout, entries []*archive.Entry) (days []day) {
	covers := 0
	for _, e := range entries {
		date := p.Renderer.DateOf(e.Published())
		if len(days) == 0 || days[len(days)-1].Moment != date {
			at := p.dateLink(l.Language, "", date)
			days = append(days, day{layout: l, Name: at.Name, URL: at.URL, Moment: date})
		}
		x := p.entry("", l.Language, e)
		if x.Date = ""; !e.DateOnly {
			x.Date = e.Published().In(p.site.Zone).Format("15:04")
		}
		if x.Cover != nil {
			covers++
			x.Cover.Eager = covers <= eagerCovers
		}
		today := &days[len(days)-1]
		today.Entries = append(today.Entries, x)
	}
	return days
}

package page

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

// describedLength bounds the description of an article, in characters: search engines
// and cards show about as much.
const describedLength = 200

// story is the data of article.html.
type story struct {
	layout
	Headline               string // the full title; empty for a note
	Follow                 follow // of its topics, any of them; of its content directory or the site if it has none
	Date, Moment           string
	Updated, UpdatedMoment string // when it was updated; empty if that is when it was published
	Authors                []article.Author
	Cover                  *photo // nil if there is none, or the body shows it
	Player, Body           template.HTML
	Sources                []source
	Elsewhere              []link // related articles of other sites
	Topics                 []topic
	Entries                []entry // related
	Older, Newer           []entry // the article before and after it: none or one
	History                history
	Markdown               string
}

// source is a source of an article, and the articles of this site that cite its outlet.
type source struct {
	Name, URL string
	Outlet    link
}

// Article renders the page of an article. Its heading is the title or, for a note, the
// date, because the beginning of its text would only be repeated.
func (p *Pages) Article(s *archive.Snapshot, e *archive.Entry) render.Document {
	r := p.Renderer
	a := story{layout: p.layout(e.Language), Headline: e.Title, Authors: e.Authors}
	a.Title, a.Description = article.Headline(e.Name()), article.Shorten(e.Excerpt(describedLength), describedLength)
	a.Canonical, a.NoIndex = r.PageURL(e), e.NoIndex
	a.Markdown = p.site.BaseURL + article.PathURI(e.MarkdownAt())
	a.dates(p, e)
	a.around(p, s, e)
	a.Discovered = p.discoveredFor(s, e)
	body, cover := r.Body(e, ""), r.Cover(e)
	if cover != nil && !cover.ShownIn(body) {
		a.Cover = p.photo(cover, e.CoverAlt)
	}
	a.Player, a.Body = template.HTML(render.Player(body, r.Enclosure(e))), p.body(body, e.Language)
	for _, l := range e.Sources {
		a.Sources = append(a.Sources, source{render.SourceName(l), article.URI(l.URL), p.outlet(s, l)})
	}
	for _, l := range e.Elsewhere {
		a.Elsewhere = append(a.Elsewhere, link{Name: render.SourceName(l), URL: article.URI(l.URL)})
	}
	var followed []*archive.Feed
	for _, t := range e.Topics {
		f, _ := s.Topic(t.Slug)
		followed = append(followed, f)
		a.Topics = append(a.Topics, topic{Name: t.Name, URL: p.site.BaseURL + render.TopicPath(t), Count: f.Len()})
	}
	a.Follow = p.followAny(s, e, followed)
	a.Entries = p.related(s, e)
	a.History = p.history(s, e)
	a.Card = p.newsCard(a, e, cover)
	return p.document("article.html", article.PageURI(e.Path), a)
}

// dates sets when the article was published and updated.
func (a *story) dates(p *Pages, e *archive.Entry) {
	a.Date, a.Moment = p.dateOf(e)
	if at := e.Updated().In(p.site.Zone); isUpdate(e, at) {
		a.Updated, a.UpdatedMoment = p.momentIn(e.Language, at)
	}
}

// isUpdate reports whether an article was updated at a moment that readers can tell from
// that of its publication: an article that has a date alone was published all that day.
func isUpdate(e *archive.Entry, at time.Time) bool {
	if e.DateOnly {
		return at.Format(time.DateOnly) > e.Date.Format(time.DateOnly)
	}
	return at.Sub(e.Published()) >= time.Minute
}

// dateOf returns when an article was published, in words and for machines.
func (p *Pages) dateOf(e *archive.Entry) (words, moment string) {
	if e.DateOnly {
		return phrases.Date(e.Language, p.dayOf(e)), e.Date.Format(time.DateOnly)
	}
	return p.momentIn(e.Language, e.Published())
}

// momentIn returns a moment in the words of a language and for machines.
func (p *Pages) momentIn(language string, at time.Time) (words, moment string) {
	at = at.In(p.site.Zone)
	return phrases.Date(language, at) + " · " + at.Format("15:04"), at.Format(time.RFC3339)
}

// around sets what the article is part of: its content directory, and the month and the
// day there; and the articles before and after it.
func (a *story) around(p *Pages, s *archive.Snapshot, e *archive.Entry) {
	in := s.Global()
	if f, _, ok := s.ContentAt(e.File); ok {
		in = f
		a.Wider = []link{{p.Renderer.Title(f), p.site.BaseURL + render.TopicPath(f.Topic), p.Renderer.OfFeed(f).Language}}
	}
	date := p.Renderer.DateOf(e.Published())
	at := func(date string) string {
		return p.site.BaseURL + render.PathIn(in, "/") + strings.ReplaceAll(date, "-", "/") + "/"
	}
	day := p.dayOf(e)
	a.Wider = append(a.Wider, link{phrases.Month(a.Language, day), at(date[:len("2006-01")]), a.Language}, link{phrases.Date(a.Language, day), at(date), a.Language})
	older, newer := s.Neighbours(e)
	if older != nil {
		a.Older = p.entries(a.Language, []*archive.Entry{older})
	}
	if newer != nil {
		a.Newer = p.entries(a.Language, []*archive.Entry{newer})
	}
}

// outlet returns the page of the outlet of a source, or the zero link if it has none.
func (p *Pages) outlet(s *archive.Snapshot, l article.Link) link {
	_, rest, _ := strings.Cut(article.URI(l.URL), "://")
	host, _, _ := strings.Cut(rest, "/")
	f, ok := s.Outlet(host)
	if !ok {
		return link{}
	}
	return link{Name: f.Topic.Name, URL: p.site.BaseURL + render.TopicPath(f.Topic)} // its label depends on other articles
}

// mostFollowed is how many topics a selection may have (see site.Catalogue).
const mostFollowed = 8

// followAny returns the ways to subscribe to what has any of the topics of an article.
func (p *Pages) followAny(s *archive.Snapshot, e *archive.Entry, topics []*archive.Feed) follow {
	if len(topics) > 0 {
		group := archive.Group{Any: true, Feeds: topics[:min(len(topics), mostFollowed)]}
		return p.follow(p.Renderer.Select(archive.Selection{Groups: []archive.Group{group}}))
	}
	if f, _, ok := s.ContentAt(e.File); ok {
		return p.follow(render.Of(f))
	}
	return p.follow(render.Of(s.Global()))
}

// related returns the related articles of an article, with the topics that they share
// with it.
func (p *Pages) related(s *archive.Snapshot, e *archive.Entry) []entry {
	others := p.Renderer.RelatedTo(s, e)
	list := p.entries(e.Language, others)
	for i, other := range others {
		shared := slices.DeleteFunc(slices.Clone(other.Topics), func(t *archive.Topic) bool { return !slices.Contains(e.Topics, t) })
		list[i].Topics = p.links("", shared, entryTopics)
	}
	return list
}

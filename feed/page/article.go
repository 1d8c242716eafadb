package page

import (
	"html"
	"html/template"
	"strconv"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// story is the data of article.html.
type story struct {
	layout
	Headline           string // the full title; empty for a note
	Date, Moment       string
	Authors            []article.Author
	Picture, Body      template.HTML
	Sources, Elsewhere []entry
	Topics             []topic
	Entries            []entry // related
	Markdown           string
}

// Article renders the page of an article. The page of a note has no heading, because
// that would repeat its text.
func (p *Pages) Article(s *archive.Snapshot, e *archive.Entry) render.Document {
	r := p.Renderer
	a := story{layout: p.layout(e.Language)}
	a.Title = article.Headline(e.Name())
	a.Headline, a.NoIndex = e.Title, e.NoIndex
	a.Canonical = r.PageURL(e)
	a.Markdown = p.site.BaseURL + article.PathURI(e.MarkdownAt())
	a.Date, a.Moment = r.Date(e)
	a.Authors = e.Authors
	a.Discovered = p.discoveredFor(s, e)
	body := r.Body(e, "")
	a.Picture, a.Body = template.HTML(picture(e, body, r.Cover(e))+render.Player(body, r.Enclosure(e))), template.HTML(body)
	for _, l := range e.Sources {
		a.Sources = append(a.Sources, entry{Title: render.SourceName(l), URL: article.URI(l.URL)})
	}
	for _, l := range e.Elsewhere {
		a.Elsewhere = append(a.Elsewhere, entry{Title: render.SourceName(l), URL: article.URI(l.URL)})
	}
	if f, _, ok := s.ContentAt(e.File); ok {
		d := r.OfFeed(f)
		a.Wider = []link{{d.Title, p.site.BaseURL + render.TopicPath(f.Topic), d.Language}}
	}
	for _, t := range e.Topics {
		f, _ := s.Topic(t.Slug)
		a.Topics = append(a.Topics, topic{Name: t.Name, URL: p.site.BaseURL + render.TopicPath(t), Count: f.Len()})
	}
	a.Entries = p.entries(a.Language, r.RelatedTo(s, e))
	return p.document("article.html", article.PageURI(e.Path), a)
}

// picture returns the cover as HTML, unless the body already shows it.
func picture(e *archive.Entry, body string, m *render.Media) string {
	if m == nil || m.ShownIn(body) {
		return ""
	}
	size := ""
	if m.Width > 0 {
		size = ` width="` + strconv.Itoa(m.Width) + `" height="` + strconv.Itoa(m.Height) + `"`
	}
	return `<p><img src="` + html.EscapeString(m.URL) + `" alt="` + html.EscapeString(e.CoverAlt) + `"` + size + `></p>` + "\n"
}

package page

import (
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// Sheet renders a page without a date.
func (p *Pages) Sheet(s *archive.Snapshot, sheet *archive.Sheet) render.Document {
	r, e := p.Renderer, sheet.Entry
	a := story{layout: p.layout(e.Language), Headline: article.Headline(e.Name())}
	a.Title, a.Description = a.Headline, article.Shorten(e.Excerpt(describedLength), describedLength)
	a.Canonical, a.NoIndex = p.site.BaseURL+article.PageURI(e.Path), e.NoIndex
	a.Markdown = p.site.BaseURL + article.PathURI(e.MarkdownAt())
	if f, _, ok := s.ContentAt(e.File); ok {
		a.Wider = []link{{r.Title(f), p.site.BaseURL + render.TopicPath(f.Topic), r.OfFeed(f).Language}}
	}
	body, cover := r.Body(e, ""), r.Cover(e)
	if cover != nil {
		a.Card.Image = p.photo(cover, e.CoverAlt)
		if !cover.ShownIn(body) {
			a.Cover = a.Card.Image
		}
	}
	a.Body = p.body(body, e.Language)
	return p.document("page.html", article.PageURI(e.Path), a)
}

package page

import "dateline/feed/render"

// Search renders the results of a search or, for the zero Subject, the empty search
// page.
func (p *Pages) Search(sub render.Subject) render.Document {
	l := list{layout: p.layout(p.site.Language)}
	l.Title = l.Words.Search
	if sub.Search != "" {
		l = p.subject(sub)
		l.Entries = p.entries(l.Language, sub.Entries.Latest(perPage))
	}
	l.Canonical = p.site.BaseURL + render.SearchPath
	if sub.Search != "" {
		l.Canonical = p.site.BaseURL + sub.PagePath()
	}
	l.Query = sub.Search
	return p.document("search.html", render.SearchPath, l)
}

package render

import "dateline/feed/archive"

// SearchPath is the path of the page of searches.
const SearchPath = "/search/"

// results are entries, newest first.
type results []*archive.Entry

func (list results) Window(n int) []*archive.Entry { return list[:min(n, len(list))] }

// At returns the subject with the entries that were published at some moments
// (Unix seconds, the latest first), as far as they are still there.
func (sub Subject) At(s *archive.Snapshot, moments []int64) Subject {
	var list results
	for _, at := range moments {
		if e, ok := s.Global().At(at); ok {
			list = append(list, e)
		}
	}
	sub.Entries = list
	return sub
}

// Found returns the subject of what a search finds, without its entries.
func (r *Renderer) Found(query string) Subject {
	return Subject{Path: SearchPath, search: query, name: func() string { return query }}
}

// Most returns how many entries the feed of a subject shows, recent ones aside.
func (r *Renderer) Most(sub Subject) int { return max(r.site.Items, sub.Variant.Limit) }

// Search renders the page of what a search found, or before one with a zero
// Subject.
func (r *Renderer) Search(sub Subject) Document {
	p := r.newPage()
	p.Title = p.Words.Search
	if sub.search != "" {
		p = r.subjectPage(sub)
		p.Entries = r.entryLinks(p.Language, sub.Entries.Window(pageEntries))
	}
	p.Canonical = r.site.BaseURL + SearchPath + sub.query()
	p.Query = sub.search
	return r.htmlPage("search.html", SearchPath, p)
}

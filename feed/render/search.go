package render

import "dateline/feed/archive"

// SearchPath is the path of the search page.
const SearchPath = "/search/"

// results are entries, newest first.
type results []*archive.Entry

func (list results) Latest(n int) []*archive.Entry { return list[:min(n, len(list))] }

// Window returns the newest entries within limits. Nothing in it is recent.
func (list results) Window(l archive.Limits) []*archive.Entry {
	list = list.Latest(l.Items)
	size := 0
	for i, e := range list {
		if l.MaxBytes == 0 {
			break
		}
		if size += l.Size(e); size > l.MaxBytes && i >= l.MinItems {
			return list[:i]
		}
	}
	return list
}

// At returns the subject with the entries that were published at some moments
// (Unix seconds, the latest first). It skips moments without an entry.
func (sub Subject) At(s *archive.Snapshot, moments []int64) Subject {
	var list results
	for _, at := range moments {
		list = append(list, s.Global().At(at)...)
	}
	sub.Entries = list
	return sub
}

// Found returns the subject of a search, without the entries that it finds.
func (r *Renderer) Found(query string) Subject {
	return Subject{Path: SearchPath, search: query, name: func() string { return wordsOf(r.site.Language).Search + ": " + query }}
}

// Most returns how many entries the feed of a subject shows, not counting recent
// ones.
func (r *Renderer) Most(sub Subject) int { return max(r.site.Items, sub.Variant.Limit) }

// Search renders the results of a search or, for the zero Subject, the empty
// search page.
func (r *Renderer) Search(sub Subject) Document {
	p := r.newPage()
	p.Title = p.Words.Search
	if sub.search != "" {
		p = r.subjectPage(sub)
		p.Entries = r.entryLinks(p.Language, sub.Entries.Latest(pageEntries))
	}
	p.Canonical = r.site.BaseURL + SearchPath + sub.query()
	p.Query = sub.search
	return r.htmlPage("search.html", SearchPath, p)
}

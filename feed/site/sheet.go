package site

import (
	"iter"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// Pages without a date have addresses like articles, and redirects from other spellings.
// An article that stands at such an address comes first, but one that was there, or is
// meant by another spelling, does not.

// sheet returns the page without a date that an address means.
func (l lookup) sheet() (*archive.Sheet, bool) {
	for _, page := range article.PagesAt(l.path) {
		if _, ok := l.s.Entry(page); ok {
			return nil, false
		}
		if p, ok := l.s.Sheet(page); ok {
			return p, true
		}
	}
	return nil, false
}

// sheetSource returns the page without a date whose Markdown is served at an address.
func (l lookup) sheetSource() (*archive.Entry, bool) {
	for p := range l.s.Sheets() {
		if l.path == p.MarkdownAt() {
			return p.Entry, true
		}
	}
	return nil, false
}

// sheetAnswer answers with such a page, or leads to its canonical address.
func (l lookup) sheetAnswer(p *archive.Sheet) Answer {
	switch {
	case l.path == article.Address(p.Path):
		return found(l.sheetPage(p))
	case article.IsMarkdown(l.path):
		return moved(article.PathURI(p.MarkdownAt()))
	}
	return moved(article.PageURI(p.Path))
}

// sheetPage returns the address of such a page. It has no Modified: nothing remembers
// when such a page last changed, so that its ETag alone says whether it did.
func (l lookup) sheetPage(p *archive.Sheet) Address {
	return Address{Kind: Articles, Path: article.PageURI(p.Path), Revision: render.Revision{Serial: p.Serial()},
		Make: func() render.Document { return l.Pages.Sheet(l.s, p) }}
}

// sheets returns the addresses of all of them, of their Markdown, and of the files
// beside them that they show or link to.
func (l lookup) sheets() iter.Seq[Address] {
	return flatten(func(p *archive.Sheet) []Address {
		return append([]Address{l.sheetPage(p), l.markdownOf(p.Entry)}, l.filesBeside(p.Entry)...)
	}, l.s.Sheets())
}

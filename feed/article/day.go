package article

import (
	"path"
	"slices"
	"time"
	"unique"

	"github.com/yuin/goldmark/ast"
)

// day reads the index of a day's folder that has no title in front matter. ok is
// false if the file is an article with a title and text of its own, and was not the
// page of a day when it was read before. day is nil if the Markdown is too much for
// the parser.
func (r *reading) day(date time.Time, was earlier) (day *Day, ok bool) {
	doc := r.parse()
	if doc == nil {
		return nil, true
	}
	if was == unread && r.isStory(doc) {
		return nil, false
	}
	r.founding = true
	return r.listing(doc, date), true
}

// isStory reports whether a page has text of its own, and a title that is neither
// a link nor a date.
func (r *reading) isStory(doc ast.Node) bool {
	titled, text := false, false
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		h, heading := n.(*ast.Heading)
		switch {
		case !heading:
			text = text || !r.isNavigation(n)
		case h.Level == 1:
			titled = titled || firstLink(h) == nil && !r.isDate(h) && plain(h, r.source) != ""
		}
	}
	return titled && text
}

// listing reads the page of a day: each heading that links to an article, the
// topic heading above it, and the contexts below it. Links in lists count as
// well.
func (r *reading) listing(doc ast.Node, date time.Time) *Day {
	d := &Day{File: r.file, Date: date}
	var page string   // the article that was listed last
	var topics []Name // of the next article, or of page
	list := func() {
		if page != "" {
			d.Articles = r.addClaims(d.Articles, maxListed, page, topics, -1)
		}
		page, topics = "", nil
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		h, heading := n.(*ast.Heading)
		switch {
		case heading && h.Level == 5:
			list()
			topics = r.topics(plain(h, r.source), r.body+start(h))
			d.startHeading(r.cleaned(plain(h, r.source)))
		case heading:
			if page != "" {
				list()
			}
			page = r.listed(h)
		case n.Kind() == ast.KindList:
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				list()
				page, topics = r.listed(item), r.contextOf(item)
			}
		default:
			topics = r.join(slices.Clip(topics), r.contextOf(n), r.body+start(n))
		}
	}
	list()
	d.endHeading()
	return d
}

// startHeading adds a topic heading.
func (day *Day) startHeading(text string) {
	day.endHeading()
	if text == "" {
		return
	}
	day.Headings = append(day.Headings, Heading{unique.Make(XML(text)), len(day.Articles)})
}

// endHeading drops the last topic heading if there is no article below it.
func (day *Day) endHeading() {
	if n := len(day.Headings); n > 0 && day.Headings[n-1].First == len(day.Articles) {
		if day.Headings = day.Headings[:n-1]; n == 1 {
			day.Headings = nil
		}
	}
}

// listed returns the path of the first article that n links to, or "".
func (r *reading) listed(n ast.Node) (page string) {
	eachLink(n, func(l ast.Node) {
		target, ok := r.place.sitePath(r.destination(l), r.file)
		if ok && page == "" && path.Ext(target) != "" && !isIndex(path.Base(target)) {
			page = XML(PagePath(target))
		}
	})
	return page
}

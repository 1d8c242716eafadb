package article

import (
	"errors"
	"path"
	"slices"
	"time"

	"github.com/yuin/goldmark/ast"
)

// day reads the page of a day: each heading that links an article, the topic
// heading above it, the contexts below it. Links in lists count as well. nil
// where the Markdown is too much.
func (r *reading) day(date time.Time) *Day {
	_, body, err := splitFrontMatter(r.data)
	if e, ok := errors.AsType[*metadataError](err); ok {
		r.report(e.offset, Problem{About: FrontMatter, What: e.what, Effect: "the whole file is read as Markdown", Mend: e.mend})
	}
	r.body, r.source = body, r.data[body:]
	r.founding = true
	d := &Day{File: r.file, Date: date}
	var page string   // the article that was listed last
	var topics []Name // of the next article, or of page
	list := func() {
		if page != "" {
			d.Articles = r.addClaims(d.Articles, maxListed, page, topics, -1)
		}
		page, topics = "", nil
	}
	doc := r.parse()
	if doc == nil {
		return nil
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		h, heading := n.(*ast.Heading)
		switch {
		case heading && h.Level == 5:
			list()
			topics = r.topics(plain(h, r.source), r.body+start(h))
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
	return d
}

// listed gives the path of the first article that n links to, or "".
func (r *reading) listed(n ast.Node) (page string) {
	eachLink(n, func(l ast.Node) {
		target, ok := r.place.sitePath(r.destination(l), r.file)
		if ok && page == "" && path.Ext(target) != "" && !isIndex(path.Base(target)) {
			page = XML(PagePath(target))
		}
	})
	return page
}

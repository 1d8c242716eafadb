package site

import (
	"fmt"

	"dateline/feed/archive"
	"dateline/feed/page"
	"dateline/feed/render"
)

// begin is a list of topics, outlets or languages as it begins.
var begin = page.Listing{Page: 1}

// index finds a page of the list of all topics, outlets or languages. Other spellings of
// the query, as forms send them, are not redirected.
func (l lookup) index(k archive.Kind) Answer {
	part, err := page.ListingOf(l.parameters())
	switch {
	case err != nil:
		return refused(err.Error())
	case part.Page > 1:
		if last := l.Pages.LastPage(l.s, l.in, k, part); part.Page > last {
			part.Page = last
			return Answer{Why: fmt.Sprintf("the last page of this list is page %d", last), See: l.indexPath(k, part)}
		}
	}
	return found(l.indexOf(k, part))
}

func (l lookup) indexPath(k archive.Kind, part page.Listing) string {
	return render.PathIn(l.in, render.IndexPath(k)) + part.Suffix()
}

// indexOf returns the address of a page of such a list.
func (l lookup) indexOf(k archive.Kind, part page.Listing) Address {
	a := l.page(Pages, l.indexPath(k, part), func() render.Document { return l.Pages.Index(l.s, l.in, k, part) })
	a.Fleeting = part.Query != ""
	return a
}

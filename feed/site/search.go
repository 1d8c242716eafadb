package site

import (
	"strings"

	"dateline/feed/page"
	"dateline/feed/render"
	"dateline/feed/search"
)

// search finds the search page and the feeds of searches, and reports whether the
// path is one of them. It does not run the search.
func (l lookup) search() (Answer, bool) {
	file, below := strings.CutPrefix(l.path, render.SearchPath)
	switch {
	case !l.Search:
		return Answer{}, false
	case l.path == "/search":
		return moved(render.SearchPath), true
	case !below || file != "" && (!isFile(file) || !strings.HasPrefix(file, "feed.")):
		return Answer{}, false
	case file == "" && !l.parameters().Has("q"):
		return found(l.searchPage()), true
	}
	return l.results(strings.TrimPrefix(file, "feed.")), true
}

// searchPage is the page with the empty form. It never changes.
func (l lookup) searchPage() Address {
	return Address{Kind: Searches, Path: render.SearchPath, Make: func() render.Document { return l.Pages.Search(render.Subject{}) }}
}

// results finds the page of a search's results, or their feed if a format is
// given.
func (l lookup) results(format string) Answer {
	query, err := search.Parse(l.parameters().Get("q"))
	if err != nil {
		return refused(err.Error())
	}
	sub, err := l.variant(l.Renderer.Found(query.Text))
	if err != nil {
		return refused(err.Error())
	}
	results := func(moments []int64) render.Document { return l.Pages.Search(sub.At(l.s, moments)) }
	feed := func(moments []int64) render.Document {
		return l.Renderer.Feed(l.s, sub.At(l.s, moments), render.Format(format))
	}
	a := found(Address{Kind: Searches, Path: sub.FeedPath(render.Format(format))})
	a.Search = &Search{Query: query, Most: l.Renderer.Most(sub), Make: feed, Page: results}
	switch raw := l.parameters().Has(page.RawParameter); {
	case format == "":
		a.Path, a.Search.Make = sub.PagePath(), results
	case raw:
		a.Search.Page = func(moments []int64) render.Document { return shown(feed(moments), render.Format(format)) }
	default:
		a.Search.Page = func(moments []int64) render.Document {
			return l.Pages.Feed(sub.At(l.s, moments), render.Format(format))
		}
	}
	return a
}

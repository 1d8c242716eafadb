package site

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/page"
	"dateline/feed/render"
	"dateline/feed/search"
)

// Slow are parts of the addresses that may need a search, with their queries. %71 is
// another spelling of q.
var Slow = []string{render.SearchPath, page.BuildPath, "?q=", "&q=", "%71="}

// countedHits bounds the results that a page counts.
const countedHits = 1000

var (
	errNoSearch = errors.New("this site cannot be searched, so its addresses have no ?q=")
	errWhole    = errors.New("?q= finds present articles: it goes with pages and with feed.rss, feed.atom and feed.json")
	errCursor   = errors.New("before and after are moments in Unix seconds, of which an address has one at most")
)

// search finds the search page and the feeds of searches, and reports whether the
// path is one of them. It does not run the search.
func (l lookup) search() (Answer, bool) {
	file, below := strings.CutPrefix(l.path, render.SearchPath)
	switch {
	case !l.Search:
		return Answer{}, false
	case l.path == "/search":
		return moved(render.SearchPath + l.chosen()), true
	case !below || file != "" && (!isFile(file) || !strings.HasPrefix(file, "feed.")):
		return Answer{}, false
	case file == "" && !l.parameters().Has("q"):
		return found(l.searchPage()), true
	}
	return l.results(render.Of(l.s.Global()), file), true
}

// searchPage is the page with the empty form. It never changes.
func (l lookup) searchPage() Address {
	return Address{Kind: Searches, Path: render.SearchPath, Make: func() render.Document { return l.Pages.SearchForm() }}
}

// isSearch reports whether the query of an address asks for some of the articles of
// what is there.
func (l lookup) isSearch() bool { return l.query != "" && l.parameters().Has("q") }

// results finds the page or, if file is not empty, a feed of what a search finds among
// the entries of a subject. A search of everything has an address of its own.
func (l lookup) results(sub render.Subject, file string) Answer {
	name, format, _ := strings.Cut(file, ".")
	query, err := search.Parse(l.parameters().Get("q"))
	switch {
	case !l.Search:
		return refused(errNoSearch.Error())
	case name != "" && name != "feed":
		return refused(errWhole.Error())
	case err != nil:
		return refused(err.Error())
	}
	if sub.Path == "/" {
		sub = l.Renderer.Found(l.s, query.Text)
	} else {
		sub = l.Renderer.Matching(sub, query.Text)
	}
	a := Answer{}
	if file == "" {
		a = l.resultsPage(sub, query)
	} else {
		a = l.resultsFeed(sub, query, render.Format(format))
	}
	if a.Status == Found && sub.Path == render.SearchPath && !strings.HasPrefix(l.path, render.SearchPath) {
		if l.parameters().Has(page.RawParameter) {
			a.Path += "&" + page.RawParameter
		}
		return moved(a.Path)
	}
	return a
}

func (l lookup) resultsFeed(sub render.Subject, query search.Query, format render.Format) Answer {
	sub, err := l.variant(sub)
	if err != nil {
		return refused(err.Error())
	}
	a := searching(sub.FeedPath(format), l.request(sub, query))
	a.Feed = &render.Subscription{Subject: sub, Format: format}
	a.Search.Make = func(h search.Hits) render.Document { return l.Renderer.Feed(l.s, sub.At(l.s, h.Moments), format) }
	a.Search.Page = func(h search.Hits) render.Document { return l.Pages.Feed(sub.At(l.s, h.Moments), format) }
	if l.parameters().Has(page.RawParameter) {
		a.Search.Page = func(h search.Hits) render.Document { return shown(a.Search.Make(h), format) }
	}
	return a
}

func (l lookup) resultsPage(sub render.Subject, query search.Query) Answer {
	from, ok := l.cursor()
	if !ok {
		return refused(errCursor.Error())
	}
	r := l.request(sub, query)
	r.From, r.Most, r.Counted = from, page.PerPage, countedHits
	a := searching(sub.PagePath()+pageQuery(from), r)
	a.Search.Make = func(h search.Hits) render.Document { return l.Pages.Search(sub.At(l.s, h.Moments), l.found(query, h)) }
	return a
}

// searching answers with the address of what a search finds.
func searching(path string, r search.Request) Answer {
	a := found(Address{Kind: Searches, Path: path})
	a.Search = &Search{Request: r}
	return a
}

// request returns the request for the articles in the feed of a subject. Whatever is in
// a feed of the whole site is among everything.
func (l lookup) request(sub render.Subject, query search.Query) search.Request {
	r := search.Request{Query: query, Most: l.Renderer.Most(sub)}
	if sub.Path != render.SearchPath {
		r.Has = func(moment int64) bool { return sub.HasAt(l.s, moment) }
	}
	return r
}

// maxTopicsFound bounds the topics that a page of results names.
const maxTopicsFound = 5

// found returns what a page says about the results of a query.
func (l lookup) found(query search.Query, h search.Hits) page.Results {
	return page.Results{Query: query, Hits: h, Topics: l.topicsAbout(query.Text, maxTopicsFound)}
}

// cursor parses ?before= and ?after= (Unix seconds).
func (l lookup) cursor() (c search.Cursor, ok bool) {
	query := l.parameters()
	for name, side := range map[string]search.Side{"before": search.Before, "after": search.After} {
		if !query.Has(name) {
			continue
		}
		moment, err := strconv.ParseInt(query.Get(name), 10, 64)
		if err != nil || c.Side != search.Newest {
			return c, false
		}
		c = search.Cursor{Side: side, Moment: moment}
	}
	return c, true
}

// pageQuery returns the rest of the query of a page that begins at a cursor.
func pageQuery(c search.Cursor) string {
	switch c.Side {
	case search.Before:
		return "&before=" + strconv.FormatInt(c.Moment, 10)
	case search.After:
		return "&after=" + strconv.FormatInt(c.Moment, 10)
	}
	return ""
}

// topicsAbout returns the listed topics whose slugs have that of a text in them: those
// that begin with it first, and of these the shortest, which is the topic of that name.
func (l lookup) topicsAbout(text string, most int) (list []*archive.Feed) {
	slug := article.Slug(text)
	if slug == "" {
		return nil
	}
	order := func(a, b *archive.Feed) int {
		at := func(f *archive.Feed) int { return min(1, strings.Index(f.Topic.Slug, slug)) }
		return cmp.Or(cmp.Compare(at(a), at(b)), cmp.Compare(len(a.Topic.Slug), len(b.Topic.Slug)), strings.Compare(a.Topic.Slug, b.Topic.Slug))
	}
	for f := range l.s.Topics() {
		if !strings.Contains(f.Topic.Slug, slug) || !l.s.Lists(f) {
			continue
		}
		if i, _ := slices.BinarySearchFunc(list, f, order); i < most {
			list = slices.Insert(list[:min(len(list), most-1)], i, f)
		}
	}
	return list
}

package page

import (
	"fmt"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"dateline/feed/archive"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

// perIndex is how many topics, outlets or languages a page lists.
const perIndex = 200

// index is the data of index.html.
type index struct {
	layout
	Heading        string
	Total          int    // in the whole list, whatever the query
	Action, Filter string // of the form
	Longest        int
	Sort           string // for the form; empty for the default
	Status         string // what was found, and where in it the page is
	Sorts          []sorting
	Topics         []topic
	Previous, Next string
	Place          string
}

// sorting is an order in which the list can be.
type sorting struct {
	Name, URL string
	Current   bool
}

// topic is a topic, an outlet or a language in a list.
type topic struct {
	Name, URL    string
	Language     string // of a language; empty for a topic and an outlet
	Direction    string // of the name, if it differs from the page's
	Also         string // another name
	Count        int
	Date, Moment string // of the newest article; empty if they do not matter
}

// Index renders a page of the list of all topics, outlets or languages, of the site or
// of a content directory.
func (p *Pages) Index(s *archive.Snapshot, in *archive.Feed, k archive.Kind, l Listing) render.Document {
	d, path := p.Renderer.OfFeed(in), render.PathIn(in, render.IndexPath(k))
	url := func(l Listing) string { return p.site.BaseURL + path + l.Suffix() }
	x := index{layout: p.layout(d.Language), Action: p.site.BaseURL + path, Filter: l.Query, Longest: longestFilter}
	x.Heading, x.Canonical, x.NoIndex = x.Words.Kind(k), url(l), l.Query != ""
	if x.Title = x.Heading; l.Query != "" {
		x.Title += ": " + l.Query
	}
	x.Wider = p.wider(render.Subject{Path: path, Directory: d.Mount, Name: func() string { return phrases.In(p.site.Language).Kind(k) }})
	all := p.named(s, in, k)
	list, found := all.Page(l.Query, l.Order, (l.Page-1)*perIndex, perIndex)
	x.Total = all.Len()
	for _, t := range list {
		x.Topics = append(x.Topics, p.listed(x.layout, in, t, l.Order == archive.ByRecency))
	}
	words := x.Words.Index
	switch {
	case x.Total == 0:
		x.Status = words.Empty
	case found == 0:
		x.Status = words.None
	case l.Query != "":
		x.Status = fmt.Sprintf(words.Found, found, x.Total)
	}
	for o, name := range []string{archive.BySize: words.Size, archive.ByName: words.Name, archive.ByRecency: words.Recency} {
		x.Sorts = append(x.Sorts, sorting{name, url(Listing{Query: l.Query, Order: archive.Order(o)}), archive.Order(o) == l.Order})
	}
	if l.Order != archive.BySize {
		x.Sort = sortNames[l.Order]
	}
	last := pagesFor(found)
	if l.Page > 1 {
		x.Previous = url(l.turn(l.Page - 1))
	}
	if l.Page < last {
		x.Next = url(l.turn(l.Page + 1))
	}
	x.Discovered = p.discovered(render.Of(in))
	x.Place = fmt.Sprintf(words.Place, l.Page, last)
	return p.document("index.html", path+l.Suffix(), x)
}

// LastPage returns the number of the last page of a listing.
func (p *Pages) LastPage(s *archive.Snapshot, in *archive.Feed, k archive.Kind, l Listing) int {
	_, found := p.named(s, in, k).Page(l.Query, l.Order, 0, 0)
	return pagesFor(found)
}

// pagesFor returns how many pages a list fills. An empty list has one.
func pagesFor(n int) int { return max(1, (n+perIndex-1)/perIndex) }

// named returns what belongs in the lists of the site or of a content directory, with
// its names in the language of the list.
func (p *Pages) named(s *archive.Snapshot, in *archive.Feed, k archive.Kind) *archive.Index {
	tag := p.Renderer.OfFeed(in).Language
	return s.Index(in, k, archive.Naming{Language: tag, Names: func(f *archive.Feed) []string {
		names := []string{render.NameOf(f)}
		switch {
		case k == archive.OfLanguage:
			names = append(names, languageIn(tag, f.Topic.Slug), f.Topic.Slug)
		case k == archive.OfOutlet && names[0] != f.Topic.Slug:
			names = append(names, f.Topic.Slug)
		}
		return names
	}})
}

// languageIn returns the name of a language in another one, or its tag.
func languageIn(around, tag string) string {
	if names := display.Languages(language.Make(around)); names != nil {
		if name := names.Name(language.Make(tag)); name != "" {
			return name
		}
	}
	return tag
}

// listed returns a topic, an outlet or a language as a list shows it.
func (p *Pages) listed(l layout, in *archive.Feed, r archive.Listed, dated bool) topic {
	t := topic{Name: r.Names[0], URL: p.site.BaseURL + render.PathIn(in, render.TopicPath(r.Topic)), Language: render.LanguageOfTopic(r.Topic), Count: r.Count}
	if t.Language != "" {
		t.Direction = phrases.DirectionWithin(l.Language, t.Language)
	}
	if len(r.Names) > 1 && r.Names[1] != r.Names[0] {
		t.Also = r.Names[1]
	}
	if dated {
		at := r.Newest().In(p.site.Zone)
		t.Date, t.Moment = phrases.Date(l.Language, at), p.Renderer.DateOf(at)
	}
	return t
}

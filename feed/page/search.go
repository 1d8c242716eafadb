package page

import (
	"html/template"
	"math"
	"strconv"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/render"
	"dateline/feed/search"
)

// BuildPath is the path of the builder.
const BuildPath = "/build/"

// PerPage is how many results a page shows, besides those of one second.
const PerPage = perPage

// Results are what a search found.
type Results struct {
	Query  search.Query
	Hits   search.Hits
	Topics []*archive.Feed // with the words in their names
}

// results is the data of search.html.
type results struct {
	list
	Asked        bool   // there is a query
	Count        string // in words
	Newer, Older string // URLs of the pages before and after this one
	Topics       []topic
	Action       string // URL of the form
	Whole        string // the same search of the whole site, if this is one of a part
	AllTopics    string
	Build        string // the builder
}

// SearchForm renders the empty search page, which explains the syntax.
func (p *Pages) SearchForm() render.Document {
	x := results{list: list{layout: p.layout(p.site.Language)}}
	x.Title, x.Canonical = x.Words.Search, p.site.BaseURL+render.SearchPath
	x.Action, x.OwnSearch = x.Canonical, true
	p.offer(&x)
	return p.document("search.html", render.SearchPath, x)
}

// Search renders a page of the results of a search, which are the entries of a subject.
func (p *Pages) Search(sub render.Subject, found Results) render.Document {
	x := results{list: p.subject(sub), Asked: true}
	x.Query, x.NoIndex, x.OwnSearch = sub.Search, true, true
	x.Action, x.Canonical = p.site.BaseURL+sub.Path, p.site.BaseURL+sub.PagePath()
	x.Count = x.Words.Results.Count(found.Hits.Count, found.Hits.More)
	entries := sub.Entries.Latest(math.MaxInt)
	x.Entries = p.entriesIn(sub.Directory, x.Language, entries)
	marker := found.Query.Marker()
	for i, e := range entries {
		x.Entries[i].Marked = marked(marker.Mark(x.Entries[i].Title))
		if text := marker.Snippet(strings.Join(e.Text(), " "), summaryLength); text != nil && e.Title != "" {
			x.Entries[i].Snippet = marked(text)
		}
	}
	switch n := len(found.Hits.Moments); {
	case n == 0 && found.Hits.Count > 0: // beyond the last one
		x.Newer = x.Canonical
	case n > 0:
		x.Newer = p.at(sub, "after", found.Hits.Moments[0], found.Hits.Newer)
		x.Older = p.at(sub, "before", found.Hits.Moments[n-1], found.Hits.Older)
	}
	for _, f := range found.Topics {
		x.Topics = append(x.Topics, topic{Name: render.NameOf(f), URL: p.site.BaseURL + render.TopicPath(f.Topic), Count: f.Len()})
	}
	if sub.Path != render.SearchPath {
		sub.Path = render.SearchPath
		x.Whole = p.site.BaseURL + sub.PagePath()
	}
	p.offer(&x)
	return p.document("search.html", render.SearchPath, x)
}

// offer adds where somebody may go on who has found nothing.
func (p *Pages) offer(x *results) {
	x.AllTopics, x.Build = p.site.BaseURL+render.IndexPath(archive.OfTopic), p.site.BaseURL+BuildPath
}

// at returns the URL of the page of results before or after a moment, or "" if there is
// nothing.
func (p *Pages) at(sub render.Subject, side string, moment int64, any bool) string {
	if !any {
		return ""
	}
	return p.site.BaseURL + sub.PagePath() + "&" + side + "=" + strconv.FormatInt(moment, 10)
}

// marked returns the HTML of a text in which matches are marked.
func marked(pieces []search.Piece) template.HTML {
	var b strings.Builder
	for _, piece := range pieces {
		text := template.HTMLEscapeString(piece.Text)
		if piece.Found {
			text = "<mark>" + text + "</mark>"
		}
		b.WriteString(text)
	}
	return template.HTML(b.String())
}

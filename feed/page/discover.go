package page

import (
	"html"
	"html/template"
	"slices"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

// Programs that are given the address of a page subscribe to a feed that its head
// names. Many take the first, others let the reader choose from their titles. So the
// first is what the page itself is about, and titles are those of the feeds.

// feedLink is a link to a feed. Link holds its type and URL as complete
// attributes, because html/template would write a + in them as a character
// reference, which simple readers do not resolve.
type feedLink struct {
	Name, Title, URL string
	Link             template.HTMLAttr
}

// discovered returns the feeds that the page of a subject names: its own, then those
// of the site.
func (p *Pages) discovered(sub render.Subject) []feedLink {
	return named(p.feedLinks(sub), p.beside(sub), p.siteFeeds())
}

// discoveredBeside returns the feeds that the page of a feed in a format names: that
// feed, then what its subject has.
func (p *Pages) discoveredBeside(sub render.Subject, format render.Format) []feedLink {
	own := p.feedLinks(sub)
	slices.SortStableFunc(own, func(a, b feedLink) int {
		switch names := formatNames[format]; {
		case a.Name == names && b.Name != names:
			return -1
		case b.Name == names && a.Name != names:
			return 1
		}
		return 0
	})
	return named(own, p.discovered(sub.Plain()))
}

// mostDiscovered bounds the topics whose feeds the page of an article names. The page
// itself links to all of them.
const mostDiscovered = 20

// discoveredFor returns the feeds that the page of an article names. The article is part
// of all of them, so that of the site comes first, then that of its content directory, and
// those of its topics.
func (p *Pages) discoveredFor(s *archive.Snapshot, e *archive.Entry) []feedLink {
	lists := [][]feedLink{p.siteFeeds()}
	if f, _, ok := s.ContentAt(e.File); ok {
		lists = append(lists, p.feedLinks(render.Of(f)))
	}
	for _, t := range e.Topics[:min(len(e.Topics), mostDiscovered)] {
		if f, ok := s.Topic(t.Slug); ok {
			lists = append(lists, p.feedLinks(render.Of(f)))
		}
	}
	return named(lists...)
}

// named joins lists of feeds, with each feed once.
func named(lists ...[]feedLink) (all []feedLink) {
	seen := map[string]bool{}
	for _, l := range slices.Concat(lists...) {
		if !seen[l.URL] {
			seen[l.URL] = true
			all = append(all, l)
		}
	}
	return all
}

var formatNames = map[render.Format]string{render.Atom: "Atom", render.RSS: "RSS", render.JSON: "JSON Feed"}

// siteFeeds returns the feeds of everything.
func (p *Pages) siteFeeds() []feedLink {
	return p.feedLinks(render.Subject{Path: "/", Name: func() string { return "" }})
}

// feedLinks returns links to the feeds of a subject in all formats. If it is a variant,
// they say so by its query, because nothing else in their titles would.
func (p *Pages) feedLinks(sub render.Subject) (list []feedLink) {
	title := p.feedTitle(sub)
	if _, query, ok := strings.Cut(sub.FeedPath(render.Atom), "?"); ok && sub.Variant != (render.Variant{}) {
		title += " ?" + query
	}
	for _, format := range render.Formats {
		list = append(list, newFeedLink(formatNames[format], title+" ("+formatNames[format]+")", p.site.BaseURL+sub.FeedPath(format), format))
	}
	return list
}

// beside returns links to the digests of a subject and to the feed of its changes.
func (p *Pages) beside(sub render.Subject) (list []feedLink) {
	words := phrases.In(p.Renderer.Around(sub).Language)
	title := p.feedTitle(sub)
	for _, of := range []struct{ file, name string }{{render.DigestFile(render.Daily), words.Daily}, {render.DigestFile(render.Weekly), words.Weekly}, {render.ChangesFile, words.Changes}} {
		if links(sub, of.file) {
			sub.File = of.file
			list = append(list, newFeedLink(of.name, title+": "+of.name, p.site.BaseURL+sub.FeedPath(render.Atom), render.Atom))
		}
	}
	return list
}

// feedTitle returns the title of the feed of a subject.
func (p *Pages) feedTitle(sub render.Subject) string {
	title := p.Renderer.Around(sub).Title
	if name := sub.Name(); name != "" {
		title += ": " + name
	}
	return title
}

func newFeedLink(name, title, url string, format render.Format) feedLink {
	mediaType, _, _ := strings.Cut(format.Type(), ";")
	return feedLink{name, title, url, template.HTMLAttr(`type="` + mediaType + `" href="` + html.EscapeString(url) + `"`)}
}

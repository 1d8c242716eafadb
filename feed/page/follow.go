package page

import (
	"html"
	"html/template"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// feedLink is a link to a feed. Link holds its type and URL as complete
// attributes, because html/template would write a + in them as a character
// reference, which simple readers do not resolve.
type feedLink struct {
	Name, Title, URL string
	Link             template.HTMLAttr
}

// discovered returns the feeds of a subject that its page names.
func (p *Pages) discovered(sub render.Subject, title string) []feedLink {
	list := p.feedLinks(sub, title)
	if sub.Rows() != nil {
		return list // it has no canonical address
	}
	words := p.layout(p.Renderer.Around(sub).Language).Words
	for _, of := range []struct{ file, name string }{{render.DigestFile(render.Daily), words.Daily}, {render.DigestFile(render.Weekly), words.Weekly}, {render.ChangesFile, words.Changes}} {
		if links(sub, of.file) {
			sub.File = of.file
			list = append(list, newFeedLink(of.name, title+": "+of.name, p.site.BaseURL+sub.FeedPath(render.Atom), render.Atom))
		}
	}
	return list
}

// links reports whether the page of a subject links to its feeds of a file.
func links(sub render.Subject, file string) bool {
	f, ok := sub.Entries.(*archive.Feed)
	switch {
	case !ok || sub.Rows() != nil:
		return false
	case f.Topic == nil || f.Topic.Kind == archive.OfTopic:
		return true
	}
	return file != render.ChangesFile && f.Topic.Kind == archive.OfContent
}

// feedLinks returns links to the feeds of a subject.
func (p *Pages) feedLinks(sub render.Subject, title string) (list []feedLink) {
	names := map[render.Format]string{render.Atom: "Atom", render.RSS: "RSS", render.JSON: "JSON Feed"}
	for _, format := range render.Formats {
		list = append(list, newFeedLink(names[format], title+" ("+names[format]+")", p.site.BaseURL+sub.FeedPath(format), format))
	}
	return list
}

func newFeedLink(name, title, url string, format render.Format) feedLink {
	mediaType, _, _ := strings.Cut(format.Type(), ";")
	return feedLink{name, title, url, template.HTMLAttr(`type="` + mediaType + `" href="` + html.EscapeString(url) + `"`)}
}

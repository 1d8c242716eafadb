package render

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
)

// item holds what every format says about an entry. Strings are plain text unless
// their name says HTML; URLs are absolute and percent-encoded.
type item struct {
	id, title, link      string // a note has no title
	iri                  string // the id as Atom has it; empty if it is the same
	name                 string // the title, or a substitute if there is none
	contentHTML          string // empty if only the summary is shown
	summary, summaryHTML string
	published, updated   time.Time
	authors              []article.Author // that the article names
	siteAuthors          []article.Author // if it names none; see credited
	language             string           // empty if it is that of the site
	categories           []category
	scheme               string // address of the list of all topics
	sources              []article.Link
	related              []string // empty unless the site shows them
	cover, enclosure     *Media
	markdown             string // empty unless the site includes it
	partial              bool   // the site includes it, but it could not be read
}

// textHTML escapes text that is not in an attribute. It leaves quotes and
// apostrophes alone, because some readers take a description for plain text.
var textHTML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// description returns HTML that describes the item: the summary, or else what
// the item has, so that it is never empty.
func (it item) description() string {
	if it.summaryHTML != "" {
		return it.summaryHTML
	}
	return cmp.Or(it.contentHTML, textHTML.Replace(it.name))
}

// describedLength bounds the summary of an item that has no text of its own, in
// characters.
const describedLength = 300

// summed returns an item that is not an entry with a summary from its text.
func (it item) summed() item {
	text := article.Article{HTML: it.contentHTML, Rare: &article.Rare{}}
	it.summary = text.Excerpt(describedLength)
	it.summaryHTML = textHTML.Replace(it.summary)
	return it
}

type category struct{ name, url string }

func (r *Renderer) item(s *archive.Snapshot, as shape) item {
	e := as.Entry
	it := item{
		id:        e.ID(),
		iri:       e.IRI(),
		title:     article.Headline(e.Title),
		name:      article.Headline(e.Name()),
		link:      r.Link(e),
		summary:   e.Excerpt(as.form.summaryLength()),
		published: e.Published().In(r.Site.Zone),
		updated:   e.Updated().In(r.Site.Zone),
		authors:   r.Site.shown(e.Authors),
		scheme:    r.Site.BaseURL + IndexPath(archive.OfTopic),
		sources:   e.Sources,
		cover:     r.Cover(e),
		enclosure: r.Enclosure(e),

		siteAuthors: r.authors,
	}
	if it.summary == "" {
		it.summary = article.Brief(headlineAndSources(e), describedLength)
	}
	if e.Language != r.Site.Language || r.multilingual {
		it.language = e.Language
	}
	for _, t := range e.Topics {
		it.categories = append(it.categories, category{t.Name, r.Site.BaseURL + TopicPath(t)})
	}
	var related []*archive.Entry
	if r.Site.Related && !as.alone {
		related = r.RelatedTo(s, e)
	}
	for _, other := range related {
		it.related = append(it.related, r.PageURL(other))
	}
	if it.summary != "" {
		it.summaryHTML = textHTML.Replace(it.summary)
	}
	if as.form != whole {
		it.summaryHTML = r.directed(e.Language, r.shorter(e, it, as.form))
		return it
	}
	body := r.Body(e, idPrefix(it.id))
	media := r.picture(e, body, it.cover) + Player(body, it.enclosure)
	it.contentHTML = r.directed(e.Language, r.content(e, media+body, related))
	if r.Site.Markdown != nil && !as.alone {
		if text, ok := r.Site.Markdown(e); ok {
			it.markdown = article.XML(text)
		} else {
			it.partial = true
		}
	}
	return it
}

// headlineAndSources describes an entry that has no text: "Title — Sources: A, B".
// It is empty for a note that has no sources either.
func headlineAndSources(e *archive.Entry) string {
	about := article.Headline(e.Title)
	if len(e.Sources) == 0 {
		return about
	}
	names := make([]string, len(e.Sources))
	for i, l := range e.Sources {
		names[i] = SourceName(l)
	}
	sources := phrases.In(e.Language).Sources + " " + strings.Join(names, ", ")
	if about == "" {
		return sources
	}
	return about + " — " + sources
}

// shorter returns the cover, the player and the summary of an entry, and in a
// teaser the link to the whole article. It shows the cover and the player even if
// the body, which it leaves out, has them too.
func (r *Renderer) shorter(e *archive.Entry, it item, as form) string {
	var b strings.Builder
	b.WriteString(r.picture(e, "", it.cover) + Player("", it.enclosure) + it.summaryHTML)
	if as == teaser {
		b.WriteString("\n<p>")
		writeLink(&b, r.wholeURL(e), phrases.In(e.Language).Whole)
		b.WriteString("</p>")
	}
	return b.String()
}

// Body returns the body of an entry with its links resolved and its ids prefixed.
func (r *Renderer) Body(e *archive.Entry, prefix string) string {
	return e.Body(article.Frame{BaseURL: r.Site.BaseURL, Links: e.Links, Prefix: prefix})
}

// idPrefix returns a prefix that keeps the HTML ids of entries apart when a
// reader shows several on one page. It depends only on the id of the entry.
func idPrefix(id string) string {
	sum := sha256.Sum256([]byte(id))
	return "d" + hex.EncodeToString(sum[:4]) + "-"
}

// content returns the picture, the body, the sources and, if the site shows it,
// the Related list.
func (r *Renderer) content(e *archive.Entry, body string, related []*archive.Entry) string {
	var b strings.Builder
	b.Grow(len(body) + 512)
	b.WriteString(body)
	words := phrases.In(e.Language)
	if len(e.Sources) > 0 {
		b.WriteString("\n<p>" + words.Sources + " ")
		for i, l := range e.Sources {
			if i > 0 {
				b.WriteString(", ")
			}
			writeLink(&b, article.URI(l.URL), SourceName(l))
		}
		b.WriteString("</p>")
	}
	if len(related) > 0 {
		b.WriteString("\n<p>" + words.Related + "</p>\n<ul>")
		for _, other := range related {
			b.WriteString("<li>" + r.linkWithin(e.Language, other) + "</li>")
		}
		b.WriteString("</ul>")
	}
	return b.String()
}

func writeLink(b *strings.Builder, url, text string) {
	b.WriteString(`<a href="` + html.EscapeString(url) + `">` + html.EscapeString(text) + `</a>`)
}

// linkWithin returns a link to an entry, embedded in text of a language.
func (r *Renderer) linkWithin(around string, e *archive.Entry) string {
	return `<a href="` + html.EscapeString(r.PageURL(e)) + `"` + directionAttribute(around, e.Language) + `>` + html.EscapeString(article.Headline(e.Name())) + `</a>`
}

// SourceName returns the name of a source, or its host if it has none.
func SourceName(l article.Link) string {
	if l.Name != "" {
		return l.Name
	}
	_, rest, _ := strings.Cut(l.URL, "//")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// RelatedTo returns the published entries in the Related list of an article, in its
// order.
func (r *Renderer) RelatedTo(s *archive.Snapshot, e *archive.Entry) []*archive.Entry {
	var list []*archive.Entry
	for i, c := range e.Related {
		if i > 0 && e.Related[i-1].Page == c.Page {
			continue
		}
		if other, ok := s.Page(s.Meant(c.Page)); ok {
			list = append(list, other)
		}
	}
	return list
}

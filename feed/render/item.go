package render

import (
	"crypto/sha256"
	"encoding/hex"
	"html"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// item is what an entry says in every format. Strings are plain text unless
// their name says HTML; URLs are absolute and percent-encoded.
type item struct {
	id, title, link      string // a note has no title
	name                 string // the title, or what stands for it if there is none
	contentHTML          string // empty when only the summary is shown
	summary, summaryHTML string
	published, updated   time.Time
	authors              []article.Author
	language             string // empty if it is the site's
	categories           []category
	sources              []article.Link
	related              []string // empty unless the site wants them
	cover, enclosure     *media
	markdown             string // empty unless the site wants it
	partial              bool   // the site does, and it could not be read
}

// bare returns the item without all that can be long. What it offers stays:
// without it players would drop an episode.
func (it item) bare() item {
	it.contentHTML, it.markdown, it.partial = "", "", false
	it.categories, it.sources, it.related, it.cover = nil, nil, nil, nil
	it.authors = it.authors[:min(len(it.authors), bareAuthors)]
	it.summary = article.Brief(it.summary, bareSummary)
	it.summaryHTML = textHTML.Replace(it.summary)
	return it
}

// textHTML makes HTML of text that stands in no attribute. Quotes and apostrophes
// stay: some readers take a description for text.
var textHTML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func (it item) authorNames() []string {
	return (&article.Rare{Authors: it.authors}).AuthorNames()
}

// What a bare item has of authors, and of its summary in characters.
const (
	bareAuthors = 3
	bareSummary = 300
)

type category struct{ name, slug, url string }

func (r *Renderer) item(s *archive.Snapshot, as shape) item {
	e := as.Entry
	it := item{
		id:        e.ID(),
		title:     article.Headline(e.Title),
		name:      article.Headline(e.Name()),
		link:      r.link(e),
		summary:   e.Excerpt(r.summaryLength()),
		published: e.Published().In(r.site.Zone),
		updated:   e.Updated().In(r.site.Zone),
		authors:   e.Authors,
		sources:   e.Sources,
		cover:     r.cover(e),
		enclosure: r.enclosure(e),
	}
	if e.Language != r.site.Language {
		it.language = e.Language
	}
	for _, t := range e.Topics {
		it.categories = append(it.categories, category{t.Name, t.Slug, r.site.BaseURL + TopicPath(t)})
	}
	var related []*archive.Entry
	if r.site.Related && !as.alone {
		related = r.related(s, e)
	}
	for _, other := range related {
		it.related = append(it.related, r.pageURL(other))
	}
	body := r.body(e, idPrefix(it.id))
	picture := r.picture(e, body, it.cover) + player(body, it.enclosure)
	if it.summary != "" {
		it.summaryHTML = textHTML.Replace(it.summary)
	}
	switch as.form {
	case bare:
		return it.bare()
	case summary:
		it.summaryHTML = r.directed(e.Language, picture+it.summaryHTML)
		return it
	}
	it.contentHTML = r.directed(e.Language, r.content(e, picture+body, related))
	if r.site.Markdown != nil && !as.alone {
		if text, ok := r.site.Markdown(e); ok {
			it.markdown = article.XML(text)
		} else {
			it.partial = true
		}
	}
	return it
}

// summaryLength bounds summaries made of the text, in characters: a foretaste
// if the whole text follows, else as much as a summary can be.
func (r *Renderer) summaryLength() int {
	if r.site.SummaryOnly {
		return 1000
	}
	return 300
}

// body returns the text of an entry with its links, and with a prefix before
// its ids.
func (r *Renderer) body(e *archive.Entry, prefix string) string {
	return e.Body(article.Frame{BaseURL: r.site.BaseURL, Links: e.Links, Prefix: prefix})
}

// idPrefix makes the ids of an entry differ from those of others that a reader
// shows beside it. It stays as long as the id of the entry does.
func idPrefix(id string) string {
	sum := sha256.Sum256([]byte(id))
	return "d" + hex.EncodeToString(sum[:4]) + "-"
}

// content is the picture and the body, the sources, and the Related list if the site
// wants it.
func (r *Renderer) content(e *archive.Entry, body string, related []*archive.Entry) string {
	var b strings.Builder
	b.Grow(len(body) + 512)
	b.WriteString(body)
	words := wordsOf(e.Language)
	if len(e.Sources) > 0 {
		b.WriteString("\n<p>" + words.Sources + " ")
		for i, l := range e.Sources {
			if i > 0 {
				b.WriteString(", ")
			}
			writeLink(&b, article.URI(l.URL), sourceName(l))
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

// linkWithin links an entry amid text in a language.
func (r *Renderer) linkWithin(around string, e *archive.Entry) string {
	return `<a href="` + html.EscapeString(r.pageURL(e)) + `"` + directionAttribute(around, e.Language) + `>` + html.EscapeString(article.Headline(e.Name())) + `</a>`
}

// sourceName returns the name of a source, else its host.
func sourceName(l article.Link) string {
	if l.Name != "" {
		return l.Name
	}
	_, rest, _ := strings.Cut(l.URL, "//")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// related returns the entries that an article names as related and that are
// there, in its order.
func (r *Renderer) related(s *archive.Snapshot, e *archive.Entry) []*archive.Entry {
	var list []*archive.Entry
	for i, c := range e.Related {
		if i > 0 && e.Related[i-1].Page == c.Page {
			continue
		}
		if other, ok := s.Page(c.Page); ok {
			list = append(list, other)
		}
	}
	return list
}

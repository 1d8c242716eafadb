package render

import (
	"cmp"
	"html"
	"strconv"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
)

// ofTopic returns the feed that a subject stands for, if it is that of everything
// or of a topic. Other subjects have no feeds of changes.
func (sub Subject) ofTopic() (f *archive.Feed, ok bool) {
	f, ok = sub.Entries.(*archive.Feed)
	return f, ok && sub.items == nil && (f.Topic == nil || f.Topic.Kind == archive.OfTopic)
}

// ChangesFile is the file name of feeds of changes, without the extension.
const ChangesFile = "changes"

// Changes returns the subject of the feed of changes to the articles of sub,
// which must be everything or one topic. Other subjects have no such feed.
func (r *Renderer) Changes(s *archive.Snapshot, sub Subject) (Subject, bool) {
	f, ok := sub.ofTopic()
	of := sub
	sub.of = &of
	sub.File, sub.Revision, sub.Changed = ChangesFile, Revision{Serial: s.Notices().Serial()}, s.Notices().Changed()
	sub.Name = named(sub.Name, phrases.In(r.Site.Language).Changes)
	sub.items = func(yield func(item) bool) {
		for n := range s.Notices().Newest() {
			count := n.Count
			if f.Topic != nil {
				count = min(count, n.In(f.Topic.Slug))
			}
			if (f.Topic == nil || n.In(f.Topic.Slug) > 0) && !yield(r.change(s, n, count)) {
				return
			}
		}
	}
	return sub, ok
}

// named appends a word to the name of a subject.
func named(name func() string, word string) func() string {
	return func() string {
		if of := name(); of != "" {
			return of + ": " + word
		}
		return word
	}
}

// change returns an item about a notice, with the number of articles if it is about
// several. It links to the page of the article, or to where that was, or for several
// articles to the first page of the site. That page is here, even if it redirects to
// the author's own site: a notice has no more than the path of an article.
func (r *Renderer) change(s *archive.Snapshot, n *archive.Notice, count int) item {
	at := n.At.In(r.Site.Zone)
	title := phrases.In(r.Site.Language).Change(n, count)
	it := item{id: s.TagURI("/changes/" + strconv.FormatInt(n.Number, 10)), title: title, name: title, link: r.Site.BaseURL + article.PageURI(n.Path),
		published: at, updated: at}
	it.scheme = r.Site.BaseURL + IndexPath(archive.OfTopic)
	if n.Count > 0 {
		it.link = r.Site.BaseURL + "/"
	}
	it.contentHTML = r.directed(r.Site.Language, r.tell(n, it.link))
	it = it.summed()
	if n.Count > 0 {
		return it // which is in more topics than a reader can show
	}
	for _, slug := range n.Topics {
		if f, ok := s.Topic(slug); ok {
			it.categories = append(it.categories, category{f.Topic.Name, r.Site.BaseURL + TopicPath(f.Topic)})
		}
	}
	return it
}

// tell renders a notice as HTML: the text before and after a correction, the old
// and the new address, what was removed or is back, or where several articles were.
func (r *Renderer) tell(n *archive.Notice, link string) string {
	var b strings.Builder
	switch words := phrases.In(r.Site.Language); {
	case n.Kind == archive.Backfilled:
		b.WriteString("<p>")
		writeLink(&b, link, cmp.Or(r.Site.Title, link))
		b.WriteString("</p>")
	case n.Kind == archive.Moved && n.Count > 0:
		b.WriteString("<p><del>" + html.EscapeString(r.Site.BaseURL+article.PathURI(n.Was)) + "</del></p>\n<p><ins>" + html.EscapeString(r.Site.BaseURL+article.PathURI(n.Path)) + "</ins></p>")
	case n.Count > 0:
		b.WriteString("<p>" + html.EscapeString(r.Site.BaseURL+article.PathURI(n.Path)) + "</p>")
	case n.Kind == archive.Corrected:
		title := ""
		if n.BeforeTitle != "" {
			title = n.Title
		}
		quote(&b, words.Before, "del", n.BeforeTitle, n.Before)
		quote(&b, words.After, "ins", title, n.After)
		b.WriteString("<p>")
		writeLink(&b, link, article.Headline(n.Title))
		b.WriteString("</p>")
	case n.Kind == archive.Returned:
		b.WriteString("<p><ins>")
		writeLink(&b, link, article.Headline(n.Title))
		b.WriteString("</ins></p>")
	case n.Kind == archive.Moved:
		b.WriteString("<p><del>" + html.EscapeString(r.Site.BaseURL+article.PageURI(n.Was)) + "</del></p>\n<p><ins>")
		writeLink(&b, link, link)
		b.WriteString("</ins></p>")
	default:
		b.WriteString("<p><del>" + html.EscapeString(article.Headline(n.Title)) + "</del></p>")
	}
	return b.String()
}

// quote writes what a correction removed (del) or inserted (ins), if anything: a
// title, and paragraphs, one per line.
func quote(b *strings.Builder, label, element, title, paragraphs string) {
	if title+paragraphs == "" {
		return
	}
	b.WriteString("<p>" + label + "</p>\n<blockquote>\n")
	line := func(text, open, end string) {
		b.WriteString("<p>" + open + "<" + element + ">" + html.EscapeString(text) + "</" + element + ">" + end + "</p>\n")
	}
	if title != "" {
		line(title, "<strong>", "</strong>")
	}
	for text := range strings.SplitSeq(paragraphs, "\n") {
		if text != "" {
			line(text, "", "")
		}
	}
	b.WriteString("</blockquote>\n")
}

package render

import (
	"html"
	"slices"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// changesPath gives the path of the feed of changes that belongs to a page.
func changesPath(page string, format Format) string { return page + "changes." + string(format) }

// topicOf gives the topic of a subject of which there is a feed of changes,
// nil for everything.
func topicOf(sub Subject) (t *archive.Topic, ok bool) {
	f, ok := sub.Entries.(*archive.Feed)
	if !ok || f.Topic != nil && f.Topic.Kind != archive.OfTopic {
		return nil, false
	}
	return f.Topic, true
}

// Changes gives the subject of what became of the articles of another: of
// everything or of one topic. Of others there is none.
func (r *Renderer) Changes(s *archive.Snapshot, sub Subject) (changes Subject, ok bool) {
	if _, ok := topicOf(sub); !ok {
		return sub, false
	}
	changes = sub
	changes.notices, changes.Revision = s.Notices(), s.Notices()
	changes.name = func() string {
		name := wordsOf(r.site.Language).Changes
		if of := sub.name(); of != "" {
			name = of + ": " + name
		}
		return name
	}
	return changes, true
}

// shown gives the notices of a subject that its feed holds, newest first: as
// many as the site shows entries, or as the subscriber wants.
func (r *Renderer) shown(sub Subject) (list []*archive.Notice) {
	most := r.site.Items
	if sub.Variant.Limit > 0 {
		most = sub.Variant.Limit
	}
	topic, _ := topicOf(sub)
	for n := range sub.notices.Newest() {
		if len(list) == most {
			break
		}
		if topic == nil || slices.Contains(n.Topics, topic.Slug) {
			list = append(list, n)
		}
	}
	return list
}

// changes renders the feed of a subject that has notices.
func (r *Renderer) changes(s *archive.Snapshot, sub Subject, format Format) Document {
	latest := time.Unix(0, 0)
	list := r.shown(sub)
	for _, n := range list {
		if n.At.After(latest) {
			latest = n.At
		}
	}
	d := r.draft(sub, sub.FeedPath(format), format, latest)
	for _, n := range list {
		d.items = append(d.items, encode(r.change(s, n)).of(format))
	}
	return d.document()
}

// change is an item that tells of a notice. It leads to the page of the
// article, or where that was.
func (r *Renderer) change(s *archive.Snapshot, n *archive.Notice) item {
	at := n.At.In(r.site.Zone)
	it := item{id: s.NoticeID(n), title: wordsOf(r.site.Language).change(n.Kind) + n.Title, link: r.site.BaseURL + article.PathURI(n.Path),
		published: at, updated: at}
	it.contentHTML = r.tell(n, it.link)
	for _, slug := range n.Topics {
		if f, ok := s.Topic(slug); ok {
			it.categories = append(it.categories, category{f.Topic.Name, slug, r.site.BaseURL + TopicPath(f.Topic)})
		}
	}
	return it
}

// tell words a notice as HTML: what was said before and what is now, the old
// address and the new one, or what is gone.
func (r *Renderer) tell(n *archive.Notice, link string) string {
	var b strings.Builder
	switch words := wordsOf(r.site.Language); n.Kind {
	case archive.Corrected:
		title := ""
		if n.BeforeTitle != "" {
			title = n.Title
		}
		quote(&b, words.Before, "del", n.BeforeTitle, n.Before)
		quote(&b, words.After, "ins", title, n.After)
		b.WriteString("<p>")
		writeLink(&b, link, n.Title)
		b.WriteString("</p>")
	case archive.Moved:
		b.WriteString("<p><del>" + html.EscapeString(r.site.BaseURL+article.PathURI(n.Was)) + "</del></p>\n<p><ins>")
		writeLink(&b, link, link)
		b.WriteString("</ins></p>")
	default:
		b.WriteString("<p><del>" + html.EscapeString(n.Title) + "</del></p>")
	}
	return b.String()
}

// quote writes what a correction took away (del) or put there (ins), if
// anything: a title, and paragraphs on a line each.
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

// changeLinks lists the notices of a subject for its page.
func (r *Renderer) changeLinks(sub Subject) (list []entryLink) {
	for _, n := range r.shown(sub) {
		at := n.At.In(r.site.Zone)
		list = append(list, entryLink{wordsOf(r.site.Language).change(n.Kind) + n.Title, r.site.BaseURL + article.PathURI(n.Path),
			at.Format("2006-01-02 15:04"), at.Format(time.RFC3339)})
	}
	return list
}

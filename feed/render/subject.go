package render

import (
	"net/url"
	"slices"
	"strings"

	"dateline/feed/archive"
)

// Subject is what a feed and its page are of: everything, a topic, a
// selection.
type Subject struct {
	Path    string  // percent-encoded, of its page: "/", "/topics/moon/"
	Name    string  // empty for everything
	Entries Entries // that belong to it
	// Revision stands for the entries: they are the same as long as it is.
	Revision any
}

// Entries are a list with a window: see archive.Feed.
type Entries interface{ Window(n int) []*archive.Entry }

// Of gives the subject that a feed of the archive has.
func Of(f *archive.Feed) Subject {
	sub := Subject{Path: TopicPath(f.Topic), Entries: f, Revision: f}
	if f.Topic != nil {
		sub.Name = f.Topic.Name
	}
	return sub
}

// MaxOperands is how many feeds a selection may name.
const MaxOperands = 8

// Select gives the subject of a selection of topics, in its canonical form:
// operands sorted by slug, each once.
func (r *Renderer) Select(sel archive.Selection) Subject {
	words := wordsOf(r.site.Language)
	var path, name strings.Builder
	var revision [MaxOperands]*archive.Feed
	used := revision[:0]
	for i, g := range sel.Groups {
		g.Feeds = canonical(g.Feeds)
		sel.Groups[i] = g
		sign, conjunction := "+", words.And
		if g.Any {
			sign, conjunction = ",", words.Or
		}
		path.WriteString("/topics/" + slugs(g.Feeds, sign))
		name.WriteString(names(g.Feeds, words.Comma, conjunction))
		used = append(used, g.Feeds...)
	}
	if len(sel.Except) > 0 {
		sel.Except = canonical(sel.Except)
		path.WriteString("/except/" + slugs(sel.Except, ","))
		name.WriteString(words.Except + names(sel.Except, words.Comma, words.And))
		used = append(used, sel.Except...)
	}
	if len(used) == 1 {
		return Of(used[0])
	}
	return Subject{Path: path.String() + "/", Name: name.String(), Entries: sel, Revision: revision}
}

// canonical sorts feeds by slug and leaves each once.
func canonical(feeds []*archive.Feed) []*archive.Feed {
	feeds = slices.Clone(feeds)
	slices.SortFunc(feeds, func(a, b *archive.Feed) int { return strings.Compare(a.Topic.Slug, b.Topic.Slug) })
	return slices.Compact(feeds)
}

func slugs(feeds []*archive.Feed, sign string) string {
	list := make([]string, len(feeds))
	for i, f := range feeds {
		list[i] = url.PathEscape(f.Topic.Slug)
	}
	return strings.Join(list, sign)
}

// names words a list: "A", "A and B", "A, B and C".
func names(feeds []*archive.Feed, comma, conjunction string) string {
	var b strings.Builder
	for i, f := range feeds {
		switch {
		case i > 0 && i == len(feeds)-1:
			b.WriteString(conjunction)
		case i > 0:
			b.WriteString(comma)
		}
		b.WriteString(f.Topic.Name)
	}
	return b.String()
}

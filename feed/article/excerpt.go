package article

import (
	"html"
	"path"
	"strings"
	"unicode/utf8"
)

// Excerpt gives the summary of an article as plain text on one line: front
// matter's, else the text of the body without its headings, tables, code and
// footnotes, up to about n characters. It may be empty.
func (a *Article) Excerpt(n int) string {
	if a.Summary != "" {
		return a.Summary
	}
	return Shorten(oneLine(html.UnescapeString(text(a.HTML, n))), n)
}

// maxNoteName bounds what stands for the title of a note, in characters.
const maxNoteName = 80

// Name returns the title of an article, or for a note, which has none, the
// beginning of its text, else its slug: what stands in lists and in Atom, which
// demands a title.
func (a *Article) Name() string {
	if a.Title != "" {
		return a.Title
	}
	if text := a.Excerpt(maxNoteName); text != "" {
		return Shorten(text, maxNoteName)
	}
	return path.Base(a.Path)
}

// text gives the escaped text of HTML that goldmark or the sanitiser wrote,
// where every < opens a tag: all of it, or more than n characters once
// entities are resolved.
func text(markup string, n int) string {
	markup, _, _ = strings.Cut(markup, `<div class="footnotes"`)
	var b strings.Builder
	for markup != "" && (b.Len() < 2*n || utf8.RuneCountInString(b.String()) < 2*n) {
		before, rest, tagged := strings.Cut(markup, "<")
		b.WriteString(before)
		if !tagged {
			break
		}
		tag, after, _ := strings.Cut(rest, ">")
		markup = after
		switch name := tagName(tag); name {
		case "h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "sup":
			if !strings.HasPrefix(tag, "/") {
				_, markup, _ = strings.Cut(markup, "</"+name+">")
			}
			if name != "sup" {
				b.WriteByte(' ')
			}
		default:
			if isBlock(name) {
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

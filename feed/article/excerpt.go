package article

import (
	"html"
	"path"
	"strings"
	"unicode/utf8"
)

// Excerpt returns the summary of an article as plain text on one line: that of
// front matter, or else the beginning of the body, about n characters long.
// Headings, tables, code blocks, footnotes, titles of callouts and collapsed text
// are left out of it; text that is struck out stays. The summary may be empty.
func (a *Article) Excerpt(n int) string {
	if a.Summary != "" {
		return a.Summary
	}
	return Brief(oneLine(html.UnescapeString(text(a.HTML, n))), n)
}

// maxNoteName bounds the text that replaces the title of a note, in characters.
const maxNoteName = 80

// Name returns the title of an article. A note has no title, but lists and Atom
// need one; for a note it returns the beginning of the text, or else the slug.
func (a *Article) Name() string {
	if a.Title != "" {
		return a.Title
	}
	if text := a.Excerpt(maxNoteName); text != "" {
		return Shorten(text, maxNoteName)
	}
	return path.Base(a.Path)
}

// text returns the text of a body, still escaped: all of it, or enough for n
// characters.
func text(markup string, n int) string {
	markup, _, _ = strings.Cut(markup, `<div class="footnotes"`)
	var b strings.Builder
	var player, link string // text of the last player; where the last link leads
	for markup != "" && (b.Len() < 2*n || utf8.RuneCountInString(b.String()) < 2*n) {
		var before, tag string
		before, tag, markup = cutTag(markup)
		if isPlayer(before, link) {
			player = before
		} else {
			b.WriteString(before)
		}
		name := tagName(tag)
		if !strings.HasPrefix(tag, "/") && (leftOut[name] || isFootnoteMark(name, tag, markup)) {
			markup = afterEnd(markup, name)
		}
		if name == "a" {
			_, link, _ = strings.Cut(tag, ` href="`)
		}
		if tag == "blockquote" {
			markup = afterTitle(markup)
		}
		if isBlock(name) {
			b.WriteByte(' ')
		}
	}
	if player != "" && strings.TrimSpace(b.String()) == "" {
		return player
	}
	return b.String()
}

// isPlayer reports whether a link replaces a player, and its text is only the
// address to which the link leads.
func isPlayer(text, link string) bool {
	word, address, ok := strings.Cut(text, ": ")
	if !ok || word != "Video" && word != "Audio" && word != "Embedded" {
		return false
	}
	link, _, _ = strings.Cut(link, `"`)
	return html.UnescapeString(address) == bareAddress(html.UnescapeString(link))
}

// leftOut are the elements that are not part of an excerpt. The pronunciation of
// words (rt) repeats the words beside it.
var leftOut = set("h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "details", "rt", "rp", "rtc", "audio", "video")

// afterTitle returns what follows the title of a callout, which is a line in
// bold at the beginning of a block quote and serves as a heading. If nothing
// follows, the title is kept.
func afterTitle(markup string) string {
	line, rest, _ := strings.Cut(strings.TrimPrefix(markup, "\n"), "\n")
	title, bold := strings.CutPrefix(line, "<p><strong>")
	title, whole := strings.CutSuffix(title, "</strong></p>")
	if !bold || !whole || strings.Contains(title, "<strong>") || strings.HasPrefix(rest, "</blockquote>") {
		return markup
	}
	return rest
}

// isFootnoteMark reports whether an element is the mark of a footnote: a
// superscript link within the page. markup follows the start tag of the element.
// Other superscript is part of its word: "m²".
func isFootnoteMark(name, tag, markup string) bool {
	if name != "sup" && name != "a" || !strings.HasPrefix(markup, "<") {
		return false
	}
	inner, _, _ := strings.Cut(markup[1:], ">")
	switch tagName(inner) {
	case "a":
		return name == "sup" && strings.Contains(inner, ` href="#`)
	case "sup":
		return name == "a" && strings.Contains(tag, ` href="#`)
	}
	return false
}

// afterEnd returns what follows the end of an element, or "" if the element has no
// end. markup follows its start tag.
func afterEnd(markup, name string) string {
	for depth := 1; depth > 0 && markup != ""; {
		var tag string
		switch _, tag, markup = cutTag(markup); {
		case tagName(tag) != name:
		case strings.HasPrefix(tag, "/"):
			depth--
		default:
			depth++
		}
	}
	return markup
}

package article

import (
	"html"
	"strings"
)

// Paragraphs returns, as plain text, what the fingerprint is made of, except for
// the title: the summary, each block of the body on one line, the authors, and
// the URLs of the sources. None of them is empty.
func (a *Article) Paragraphs() []string {
	list := append(a.Text(), a.AuthorNames()...)
	for _, l := range a.Sources {
		list = append(list, l.URL)
	}
	return list
}

// Text returns the summary and each block of the body on one line, as plain text.
// None of them is empty.
func (a *Article) Text() []string {
	if a.Summary == "" {
		return blocks(a.HTML)
	}
	return append([]string{a.Summary}, blocks(a.HTML)...)
}

// blocks returns the text of each block of a body.
func blocks(markup string) []string {
	var list []string
	var block strings.Builder
	end := func() {
		if line := oneLine(html.UnescapeString(block.String())); line != "" {
			list = append(list, line)
		}
		block.Reset()
	}
	for markup != "" {
		var text, tag string
		text, tag, markup = cutTag(markup)
		block.WriteString(text)
		if isBlock(tagName(tag)) {
			end()
		}
	}
	end()
	return list
}

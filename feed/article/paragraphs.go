package article

import (
	"html"
	"strings"
)

// Paragraphs gives what the fingerprint stands for, the title aside, as plain
// text: the summary, each block of the body on one line, the authors, the URLs
// of the sources. None of them is empty.
func (a *Article) Paragraphs() []string {
	list := append(a.Text(), a.AuthorNames()...)
	for _, l := range a.Sources {
		list = append(list, l.URL)
	}
	return list
}

// Text gives the summary and each block of the body on one line, as plain
// text. None of them is empty.
func (a *Article) Text() []string {
	if a.Summary == "" {
		return blocks(a.HTML)
	}
	return append([]string{a.Summary}, blocks(a.HTML)...)
}

// blocks gives the text of the blocks of HTML that goldmark or the sanitiser
// wrote, where every < opens a tag.
func blocks(markup string) []string {
	var list []string
	var block strings.Builder
	for {
		before, rest, tagged := strings.Cut(markup, "<")
		block.WriteString(before)
		var tag string
		tag, markup, _ = strings.Cut(rest, ">")
		if tagged && !isBlock(tagName(tag)) {
			continue
		}
		if line := oneLine(html.UnescapeString(block.String())); line != "" {
			list = append(list, line)
		}
		if block.Reset(); !tagged {
			return list
		}
	}
}

// tagName gives the name of an element by what stands between < and >.
func tagName(tag string) string {
	name := strings.TrimLeft(strings.ToLower(tag), "/")
	if i := strings.IndexAny(name, " \n/"); i >= 0 {
		name = name[:i]
	}
	return name
}

// isBlock reports whether text before an element, in it and after it are not
// of one line.
func isBlock(name string) bool {
	switch name {
	case "p", "br", "hr", "div", "pre", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "details", "summary", "section", "article",
		"header", "footer", "main", "aside", "nav", "address", "hgroup", "fieldset", "legend", "menu", "center":
		return true
	}
	return false
}

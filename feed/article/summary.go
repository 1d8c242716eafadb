package article

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// inline parses inline Markdown alone, so that a summary that begins with "2024."
// is not a list.
var inline = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1)),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...))),
	goldmark.WithExtensions(strike{}),
	goldmark.WithRendererOptions(html.WithUnsafe()))

// maxMarks bounds the marks of Markdown in a summary, because the parser looks
// for the partner of each.
const maxMarks = 1000

const inlineMarks = "*_`[]<>&\\~!"

// readSummary reads a summary as plain text. In some generators, a teaser is a
// picture.
func (r *reading) readSummary(k key, f field) bool {
	if s, _ := f.value.(string); k.name == "teaser" && !isWording(s) {
		return false
	}
	s, ok := r.text(k, f)
	if ok {
		r.article.Summary = markdownText(s)
	}
	return r.article.Summary != ""
}

// markdownText returns the text of inline Markdown and HTML, with spaces between
// blocks.
func markdownText(s string) string {
	if !strings.ContainsAny(s, inlineMarks) {
		return oneLine(s)
	}
	marks := 0
	for _, c := range inlineMarks {
		marks += strings.Count(s, string(c))
	}
	var b bytes.Buffer
	if marks > maxMarks || inline.Convert([]byte(s), &b) != nil {
		return literal(s)
	}
	return literal(tag.ReplaceAllStringFunc(b.String(), func(element string) string {
		switch name := tagName(element[1 : len(element)-1]); {
		case isBlock(name):
			return " "
		case strings.HasPrefix(name, "!"), name == "rt", name == "rp":
			return "" // a comment, or the tag of a pronunciation, whose text stays
		}
		return element
	}))
}

package article

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// inline reads the Markdown within paragraphs and nothing else: a summary that
// begins with "2024." is no list.
var inline = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1)),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...))),
	goldmark.WithExtensions(strike{}),
	goldmark.WithRendererOptions(html.WithUnsafe()))

// maxMarks bounds what a summary may hold of Markdown's marks, whose partners
// the parser looks for.
const maxMarks = 1000

const inlineMarks = "*_`[]<>&\\~!"

// readSummary takes a summary as plain text. A teaser is a picture elsewhere.
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

// markdownText returns the words of text with inline Markdown and HTML, with
// spaces between blocks.
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
			return "" // a remark, or a reading, whose words stay
		}
		return element
	}))
}

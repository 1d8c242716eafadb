package article

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	footnote "github.com/yuin/goldmark/extension/ast"
)

// Marks that end the summary of an article. Hugo, Jekyll and Hexo write <!--more-->,
// Docusaurus writes <!--truncate--> or {/* truncate */}.
var (
	foldMark = regexp.MustCompile(`(?i)<!--\s*(?:more|truncate)\s*-->`)
	// foldJSX matches a mark on a line of its own that only MDX reads as a comment.
	foldJSX = regexp.MustCompile(`(?i)^( {0,3})\{\s*/\*\s*(?:more|truncate)\s*\*/\s*\}[ \t]*(\n?)$`)
)

// fold removes the first mark from the body. The text above it becomes the
// summary if front matter has none.
func (r *reading) fold(doc ast.Node) {
	if !bytes.Contains(r.source, []byte("<!--")) || !foldMark.Match(r.source) {
		return
	}
	var above strings.Builder
	mark := r.foldIn(doc, &above)
	if mark == nil {
		return
	}
	if r.article.Summary == "" {
		r.article.Summary = XML(Shorten(oneLine(html.UnescapeString(text(above.String(), maxFrontMatter))), maxFrontMatter))
	}
	if mark.Kind() == ast.KindHTMLBlock && len(bytes.TrimSpace(foldMark.ReplaceAll(mark.Lines().Value(r.source), nil))) > 0 {
		return // there is more HTML in the block; the sanitiser removes the comment
	}
	mark.Parent().RemoveChild(mark.Parent(), mark)
}

// withHTMLMarks returns Markdown in which the marks of MDX are HTML comments.
func withHTMLMarks(src []byte) []byte {
	if !bytes.Contains(src, []byte("{/*")) {
		return src
	}
	var f codeFence
	out := make([]byte, 0, len(src))
	for line := range bytes.Lines(src) {
		if !f.holds(line) && foldJSX.Match(line) {
			line = foldJSX.ReplaceAll(line, []byte("${1}<!--more-->$2"))
		}
		out = append(out, line...)
	}
	return out
}

// foldIn returns the node of the first mark below n, and writes the HTML above it
// as far as an excerpt needs it.
func (r *reading) foldIn(n ast.Node, above *strings.Builder) (mark ast.Node) {
	for c := n.FirstChild(); c != nil && mark == nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *box:
			if !c.title || c.NextSibling() == nil {
				mark = r.foldIn(c, above)
			}
			above.WriteString("<br>")
		case *ast.RawHTML:
			raw := c.Segments.Value(r.source)
			if foldMark.Match(raw) {
				return c
			}
			above.Write(raw)
		case *ast.HTMLBlock:
			raw := c.Lines().Value(r.source)
			if at := foldMark.FindIndex(raw); at != nil {
				above.WriteString(onlyTags(raw[:at[0]]))
				return c
			}
			above.WriteString(onlyTags(raw) + "<br>")
		case *ast.Heading, *ast.CodeBlock, *ast.FencedCodeBlock, *footnote.Table, *footnote.FootnoteList, *footnote.FootnoteLink, *ast.Image:
			if c.Type() == ast.TypeBlock {
				above.WriteString("<br>")
			}
		case *ast.Text, *ast.String, *ast.AutoLink, *ast.CodeSpan:
			var words strings.Builder
			writeNode(&words, c, r.source)
			above.WriteString(html.EscapeString(words.String()))
		default:
			if mark = r.foldIn(c, above); c.Type() == ast.TypeBlock {
				above.WriteString("<br>")
			}
		}
	}
	return mark
}

// onlyTags returns HTML without comments, in which each < that does not open a
// tag is escaped.
func onlyTags(raw []byte) string {
	return noTag.ReplaceAllString(remark.ReplaceAllString(string(raw), ""), "&lt;$1")
}

var (
	noTag  = regexp.MustCompile(`<([^a-zA-Z/]|$)`)
	remark = regexp.MustCompile(`(?s)<!--.*?-->`)
)

package article

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// tables parses the tables of GFM 4.10. extension.Table compares every code span
// in a document with every escaped pipe, to remove the backslash of pipes in code
// spans, which takes quadratic time. tables looks at each code span once.
type tables struct{}

func (tables) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
		parser.WithASTTransformers(util.Prioritized(tables{}, 0)))
	// Alignment is an attribute, because feed readers drop style.
	cells := extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(extension.NewTableHTMLRenderer(cells), 500)))
}

// Transform implements parser.ASTTransformer.
func (tables) Transform(doc *ast.Document, reader markdown.Reader, _ parser.Context) {
	if !bytes.Contains(reader.Source(), []byte(`\|`)) {
		return
	}
	inCell := false // cells do not nest
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch {
		case n.Kind() == table.KindTableCell:
			inCell = entering
		case n.Kind() == ast.KindCodeSpan && entering && inCell:
			unescapePipes(n, reader.Source())
		}
		return ast.WalkContinue, nil
	})
}

// unescapePipes splits the texts of a code span at the backslash before each
// pipe, which is not part of the code.
func unescapePipes(span ast.Node, source []byte) {
	for c := span.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		begin := t.Segment.Start
		for i := begin + 1; i < t.Segment.Stop; i++ {
			if source[i] == '|' && source[i-1] == '\\' {
				span.InsertBefore(span, t, ast.NewRawTextSegment(markdown.NewSegment(begin, i-1)))
				begin = i
			}
		}
		t.Segment.Start = begin
	}
}

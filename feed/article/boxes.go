package article

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// box is a block that goldmark does not know: what it holds stands between two
// pieces of HTML.
type box struct {
	ast.BaseBlock
	before, after string
	raw           bool // its lines are no Markdown
	title         bool // of a callout
	heads         bool // a first heading within is to be the title
	closed        bool // no line belongs to it any more
	// colons is the length of the fence that opened a container, indent the
	// columns before the text of an admonition.
	colons, indent int
}

// phrase is such an inline node.
type phrase struct {
	ast.BaseInline
	before, after string
}

var (
	kindBox    = ast.NewNodeKind("Box")
	kindPhrase = ast.NewNodeKind("Phrase")
)

func (b *box) Kind() ast.NodeKind               { return kindBox }
func (b *box) IsRaw() bool                      { return b.raw }
func (b *box) Dump(source []byte, level int)    { ast.DumpHelper(b, source, level, nil, nil) }
func (s *phrase) Kind() ast.NodeKind            { return kindPhrase }
func (s *phrase) Dump(source []byte, level int) { ast.DumpHelper(s, source, level, nil, nil) }

// boxes renders both.
type boxes struct{}

func (boxes) Extend(m goldmark.Markdown) {
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(boxes{}, 500)))
}

// RegisterFuncs implements renderer.NodeRenderer.
func (boxes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindBox, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		b := n.(*box)
		return writeBetween(w, n, entering, "div", b.before, b.after, "\n")
	})
	r.Register(kindPhrase, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		s := n.(*phrase)
		return writeBetween(w, n, entering, "span", s.before, s.after, "")
	})
}

// writeBetween writes a piece of HTML, within an element if the node has an id.
func writeBetween(w util.BufWriter, n ast.Node, entering bool, element, before, after, end string) (ast.WalkStatus, error) {
	named := n.Attributes() != nil
	switch {
	case !entering && named:
		_, _ = w.WriteString(after + "</" + element + ">" + end)
	case !entering:
		_, _ = w.WriteString(after)
	case named:
		_, _ = w.WriteString("<" + element)
		html.RenderAttributes(w, n, html.GlobalAttributeFilter)
		_, _ = w.WriteString(">" + end + before)
	default:
		_, _ = w.WriteString(before)
	}
	return ast.WalkContinue, nil
}

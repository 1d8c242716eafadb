package article

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// box is a block that goldmark does not have: its children are between two pieces
// of HTML.
type box struct {
	ast.BaseBlock
	before, after string
	raw           bool // its lines are not Markdown
	title         bool // it is the title of a callout
	heads         bool // if it begins with a heading, that becomes its title
	closed        bool // no further line belongs to it
	// colons is the length of the fence that opened a container. indent is the
	// number of columns before the content of an admonition.
	colons, indent int
}

// phrase is the inline counterpart of a box.
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

// boxes renders boxes and phrases.
type boxes struct{}

func (boxes) Extend(m goldmark.Markdown) {
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(boxes{}, 500)))
}

// RegisterFuncs implements renderer.NodeRenderer.
func (boxes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindBox, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		b := n.(*box)
		return wrapping{"div", b.before, b.after, "\n"}.write(w, n, entering)
	})
	r.Register(kindPhrase, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		s := n.(*phrase)
		return wrapping{"span", s.before, s.after, ""}.write(w, n, entering)
	})
}

// wrapping is the HTML around the children of a node. If the node has an id, an
// element with that id surrounds all of it, and end follows its tags.
type wrapping struct{ element, before, after, end string }

func (b wrapping) write(w util.BufWriter, n ast.Node, entering bool) (ast.WalkStatus, error) {
	named := n.Attributes() != nil
	switch {
	case !entering && named:
		_, _ = w.WriteString(b.after + "</" + b.element + ">" + b.end)
	case !entering:
		_, _ = w.WriteString(b.after)
	case named:
		_, _ = w.WriteString("<" + b.element)
		html.RenderAttributes(w, n, html.GlobalAttributeFilter)
		_, _ = w.WriteString(">" + b.end + b.before)
	default:
		_, _ = w.WriteString(b.before)
	}
	return ast.WalkContinue, nil
}

package article

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// anchors renders links and images whose destinations are already URIs, escaped
// for attributes (see written). goldmark would escape each % that does not begin
// an escape, even in queries.
type anchors struct{}

func (anchors) Extend(m goldmark.Markdown) {
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(anchors{}, 500)))
}

// RegisterFuncs implements renderer.NodeRenderer.
func (anchors) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindLink, anchors{}.link)
	r.Register(ast.KindImage, anchors{}.image)
}

func (anchors) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Link)
	_, _ = w.WriteString(`<a href="`)
	_, _ = w.Write(n.Destination)
	closeTag(w, n, n.Title, html.LinkAttributeFilter)
	return ast.WalkContinue, nil
}

func (anchors) image(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	_, _ = w.WriteString(`<img src="`)
	_, _ = w.Write(n.Destination)
	_, _ = w.WriteString(`" alt="`)
	_, _ = w.Write(util.EscapeHTML([]byte(plain(n, source))))
	closeTag(w, n, n.Title, html.ImageAttributeFilter)
	return ast.WalkSkipChildren, nil
}

// closeTag closes the attribute that is being written, then writes the other
// attributes and the end of the tag.
func closeTag(w util.BufWriter, n ast.Node, title []byte, filter util.BytesFilter) {
	_ = w.WriteByte('"')
	if title != nil {
		_, _ = w.WriteString(` title="`)
		html.DefaultWriter.Write(w, title)
		_ = w.WriteByte('"')
	}
	if n.Attributes() != nil {
		html.RenderAttributes(w, n, filter)
	}
	_ = w.WriteByte('>')
}

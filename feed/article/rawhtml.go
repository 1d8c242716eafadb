package article

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
	tokens "golang.org/x/net/html"
)

// authorHTML renders the raw HTML of authors. goldmark's own renderer would
// either copy it or leave it out.
type authorHTML struct{}

func (authorHTML) Extend(m goldmark.Markdown) {
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(authorHTML{}, 100)))
}

// RegisterFuncs implements renderer.NodeRenderer.
func (authorHTML) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	render := func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if w, ok := w.(*writer); ok && entering && w.raw != nil && !w.full() && !w.raw.open.tooMany(0) {
			w.raw.render(n)
		}
		return ast.WalkSkipChildren, nil
	}
	r.Register(ast.KindRawHTML, render)
	r.Register(ast.KindHTMLBlock, render)
}

// rawHTML translates the raw HTML of one article, element by element, into elements
// that the policy allows, and resolves their URLs. Its output, between the HTML that
// goldmark writes for the Markdown, need not be balanced; balanced makes a tree of the
// whole.
type rawHTML struct {
	*reading
	out     *writer
	pairs   map[int]bool // offsets of tags whose partner was found
	open    openElements
	shown   shownPicture // the last picture
	choice  *offers      // offers of the open <picture>, if there is one
	endless bool         // a <pre> without an end tag was opened in this node, and ends with it
	links   int          // number of links to what players show
	blocks  int          // number of Markdown blocks in the article
	losses  []loss
}

// loss counts one kind of things that cannot be shown.
type loss struct {
	kind  string
	names []string // of elements
	count
}

// lose counts something that cannot be shown, unless it is inside an element that
// is removed anyway.
func (h *rawHTML) lose(kind string, offset int) *loss {
	if h.open.gone > 0 {
		return &loss{}
	}
	i := slices.IndexFunc(h.losses, func(l loss) bool { return l.kind == kind })
	if i < 0 {
		i = len(h.losses)
		h.losses = append(h.losses, loss{kind: kind})
	}
	h.losses[i].add(offset)
	return &h.losses[i]
}

// named adds the name of an element to those that are lost.
func (l *loss) named(name string) {
	if name = Shorten(name, 40); len(l.names) < maxTold && !slices.Contains(l.names, name) {
		l.names = append(l.names, name)
	}
}

// reportLosses complains about what cannot be shown, once for each kind.
func (h *rawHTML) reportLosses() {
	for _, l := range h.losses {
		p := Problem{About: Text, What: fmt.Sprintf("%s (%d)", l.kind, l.n), Effect: withoutThem, Hint: "write what feeds should show as Markdown or HTML"}
		if l.names != nil {
			p.What, p.Effect = p.What+": "+quote(strings.Join(l.names, ", ")), "only the content between the tags is shown"
		}
		h.report(l.first, p)
	}
}

// render writes the translation of the HTML in a node.
func (h *rawHTML) render(n ast.Node) {
	p := h.htmlPiece(n)
	h.open.enter(n)
	h.endless = false
	z := tokens.NewTokenizer(bytes.NewReader(p.text[p.begin:]))
	raw := "" // the element whose content comes next, if that is not HTML
	for at := p.begin; ; {
		kind := z.Next()
		start := at
		at += len(z.Raw())
		switch kind {
		case tokens.ErrorToken: // the end of the input, or a tag that is not closed
			h.text(string(p.text[start:]))
			if h.endless {
				h.closeTag("pre", "", 0)
			}
			return
		case tokens.TextToken:
			h.content(raw, string(z.Raw()))
			continue
		case tokens.CommentToken:
			if remark := p.text[start:at]; bytes.HasPrefix(remark, []byte("<!--")) && !bytes.HasSuffix(remark, []byte("->")) {
				h.lose("comments that are never closed, with everything after them", h.body+p.offset(start))
			}
		case tokens.EndTagToken:
			if name, _ := z.TagName(); raw == "" {
				h.closeTag(string(name), string(p.text[start:at]), h.body+p.offset(start))
			}
		case tokens.StartTagToken, tokens.SelfClosingTagToken:
			t := newStartTag(z, &p, start, at)
			t.offset += h.body
			t.empty = kind == tokens.SelfClosingTagToken
			if t.raw = p.closes(t.name, at); t.raw {
				raw = t.name
				h.openTag(t)
				continue
			}
			z.NextIsNotRawText()
			h.openTag(t)
		}
		raw = ""
	}
}

// content writes text, or the content of an element whose content is not HTML.
func (h *rawHTML) content(element, text string) {
	switch element {
	case "", "title", "textarea":
		h.text(html.UnescapeString(text))
	case "xmp":
		h.text(text)
	}
}

// text writes text, escaped.
func (h *rawHTML) text(s string) {
	h.open.text(s)
	h.out.WriteString(html.EscapeString(s))
}

// openTag writes the translation of a start tag.
func (h *rawHTML) openTag(t startTag) {
	h.open.count()
	e, known := elements[t.name]
	own, special := particular[t.name]
	switch {
	case h.open.gone > 0:
		if !e.void && !t.empty {
			h.open.push(opened{name: t.name})
		}
	case special:
		own(h, t)
	case !known && h.pairs[t.offset]:
		h.lose("elements that do not exist in HTML", t.offset).named(t.name)
		h.open.push(opened{name: t.name})
	case !known:
		h.text(t.text)
	default:
		if e.lost != "" {
			h.lose(e.lost, t.offset)
		}
		h.element(t, e)
	}
}

// element writes the tag of an element that needs no code of its own.
func (h *rawHTML) element(t startTag, e element) {
	if isTablePart(t.name) {
		if !h.open.inTable() {
			e.as = ""
		} else if !t.block {
			h.open.fostered++
		}
	}
	for _, name := range implied[e.as] {
		h.open.imply(name)
	}
	if e.void {
		if e.as != "" {
			h.tag(e.as, t)
		}
		return
	}
	o := opened{name: t.name, as: e.as, formatting: e.formatting, special: e.special}
	if t.isHidden() {
		h.lose("hidden elements", t.offset)
		o = opened{name: t.name, as: gone}
	}
	if o.as == "a" && !t.resolveAnchor(h) { // neither a link nor an anchor
		o.as, o.formatting = "", false
	}
	h.endless = h.endless || t.name == "pre" && !t.empty && !h.pairs[t.offset]
	h.start(t, o)
}

// start writes the start tag of an element with content, and opens the element.
func (h *rawHTML) start(t startTag, o opened) {
	if o.as != "" && h.open.depth >= maxOpen {
		h.lose(fmt.Sprintf("elements nested more than %d deep", maxOpen), t.offset)
		o.as = ""
	}
	if t.empty {
		if o.as != "" && o.as != gone {
			h.tag(o.as, t)
			h.out.WriteString("</" + o.as + ">")
		}
		return
	}
	switch o.as {
	case "":
	case gone:
		h.out.WriteString("<" + gone + ">")
	default:
		h.tag(o.as, t)
	}
	h.open.push(o)
}

// closeTag writes the translation of an end tag. An end tag without an open
// element closes nothing.
func (h *rawHTML) closeTag(name, text string, offset int) {
	h.open.count()
	o, ok := h.open.close(name)
	switch _, known := elements[name]; {
	case ok && o.then != nil:
		o.then()
	case ok:
	case h.open.gone > 0:
	case name == "br": // as browsers read it
		h.out.WriteString("<br>")
	case !known && particular[name] == nil, isRaw(name) && !h.pairs[offset]:
		h.text(text)
	}
	if o.as != "" {
		h.out.WriteString("</" + o.as + ">")
	}
}

// newRawHTML returns the translator of the raw HTML in a document.
func (r *reading) newRawHTML(out *writer, doc ast.Node) *rawHTML {
	h := &rawHTML{reading: r, out: out}
	h.pair(doc)
	return h
}

// balanced returns the whole article as balanced HTML, after all of it was
// written.
func (h *rawHTML) balanced() string {
	markup, ok := "", !h.open.tooMany(h.blocks)
	if ok {
		markup, ok = parsedHTML(h.out.Bytes())
	}
	if !ok {
		h.reject(h.reading.rawHTML, Text, "HTML that is nested too deeply, or leaves too many elements open", "close its elements")
	}
	h.reportLosses()
	return markup
}

package article

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// pair finds the partner tags of elements that need one. Without a partner, such
// a tag is text, or would hide what follows it. The partner of an unknown element
// may be in another block. If the content of an element is not HTML, its partner
// may not: two paragraphs that mention <script> must not remove what is between
// them.
func (h *rawHTML) pair(doc ast.Node) {
	h.pairs = map[int]bool{}
	waiting := map[string][]waitingTag{}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Type() == ast.TypeBlock {
			h.blocks++
		}
		if k := n.Kind(); entering && (k == ast.KindRawHTML || k == ast.KindHTMLBlock) {
			p := h.htmlPiece(n)
			block := n
			for block.Type() == ast.TypeInline && block.Parent() != nil {
				block = block.Parent()
			}
			for at := p.begin; at < len(p.text); {
				i := bytes.IndexByte(p.text[at:], '<')
				if i < 0 {
					break
				}
				start := at + i
				name, closing := tagAt(p.text[start:])
				at = start + 1
				if needsPair(name) {
					h.meet(waiting, name, closing, waitingTag{h.body + p.offset(start), block})
				}
			}
		}
		return ast.WalkContinue, nil
	})
}

// waitingTag is a start tag whose end tag has not been found yet.
type waitingTag struct {
	offset int
	block  ast.Node
}

func (h *rawHTML) meet(waiting map[string][]waitingTag, name string, closing bool, t waitingTag) {
	tags := waiting[name]
	if !closing {
		waiting[name] = append(tags, t)
		return
	}
	if len(tags) == 0 {
		return
	}
	last := tags[len(tags)-1]
	waiting[name] = tags[:len(tags)-1]
	if !isRaw(name) || last.block == t.block {
		h.pairs[last.offset], h.pairs[t.offset] = true, true
	}
}

// needsPair reports whether an element is only recognised with its end tag.
func needsPair(name string) bool {
	_, known := elements[name]
	return name != "" && !known || name == "pre"
}

// tagAt returns the lower-case name of the tag with which text begins, or "" if
// there is none.
func tagAt(text []byte) (name string, closing bool) {
	i := 1
	if closing = i < len(text) && text[i] == '/'; closing {
		i++
	}
	end := i
	for end < len(text) && bytes.IndexByte([]byte(" \t\n\f/>"), text[end]) < 0 {
		end++
	}
	if end == i || text[i]|0x20 < 'a' || text[i]|0x20 > 'z' {
		return "", closing
	}
	return strings.ToLower(string(text[i:end])), closing
}

package article

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	markdown "github.com/yuin/goldmark/text"
)

// htmlPiece is the HTML in one node of the Markdown, without the marks of quotes
// and lists around its lines.
type htmlPiece struct {
	text   []byte
	begin  int  // where the HTML begins, after a processing instruction
	block  bool // it is between paragraphs, not in one
	starts []pieceLine
	open   map[string]bool // elements that are known to have no end tag in this piece
}

// pieceLine says where a line begins in a piece, and where in the Markdown.
type pieceLine struct{ at, source int }

// htmlPiece returns the HTML of a node.
func (r *reading) htmlPiece(n ast.Node) htmlPiece {
	var p htmlPiece
	switch n := n.(type) {
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			p.add(n.Segments.At(i), r.source)
		}
		if bytes.HasPrefix(p.text, []byte("<?")) || bytes.HasPrefix(p.text, []byte("<!")) {
			p.begin = len(p.text)
		}
	case *ast.HTMLBlock:
		p.block = true
		for i := range n.Lines().Len() {
			p.add(n.Lines().At(i), r.source)
		}
		if n.HasClosure() {
			p.add(n.ClosureLine, r.source)
		}
		p.begin = instruction(n.HTMLBlockType, p.text)
	}
	return p
}

func (p *htmlPiece) add(s markdown.Segment, source []byte) {
	if last := len(p.starts) - 1; last < 0 || s.Padding > 0 || p.starts[last].source+len(p.text)-p.starts[last].at != s.Start {
		p.starts = append(p.starts, pieceLine{len(p.text) + s.Padding, s.Start})
	}
	p.text = append(p.text, s.Value(source)...)
}

// instruction returns where the HTML begins after a processing instruction (<?php
// … ?>) or a CDATA section, which browsers do not show.
func instruction(kind ast.HTMLBlockType, text []byte) int {
	end := map[ast.HTMLBlockType]string{ast.HTMLBlockType3: "?>", ast.HTMLBlockType5: "]]>"}[kind]
	if i := bytes.Index(text, []byte(end)); end != "" && i >= 0 {
		return i + len(end)
	} else if end != "" {
		return len(text)
	}
	return 0
}

// offset returns the offset in the Markdown of a byte of the piece.
func (p *htmlPiece) offset(at int) int {
	i, found := slices.BinarySearchFunc(p.starts, at, func(l pieceLine, at int) int { return l.at - at })
	if !found {
		i = max(i-1, 0)
	}
	if len(p.starts) == 0 {
		return 0
	}
	return p.starts[i].source + max(at-p.starts[i].at, 0)
}

// closes reports whether the content of an element, from at on, is not HTML, and
// its end tag follows in this piece.
func (p *htmlPiece) closes(name string, at int) bool {
	switch name {
	case "title", "textarea", "style", "xmp", "iframe", "script":
	default:
		return false
	}
	if p.open[name] {
		return false
	}
	if endTag(p.text[at:], name) >= 0 {
		return true
	}
	if p.open == nil {
		p.open = map[string]bool{}
	}
	p.open[name] = true
	return false
}

// endTag returns the offset of the first end tag of an element, or -1.
func endTag(text []byte, name string) int {
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte("</"))
		if i < 0 {
			return -1
		}
		at += i + len("</")
		rest := text[at:]
		if len(rest) > len(name) && bytes.EqualFold(rest[:len(name)], []byte(name)) && bytes.IndexByte([]byte(" \t\n\f/>"), rest[len(name)]) >= 0 {
			return at - len("</")
		}
	}
}

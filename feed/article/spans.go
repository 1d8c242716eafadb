package article

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
)

// openSpan drops the bracket that opens "[text]{.class}", whose text stays.
func openSpan(block markdown.Reader, line []byte, offset int, pc parser.Context) ast.Node {
	if !bytes.Contains(line, []byte("]{")) || isDirective(block.Source()[:offset]) {
		return nil
	}
	depth := 0
	for i, c := range line[:min(len(line), maxTag)] {
		switch {
		case i > 0 && line[i-1] == '\\':
		case c == '[':
			depth++
		case c == ']':
			depth--
		}
		if depth > 0 {
			continue
		}
		set, n := attributesAt(line[i+1:])
		if n == 0 || set.first == ':' {
			return nil
		}
		parseStateOf(pc).spans[offset+i] = spanEnd{n, set.id}
		block.Advance(1)
		return &phrase{}
	}
	return nil
}

// isDirective reports whether text ends with the name of a directive, as in
// "::video[text]{#id}".
func isDirective(before []byte) bool {
	name := bytes.TrimRightFunc(before[max(0, len(before)-maxKey):], func(c rune) bool { return c == '-' || isOfWord(c) })
	return len(name) > 0 && name[len(name)-1] == ':'
}

// spanEnd is what follows the closing bracket of a span: an attribute list of n
// bytes.
type spanEnd struct {
	n  int
	id string
}

func closeSpan(block markdown.Reader, offset int, pc parser.Context) ast.Node {
	l, ok := pc.Get(parseStateKey).(*parseState)
	if !ok {
		return nil
	}
	end, ok := l.spans[offset]
	if !ok {
		return nil
	}
	block.Advance(1 + end.n)
	s := &phrase{}
	if l.ids.take(end.id) {
		s.SetAttributeString("id", []byte(end.id))
	}
	return s
}

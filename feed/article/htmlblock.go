package article

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// htmlBlocks opens blocks of HTML (CommonMark 4.6) like goldmark, except for
// blocks that would run to the end of the article because their end is missing. A
// <pre> without an end tag ends like other blocks; anything else is a paragraph.
// A comment that is never closed hides everything that follows, as it does in
// browsers.
type htmlBlocks struct{ parser.BlockParser }

// blockParsers returns the block parsers of goldmark, with htmlBlocks in the
// place of its HTML block parser.
func blockParsers() []util.PrioritizedValue {
	list := parser.DefaultBlockParsers()
	theirs := parser.NewHTMLBlockParser()
	for i := range list {
		if list[i].Value == any(theirs) {
			list[i].Value = htmlBlocks{theirs}
		}
	}
	return list
}

// newParser returns goldmark's default parser with htmlBlocks.
func newParser() parser.Parser {
	return parser.NewParser(parser.WithBlockParsers(blockParsers()...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...))
}

// Open implements parser.BlockParser.
func (b htmlBlocks) Open(parent ast.Node, reader markdown.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, place := reader.Position()
	text, _ := reader.PeekLine()
	n, state := b.BlockParser.Open(parent, reader, pc)
	block, ok := n.(*ast.HTMLBlock)
	if !ok || b.ends(block, text, reader, place.Start, pc) {
		return n, state
	}
	if name, _ := tagAt(bytes.TrimLeft(text, " ")); name == "pre" {
		block.HTMLBlockType = ast.HTMLBlockType6
		return n, state
	}
	reader.SetPosition(line, place)
	return nil, parser.NoChildren
}

// ends reports whether the end that a block requires is there, if it requires
// one.
func (b htmlBlocks) ends(block *ast.HTMLBlock, line []byte, reader markdown.Reader, at int, pc parser.Context) bool {
	s := findsOf(pc)
	switch block.HTMLBlockType {
	case ast.HTMLBlockType2:
		return true
	case ast.HTMLBlockType3:
		return s.find(reader.Source(), at, "?>", indexOf("?>")) >= 0
	case ast.HTMLBlockType4:
		return s.find(reader.Source(), at, ">", indexOf(">")) >= 0
	case ast.HTMLBlockType5:
		return s.find(reader.Source(), at, "]]>", indexOf("]]>")) >= 0
	}
	name, closing := tagAt(bytes.TrimLeft(line, " "))
	if closing || !isRaw(name) && name != "pre" || name == "iframe" {
		return true
	}
	end := s.find(reader.Source(), at, name, func(text []byte) int { return endTag(text, name) })
	if end < 0 || name == "pre" {
		return end >= 0
	}
	inside := reader.Source()[min(at+len("<"), end):end]
	if i := bytes.Index(inside, []byte("\n\n")); i >= 0 {
		// If the element begins once more, the end belongs to another one.
		return block.HTMLBlockType == ast.HTMLBlockType1 && !bytes.Contains(inside[i:], []byte("<"+name))
	}
	return true
}

// finds remembers the offsets of ends, because a file may ask for the same one on
// every line.
type finds struct{ next map[string]int }

var findsKey = parser.NewContextKey()

func findsOf(pc parser.Context) *finds {
	return pc.ComputeIfAbsent(findsKey, func() any { return &finds{map[string]int{}} }).(*finds)
}

// find returns the first offset from at on that index returns, or -1.
func (s *finds) find(source []byte, at int, key string, index func([]byte) int) int {
	next, known := s.next[key]
	if !known || next >= 0 && next < at {
		if next = index(source[at:]); next >= 0 {
			next += at
		}
		s.next[key] = next
	}
	return next
}

func indexOf(mark string) func([]byte) int {
	return func(text []byte) int { return bytes.Index(text, []byte(mark)) }
}

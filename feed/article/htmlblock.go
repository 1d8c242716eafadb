package article

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// htmlBlocks opens the blocks of HTML (CommonMark 4.6) as goldmark does, but
// none that takes the rest of the article with it because its end is not there:
// without, <pre> ends like other blocks, and the rest is a paragraph. A remark
// that never ends hides what follows, as it does everywhere.
type htmlBlocks struct{ parser.BlockParser }

// blockParsers are goldmark's with htmlBlocks among them.
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

// newParser returns goldmark's usual parser with htmlBlocks.
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

// ends reports whether what ends a block is there, if one is needed.
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
		// Where it begins once more, the end is that of another.
		return block.HTMLBlockType == ast.HTMLBlockType1 && !bytes.Contains(inside[i:], []byte("<"+name))
	}
	return true
}

// finds remembers where ends are, since a file may ask for one at every line.
type finds struct{ next map[string]int }

var findsKey = parser.NewContextKey()

func findsOf(pc parser.Context) *finds {
	return pc.ComputeIfAbsent(findsKey, func() any { return &finds{map[string]int{}} }).(*finds)
}

// find returns where the first of what index finds stands from at on, or -1.
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

package article

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extended "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// strike parses text that is struck out by two tildes. Unlike in
// extension.Strikethrough, a single tilde is text: "9時~10時", "3~5 and 7~8
// people".
type strike struct{}

func (strike) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(strike{}, 500)))
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500)))
}

// Trigger implements parser.InlineParser.
func (strike) Trigger() []byte { return []byte{'~'} }

// Parse implements parser.InlineParser.
func (s strike) Parse(_ ast.Node, block markdown.Reader, pc parser.Context) ast.Node {
	return pair(block, pc, s)
}

// pair reads a mark of two characters. A longer run of the character is text. It
// is recognised at its first character alone, so that long runs do not take
// quadratic time.
func pair(block markdown.Reader, pc parser.Context, p parser.DelimiterProcessor) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	if before == rune(line[0]) || len(line) > 2 && line[2] == line[0] {
		return nil
	}
	d := parser.ScanDelimiter(line, before, 2, p)
	if d == nil {
		return nil
	}
	d.Segment = segment.WithStop(segment.Start + 2)
	block.Advance(2)
	pc.PushDelimiter(d)
	return d
}

// IsDelimiter implements parser.DelimiterProcessor.
func (strike) IsDelimiter(c byte) bool { return c == '~' }

// CanOpenCloser implements parser.DelimiterProcessor.
func (strike) CanOpenCloser(opener, closer *parser.Delimiter) bool { return opener.Char == closer.Char }

// OnMatch implements parser.DelimiterProcessor.
func (strike) OnMatch(int) ast.Node { return extended.NewStrikethrough() }

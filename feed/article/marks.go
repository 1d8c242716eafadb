package article

import (
	"bytes"
	"regexp"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// obsidian parses three kinds of marks: "==highlight==", "%%comment%%", which is
// removed, and "^block-id" at the end of a block, which becomes the block's id.
type obsidian struct{}

func (obsidian) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithInlineParsers(util.Prioritized(highlight{}, 500), util.Prioritized(comment{}, 500)),
		parser.WithBlockParsers(util.Prioritized(commentBlock{}, 750)),
		parser.WithParagraphTransformers(util.Prioritized(blockID{}, 60)))
}

// highlight parses "==mark==".
type highlight struct{}

// Trigger implements parser.InlineParser.
func (highlight) Trigger() []byte { return []byte{'='} }

// Parse implements parser.InlineParser. In scripts with spaces, a highlight does
// not begin or end inside a word: "a==b and c==d" is a comparison.
func (h highlight) Parse(_ ast.Node, block markdown.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	n := pair(block, pc, h)
	if n == nil {
		return nil
	}
	d := n.(*parser.Delimiter)
	line, _ := block.PeekLine()
	after, _ := utf8.DecodeRune(line)
	d.CanOpen = d.CanOpen && !isOfWord(before)
	d.CanClose = d.CanClose && !isOfWord(after)
	return d
}

// IsDelimiter implements parser.DelimiterProcessor.
func (highlight) IsDelimiter(c byte) bool { return c == '=' }

// CanOpenCloser implements parser.DelimiterProcessor.
func (highlight) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

// OnMatch implements parser.DelimiterProcessor.
func (highlight) OnMatch(int) ast.Node { return &phrase{before: "<mark>", after: "</mark>"} }

// comment parses comments within a paragraph.
type comment struct{}

var commentMark = []byte("%%")

// Trigger implements parser.InlineParser.
func (comment) Trigger() []byte { return []byte{'%'} }

// Parse implements parser.InlineParser. A comment does not begin after a word, a
// number or a brace: "50%% of them", "{%% raw %%}".
func (comment) Parse(_ ast.Node, block markdown.Reader, pc parser.Context) ast.Node {
	line, at := block.PeekLine()
	if !bytes.HasPrefix(line, commentMark) || len(line) > 2 && line[2] == '}' {
		return nil
	}
	before := bytes.TrimRight(block.Source()[max(0, at.Start-utf8.UTFMax-1):at.Start], " ")
	if c, _ := utf8.DecodeLastRune(before); isOfWord(c) && (unicode.IsDigit(c) || len(before) > 0 && block.Source()[at.Start-1] != ' ') || c == '{' || c == '%' {
		return nil
	}
	_, ok := parseStateOf(pc).closing(block, "%%", 2, func(line []byte, from int) (int, bool) {
		if i := bytes.Index(line[from:], commentMark); i >= 0 {
			return from + i, true
		}
		return len(line), false
	})
	if !ok {
		return nil
	}
	return &phrase{}
}

// commentBlock parses comments of whole lines.
type commentBlock struct{}

// Trigger implements parser.BlockParser.
func (commentBlock) Trigger() []byte { return []byte{'%'} }

// Open implements parser.BlockParser. A comment that ends in its paragraph is
// left to comment.
func (commentBlock) Open(_ ast.Node, reader markdown.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	text := bytes.TrimRight(line[pc.BlockOffset():], " \t\n")
	if !bytes.HasPrefix(text, commentMark) {
		return nil, parser.NoChildren
	}
	within := pc.LastOpenedBlock().Node != nil && ast.IsParagraph(pc.LastOpenedBlock().Node)
	b := &box{raw: true}
	if inner := text[2:]; bytes.Contains(inner, commentMark) {
		b.closed = bytes.Index(inner, commentMark) == len(inner)-2
		if within || !b.closed {
			return nil, parser.NoChildren
		}
	} else if end, blank := lineWith(reader.Source()[segment.Stop:], commentMark); end == nil || within && !blank || !bytes.HasSuffix(end, commentMark) {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return b, parser.NoChildren
}

// lineWith returns the first line that contains a mark, without the whitespace at
// its end. blank reports whether there is a blank line before it.
func lineWith(text, mark []byte) (line []byte, blank bool) {
	i := bytes.Index(text, mark)
	if i < 0 {
		return nil, false
	}
	begin := bytes.LastIndexByte(text[:i], '\n') + 1
	return bytes.TrimRight(text[begin:lineEnd(text, i)], " \t\n"), blankQuoted.Match(text[:begin])
}

// Continue implements parser.BlockParser.
func (commentBlock) Continue(n ast.Node, reader markdown.Reader, _ parser.Context) parser.State {
	b := n.(*box)
	if b.closed {
		return parser.Close
	}
	line, _ := reader.PeekLine()
	b.closed = bytes.Contains(line, commentMark)
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close implements parser.BlockParser.
func (commentBlock) Close(ast.Node, markdown.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (commentBlock) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (commentBlock) CanAcceptIndentedLine() bool { return false }

// blockID takes the id of a block from its end.
type blockID struct{}

// blockIDs matches ids of at least four characters, or ids that begin with a
// letter: "10 ^6" does not have one.
var blockIDs = regexp.MustCompile(`(?:^|[ \t])(\^(?:[A-Za-z][A-Za-z0-9-]*|[A-Za-z0-9-]{4,}))[ \t]*\n?$`)

// Transform implements parser.ParagraphTransformer.
func (blockID) Transform(p *ast.Paragraph, reader markdown.Reader, pc parser.Context) {
	last := p.Lines().At(p.Lines().Len() - 1)
	line := last.Value(reader.Source())
	if bytes.IndexByte(line, '^') < 0 {
		return
	}
	m := blockIDs.FindSubmatchIndex(line)
	if m == nil || m[2] > 0 && line[m[2]-1] == '\\' {
		return
	}
	id := string(line[m[2]:m[3]])
	if len(bytes.TrimSpace(line[:m[2]])) > 0 {
		p.Lines().Set(p.Lines().Len()-1, last.WithStop(last.Stop-(len(line)-m[0])))
		parseStateOf(pc).ids.identify(p, id)
		return
	}
	if n := withoutLast(p, 1, reader.Source()); n != nil {
		parseStateOf(pc).ids.identify(n, id)
	}
}

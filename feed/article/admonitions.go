package article

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// admonitions parses the admonitions and tabs of MkDocs, whose content is indented
// by four columns:
//
//	!!! danger inline end "Title"
//	??? note                     collapsed; "???+" is expanded
//	=== "Tab"                    a tab, which is not a quote
type admonitions struct{}

var admonition = regexp.MustCompile(`^(!!!|\?\?\?\+?|===[!+]*)[ \t]*([\pL\pN_-]+(?:[ \t]+[\pL\pN_-]+)*)?[ \t]*("(.*)")?[ \t]*\n?$`)

// Trigger implements parser.BlockParser.
func (admonitions) Trigger() []byte { return []byte{'!', '?', '='} }

// Open implements parser.BlockParser. The words after "!!!" are text unless they
// name a type, a title in quotation marks follows, or indented text follows
// below.
func (admonitions) Open(_ ast.Node, reader markdown.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if text := line[at:]; len(text) < 3 || text[1] != text[0] || text[2] != text[0] {
		return nil, parser.NoChildren
	}
	m := admonition.FindSubmatchIndex(line[at:])
	if m == nil {
		return nil, parser.NoChildren
	}
	words, titled := "", m[6] >= 0
	if m[4] >= 0 {
		words = string(line[at+m[4] : at+m[5]])
	}
	kind, _, _ := strings.Cut(words, " ")
	known := noteTypes[strings.ToLower(kind)]
	b := quoted()
	switch tab := line[at] == '='; {
	case tab && titled && words == "":
		b = &box{}
	case tab, words == "" && !titled:
		return nil, parser.NoChildren
	case titled && words != "", known && words == kind:
	case !isFilled(reader.Source(), segment.Start-segment.Padding+at):
		return nil, parser.NoChildren
	}
	b.indent = pc.BlockIndent() + 4
	if titled {
		b.titled(part(segment, line, at+m[8], at+m[9]), "")
	} else if known {
		b.titled(markdown.Segment{}, kind)
	} else {
		b.titled(markdown.Segment{}, words)
	}
	reader.AdvanceToEOL()
	return b, parser.HasChildren
}

// isFilled reports whether the next line with text is indented by four columns
// more than the text at an offset.
func isFilled(source []byte, offset int) bool {
	column := columnsBefore(source, offset)
	for at := lineEnd(source, offset); at < len(source); at = lineEnd(source, at) {
		line := source[at:lineEnd(source, at)]
		if text := bytes.TrimLeft(line, " \t>"); len(bytes.TrimSpace(text)) > 0 {
			return columnsBefore(source, at+len(line)-len(text)) >= column+4
		}
	}
	return false
}

// columnsBefore returns the column of an offset, counted from 0.
func columnsBefore(source []byte, offset int) (column int) {
	for _, c := range source[bytes.LastIndexByte(source[:offset], '\n')+1 : offset] {
		if column++; c == '\t' {
			column += util.TabWidth(column-1) - 1
		}
	}
	return column
}

// Continue implements parser.BlockParser.
func (admonitions) Continue(n ast.Node, reader markdown.Reader, pc parser.Context) parser.State {
	line, segment := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	width, _ := util.IndentWidth(line, reader.LineOffset())
	if width < 4 {
		pc.Set(outsideKey, segment.Start)
		return parser.Close
	}
	reader.AdvanceAndSetPadding(util.IndentPosition(line, reader.LineOffset(), min(width, n.(*box).indent)))
	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (admonitions) Close(ast.Node, markdown.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (admonitions) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (admonitions) CanAcceptIndentedLine() bool { return false }

// outside begins a paragraph below an admonition. Without it, a line that is no
// longer indented would continue the last paragraph inside (CommonMark 5.1,
// laziness).
type outside struct{ parser.BlockParser }

// outsideKey is the context key of the offset of such a line.
var outsideKey = parser.NewContextKey()

// Open implements parser.BlockParser.
func (o outside) Open(parent ast.Node, reader markdown.Reader, pc parser.Context) (ast.Node, parser.State) {
	offset := pc.Get(outsideKey)
	if offset == nil {
		return nil, parser.NoChildren
	}
	if _, segment := reader.PeekLine(); offset != segment.Start {
		return nil, parser.NoChildren
	}
	return o.BlockParser.Open(parent, reader, pc)
}

// CanInterruptParagraph implements parser.BlockParser.
func (outside) CanInterruptParagraph() bool { return true }

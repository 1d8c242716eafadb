package article

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// formulas keeps TeX as it is, with its delimiters: $x$, $$x$$, \(x\), \[x\].
// Nothing in a formula is Markdown. Escaped brackets are delimiters only if there is
// TeX between them, because they are also how authors write plain brackets.
type formulas struct{}

func (formulas) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithInlineParsers(util.Prioritized(formulas{}, 80)),
		parser.WithBlockParsers(util.Prioritized(formulaBlock{}, 750)))
}

var (
	// sum matches TeX that does not occur in plain text, unlike in "\[sic\]".
	sum = regexp.MustCompile(`\\[A-Za-z]|[_^=]|^[^\pL\pN]*\pL[^\pL\pN]*$`)
	// escapedSign matches an escape of Markdown, which is not a command of TeX.
	escapedSign = regexp.MustCompile(`\\[^A-Za-z]`)
	// amount matches text that begins like an amount of money: "$5 and A$".
	amount = regexp.MustCompile(`^\d[^\\^_=+{}]* `)
)

// Trigger implements parser.InlineParser.
func (formulas) Trigger() []byte { return []byte{'$', '\\'} }

// Parse implements parser.InlineParser.
func (formulas) Parse(_ ast.Node, block markdown.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	open, closing := formulaMarks(line)
	if open == "" || open == "$" && (len(line) < 2 || util.IsSpace(line[1])) {
		return nil
	}
	value, ok := parseStateOf(pc).closing(block, closing, len(open), func(line []byte, from int) (int, bool) {
		return formulaEnd(line, from, closing)
	})
	if !ok || !isTeX(open, value) {
		return nil
	}
	s := ast.NewString([]byte(open + string(bytes.TrimRight(value, "\n")) + closing))
	s.SetRaw(true)
	return s
}

// formulaMarks returns the delimiter with which text begins, and the one that
// closes it.
func formulaMarks(text []byte) (open, closing string) {
	switch {
	case bytes.HasPrefix(text, []byte("$$")):
		return "$$", "$$"
	case bytes.HasPrefix(text, []byte("$")):
		return "$", "$"
	case bytes.HasPrefix(text, []byte(`\(`)):
		return `\(`, `\)`
	case bytes.HasPrefix(text, []byte(`\[`)):
		return `\[`, `\]`
	}
	return "", ""
}

// formulaEnd looks for the end of a formula in a line. As in Pandoc, a single $
// that closes a formula has no space before it and no digit after it. A formula
// does not extend over code or a link.
func formulaEnd(line []byte, from int, closing string) (at int, ok bool) {
	for i := from; i < len(line); i++ {
		switch c := line[i]; {
		case c == '`', c == ']' && closing == "$" && i+1 < len(line) && line[i+1] == '(':
			return i, false
		case bytes.HasPrefix(line[i:], []byte(closing)):
			if closing != "$" || i > 0 && !util.IsSpace(line[i-1]) && (i+1 == len(line) || line[i+1] < '0' || line[i+1] > '9') {
				return i, true
			}
		case c == '\\':
			i++
		}
	}
	return len(line), false
}

// isTeX reports whether the text between two delimiters is TeX.
func isTeX(open string, value []byte) bool {
	switch {
	case len(bytes.TrimSpace(value)) == 0:
		return false
	case open[0] == '\\':
		return sum.Match(escapedSign.ReplaceAll(value, nil))
	case open == "$":
		return !amount.Match(value)
	}
	return true
}

// formulaBlock parses formulas of several lines.
type formulaBlock struct{}

// Trigger implements parser.BlockParser.
func (formulaBlock) Trigger() []byte { return []byte{'$', '\\'} }

// formulaTail matches what may follow a formula on its last line: a label of
// Quarto.
var formulaTail = regexp.MustCompile(`^[ \t]*(?:\{#([^\s{}]+)[^{}]*\})?[ \t]*\n?$`)

// Open implements parser.BlockParser. A formula that ends on its first line, or
// before other text, is left to formulas.
func (formulaBlock) Open(_ ast.Node, reader markdown.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	text := line[pc.BlockOffset():]
	open, closing := formulaMarks(text)
	if len(open) < 2 || bytes.Contains(text[2:], []byte(closing)) || open == `\(` {
		return nil, parser.NoChildren
	}
	if !isClosed(reader.Source(), segment.Stop, closing, len(bytes.TrimSpace(text)) > 2, parseStateOf(pc)) {
		return nil, parser.NoChildren
	}
	b := &box{before: "<p>", after: "</p>\n", raw: true}
	b.Lines().Append(part(segment, line, pc.BlockOffset(), len(line)))
	reader.AdvanceToEOL()
	return b, parser.NoChildren
}

// isClosed reports whether the first line with a mark, from an offset on, ends
// with the mark. If the formula begins on the line that opens it (begun), that
// line must come before a blank line.
func isClosed(source []byte, offset int, mark string, begun bool, l *parseState) bool {
	if l.isMissing(mark+"\n", offset) {
		return false
	}
	text := source[offset:]
	if begun {
		if blank := blankQuoted.FindIndex(text); blank != nil {
			text = text[:blank[0]]
		}
	}
	i := bytes.Index(text, []byte(mark))
	if i < 0 {
		l.missing[mark+"\n"] = [2]int{offset, offset + len(text)}
		return false
	}
	return formulaTail.Match(text[i+len(mark) : lineEnd(text, i)])
}

// blankQuoted matches a blank line, also in a block quote.
var blankQuoted = regexp.MustCompile(`(?:^|\n)[ \t>]*\n`)

// Continue implements parser.BlockParser.
func (formulaBlock) Continue(n ast.Node, reader markdown.Reader, pc parser.Context) parser.State {
	b := n.(*box)
	if b.closed {
		return parser.Close
	}
	line, segment := reader.PeekLine()
	end := len(line)
	first := b.Lines().At(0)
	_, closing := formulaMarks(first.Value(reader.Source()))
	if i := bytes.Index(line, []byte(closing)); i >= 0 {
		b.closed, end = true, i+len(closing)
		if m := formulaTail.FindSubmatch(line[end:]); m != nil && m[1] != nil {
			parseStateOf(pc).ids.identify(b, string(m[1]))
		}
	}
	b.Lines().Append(part(segment, line, 0, end))
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close implements parser.BlockParser.
func (formulaBlock) Close(n ast.Node, reader markdown.Reader, _ parser.Context) {
	lines := n.Lines()
	var text []byte
	for _, line := range lines.Sliced(0, lines.Len()) {
		text = append(append(text, line.Value(reader.Source())...), '\n')
	}
	s := ast.NewString(bytes.TrimSuffix(text, []byte{'\n'}))
	s.SetRaw(true)
	n.AppendChild(n, s)
}

// CanInterruptParagraph implements parser.BlockParser.
func (formulaBlock) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (formulaBlock) CanAcceptIndentedLine() bool { return false }

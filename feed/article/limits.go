package article

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Limits on one file. Text written by people never comes near them. Beyond them,
// parsing could take gigabytes or minutes: a table row is padded to the width of its
// header, link titles are repeated at every use, nesting is recursion, and the
// partner of a mark is looked for up to the end of the paragraph.
const (
	// MaxSize is the largest article, in bytes.
	MaxSize = 512 << 10
	// maxCells bounds width times height of all tables of an article.
	maxCells = 20_000
	// maxBlocks bounds the lines, quotes and list items, as each may take a
	// kilobyte of syntax tree.
	maxBlocks = 30_000
	// maxNesting bounds the quotes and lists that a line opens.
	maxNesting = 50
	// maxIndent bounds the columns before the text of a line. Lists nest by
	// indentation, and goldmark visits every open list for every line.
	maxIndent = 400
	// maxRun bounds a run of the same mark.
	maxRun = 200
	// maxDefinitions bounds the definitions of links and footnotes, and
	// maxFootnotes the references to footnotes, because goldmark looks through all
	// definitions for each reference.
	maxDefinitions = 2000
	maxFootnotes   = 2000
	// maxSearch bounds the bytes that the search for the partners of marks may
	// visit, at about a nanosecond each. A paragraph of 250 KiB with 1000 links
	// needs all of it.
	maxSearch = 1 << 29
	// maxTitle bounds a title, in characters. A longer one is a text that begins
	// with #.
	maxTitle = 2000
	// maxHTML bounds the HTML to which an article may expand, in bytes.
	maxHTML = 4 << 20
)

// tooMuch looks for text that would make the Markdown parser take too long or too
// much memory. It returns the offset and a description of the first one, or -1.
func tooMuch(src []byte) (offset int, what string) {
	if n := bytes.Count(src, []byte("]:")); n > maxDefinitions {
		return bytes.Index(src, []byte("]:")), fmt.Sprintf("%d definitions of links and footnotes (at most %d)", n, maxDefinitions)
	}
	if n := bytes.Count(src, []byte("[^")); n > maxFootnotes {
		return bytes.Index(src, []byte("[^")), fmt.Sprintf("%d footnotes (at most %d)", n, maxFootnotes)
	}
	blocks, cells, width, start := 0, 0, 0, 0
	var searched int64
	for line := range bytes.Lines(src) {
		depth, indent := nesting(line)
		if depth > maxNesting {
			return start, fmt.Sprintf("quotes and lists nested %d deep (at most %d)", depth, maxNesting)
		}
		if blocks += 1 + depth; blocks > maxBlocks {
			return start, fmt.Sprintf("more than %d lines and list items", maxBlocks)
		}
		if indent > maxIndent && indent < len(line) {
			return start, fmt.Sprintf("a line indented by %d columns (at most %d)", indent, maxIndent)
		}
		n, run := marks(line)
		if run > maxRun {
			return start, fmt.Sprintf("a run of %d brackets or marks (at most %d)", run, maxRun)
		}
		if searched += search(n, len(line), 1); searched > maxSearch {
			return start, tooManyMarks
		}
		if len(bytes.Trim(line, " \t\r\n")) == 0 { // other whitespace does not end a table
			width = 0
		} else {
			width = max(width, delimiterRow(line)) // a narrower delimiter row is an ordinary row of the table
		}
		if cells += width; cells > maxCells {
			return start, fmt.Sprintf("tables with more than %d cells", maxCells)
		}
		start += len(line)
	}
	return -1, ""
}

const tooManyMarks = "too many brackets and marks in one paragraph or line"

// search estimates the cost of looking for the partners of marks among bytes and
// lines. The parser allocates for every line that it crosses. The result may
// exceed an int of 32 bits.
func search(marks, bytes, lines int) int64 { return int64(marks) * int64(bytes+64*lines) }

// nesting returns the number of quote and list marks at the beginning of a line,
// and the columns before its text.
func nesting(line []byte) (depth, indent int) {
	for i, c := range line {
		switch {
		case c == '\t':
			indent += 3
		case c == ' ' || c >= '0' && c <= '9':
		case c == '>':
			depth++
		case (c == '-' || c == '+' || c == '*' || c == '.' || c == ')') && i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t'):
			depth++
		default:
			return depth, indent + i
		}
	}
	return depth, indent + len(line)
}

// isMark holds the characters that open or close inline Markdown.
var isMark = func() (set [256]bool) {
	for _, c := range []byte("[]<`*_~") {
		set[c] = true
	}
	return set
}()

// marks counts the marks of a text, and returns the length of the longest run of
// the same mark.
func marks(text []byte) (n, longest int) {
	run, last := 0, byte(0)
	for _, c := range text {
		if !isMark[c] {
			last = 0
			continue
		}
		n++
		if c != last {
			run, last = 0, c
		}
		if run++; run > longest {
			longest = run
		}
	}
	return n, longest
}

// delimiterRow returns the number of columns in the delimiter row of a table (GFM
// 4.10), or 0 for other lines.
func delimiterRow(line []byte) int {
	columns, dash := 0, false
	for _, c := range line {
		switch c {
		case '-':
			if !dash {
				columns++
			}
			dash = true
		case '|':
			dash = false
		case ':', ' ', '\t', '\r', '\n', '>':
		default:
			return 0
		}
	}
	return columns
}

// guard drops paragraphs whose marks would take too long to pair. Only the parser
// knows where a paragraph ends, and it passes each paragraph to the transformers
// before it looks at marks.
type guard struct{}

// guarded is the findings of the guard in one document.
type guarded struct {
	searched int64
	offset   int // of the first paragraph that is too much, or -1
}

var guardKey = parser.NewContextKey()

func (guard) Extend(m goldmark.Markdown) {
	// After tables (200), whose cells are single lines, which tooMuch has checked.
	m.Parser().AddOptions(parser.WithParagraphTransformers(util.Prioritized(guard{}, 300)))
}

// Transform implements parser.ParagraphTransformer.
func (guard) Transform(p *ast.Paragraph, reader markdown.Reader, pc parser.Context) {
	g, ok := pc.Get(guardKey).(*guarded)
	lines := p.Lines()
	if !ok || lines.Len() < 2 { // tooMuch has checked single lines
		return
	}
	n, size := 0, 0
	for _, line := range lines.Sliced(0, lines.Len()) {
		text := line.Value(reader.Source())
		m, _ := marks(text)
		n += m
		size += len(text)
	}
	if g.searched += search(n, size, lines.Len()); g.searched <= maxSearch {
		return
	}
	if g.offset < 0 {
		g.offset = lines.At(0).Start
	}
	p.Parent().RemoveChild(p.Parent(), p)
}

// unfolded returns the total size of the link definitions when they are repeated
// at every use.
func unfolded(doc ast.Node) (n int) {
	_ = ast.Walk(doc, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch link := node.(type) {
		case *ast.Link:
			n += len(link.Destination) + len(link.Title)
		case *ast.Image:
			n += len(link.Destination) + len(link.Title)
		}
		return ast.WalkContinue, nil
	})
	return n
}

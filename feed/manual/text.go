package manual

import (
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Format describes the output of a chapter.
type Format struct {
	Width int  // of a line, in characters; a longer word or line of code keeps its length
	Bold  bool // whether headings are bold, by the escape sequences of terminals (ECMA-48)
}

// Text writes a chapter as text: paragraphs and lists wrapped, code as it is, and
// each row of a table as its first cell with the others indented below it,
// because the tables of the manual are wider than most terminals.
func (c Chapter) Text(w io.Writer, f Format) error {
	source := []byte(c.Markdown)
	p := &printer{Format: f, source: source}
	p.blocks(markdown.Parse(text.NewReader(source)))
	_, err := io.WriteString(w, p.out.String())
	return err
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()

// printer writes the blocks of a chapter.
type printer struct {
	Format
	source []byte
	out    strings.Builder
}

// indent precedes code and the cells of a row.
const indent = "    "

// blocks writes the blocks of a document, with an empty line between them.
func (p *printer) blocks(document ast.Node) {
	for n := document.FirstChild(); n != nil; n = n.NextSibling() {
		if n.PreviousSibling() != nil {
			p.out.WriteByte('\n')
		}
		p.block(n)
	}
}

func (p *printer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		p.heading(n)
	case *ast.Paragraph:
		p.wrap(p.inline(n), "", "")
	case *ast.CodeBlock:
		for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
			p.line(strings.TrimRight(indent+string(line.Value(p.source)), " \n"))
		}
	case *ast.List:
		p.list(n)
	case *extast.Table:
		p.table(n)
	case *ast.HTMLBlock: // a comment, for those who write the manual
	default:
		panic(fmt.Sprintf("the manual has no text for a %s", n.Kind())) // a test covers every chapter
	}
}

// heading writes a heading, which stands out by its weight in a terminal and by
// a line below it elsewhere.
func (p *printer) heading(n *ast.Heading) {
	title := p.inline(n)
	if p.Bold {
		p.line("\x1b[1m" + title + "\x1b[0m")
		return
	}
	rule := "-"
	if n.Level == 1 {
		rule = "="
	}
	p.line(title)
	p.line(strings.Repeat(rule, length(title)))
}

// list writes a list, whose items are one paragraph each.
func (p *printer) list(l *ast.List) {
	number := l.Start
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		if item.ChildCount() > 1 {
			panic("the manual has no text for a list item of several blocks") // a test covers every chapter
		}
		mark := "- "
		if l.IsOrdered() {
			mark = fmt.Sprintf("%d. ", number)
			number++
		}
		p.wrap(p.inline(item.FirstChild()), mark, strings.Repeat(" ", len(mark)))
	}
}

// table writes the rows of a table. The first and the last cell of a row explain
// themselves; the others are labelled with the header.
func (p *printer) table(t *extast.Table) {
	header := p.cells(t.FirstChild())
	for row := t.FirstChild().NextSibling(); row != nil; row = row.NextSibling() {
		cells := p.cells(row)
		p.wrap(cells[0], "", "")
		for i, cell := range cells[1:] {
			if i+2 < len(cells) {
				cell = header[i+1] + ": " + cell
			}
			p.wrap(cell, indent, indent)
		}
	}
}

func (p *printer) cells(row ast.Node) (list []string) {
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		list = append(list, p.inline(c))
	}
	return list
}

// inline returns the text within a block on one line. Code keeps its backquotes,
// which distinguish it from the words around it.
func (p *printer) inline(parent ast.Node) string {
	var b strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Value(p.source))
			if n.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.CodeSpan:
			b.WriteString("`" + strings.ReplaceAll(p.inline(n), " ", space) + "`")
		case *ast.Emphasis:
			b.WriteString(p.inline(n))
		case *ast.Link:
			b.WriteString(p.inline(n) + leads(string(n.Destination)))
		case *ast.AutoLink:
			b.Write(n.Label(p.source))
		default:
			panic(fmt.Sprintf("the manual has no text for a %s", n.Kind())) // a test covers every chapter
		}
	}
	return b.String()
}

// leads returns what follows the text of a link: how to read another chapter, or
// a URL; nothing for a place in the same chapter or a file of the source.
func leads(to string) string {
	file, _, _ := strings.Cut(to, "#")
	switch {
	case strings.Contains(to, "://"):
		return " (" + to + ")"
	case file == "" || path.Base(file) != file:
		return ""
	}
	return " (dateline help " + strings.TrimSuffix(file, ".md") + ")"
}

package article

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// notes parses callouts in all dialects: alerts of GitHub and Obsidian (in this
// file), containers of Docusaurus, VuePress and Quarto (containers.go),
// admonitions and tabs of MkDocs (admonitions.go). Each becomes a block quote
// with its title in bold.
type notes struct{}

func (notes) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(
			util.Prioritized(containers{}, 750),
			util.Prioritized(admonitions{}, 750),
			util.Prioritized(outside{parser.NewParagraphParser()}, 999)),
		parser.WithParagraphTransformers(util.Prioritized(alerts{}, 40)))
}

// noteTypes are the words that name a type of callout. They are needed where
// other words are allowed as well.
var noteTypes = set(strings.Fields(`abstract admonition attention bug caution check cite danger details done error
	example fail failure faq help hint important info missing note question quote seealso success summary tip tldr
	todo warn warning`)...)

// quoted returns an empty block quote, to which titled adds a title.
func quoted() *box { return &box{before: "<blockquote>\n", after: "</blockquote>\n"} }

// titled adds a title to a box: a segment of the source, which may contain
// Markdown, or else the name of a type.
func (b *box) titled(title markdown.Segment, words string) {
	if title.IsEmpty() && words == "" {
		return
	}
	t := titleBox()
	if title.IsEmpty() {
		s := ast.NewString([]byte(capitalised(words)))
		s.SetRaw(true)
		t.AppendChild(t, s)
	} else {
		t.Lines().Append(title)
	}
	b.AppendChild(b, t)
}

func titleBox() *box { return &box{before: "<p><strong>", after: "</strong></p>\n", title: true} }

// capitalised returns the name of a type as a title: "NOTE" becomes "Note".
func capitalised(name string) string {
	first, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + strings.ToLower(name[n:])
}

// part returns a part of a line, without the whitespace around it, as a segment
// of the source.
func part(line markdown.Segment, text []byte, begin, end int) markdown.Segment {
	for begin < end && util.IsSpace(text[begin]) {
		begin++
	}
	for end > begin && util.IsSpace(text[end-1]) {
		end--
	}
	return markdown.NewSegment(line.Start-line.Padding+begin, line.Start-line.Padding+end)
}

// alerts reads a block quote whose first line is "[!NOTE]". Obsidian adds a sign
// that collapses it and a title: "[!tip]- Collapsed".
type alerts struct{}

var alert = regexp.MustCompile(`^[ \t]*\[!([\pL\pN_][\pL\pN_ -]{0,60})(?:\|[^\]\n]*)?\][+-]?(?:[ \t]+([^\n]*))?\n?$`)

// Transform implements parser.ParagraphTransformer.
func (alerts) Transform(p *ast.Paragraph, reader markdown.Reader, _ parser.Context) {
	quote := p.Parent()
	if quote.Kind() != ast.KindBlockquote || p.PreviousSibling() != nil {
		return
	}
	first := p.Lines().At(0)
	line := first.Value(reader.Source())
	if !bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("[!")) {
		return
	}
	m := alert.FindSubmatchIndex(line)
	if m == nil {
		return
	}
	b := &box{}
	if m[4] < 0 {
		m[4], m[5] = m[1], m[1]
	}
	b.titled(part(first, line, m[4], m[5]), string(line[m[2]:m[3]]))
	quote.InsertBefore(quote, p, b.FirstChild())
	if p.Lines().SetSliced(1, p.Lines().Len()); p.Lines().Len() == 0 {
		quote.RemoveChild(quote, p)
	}
}

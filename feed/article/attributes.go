package article

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// attributeLists parses attribute lists. Feeds do not show them, but ids are kept
// as anchors.
//
//	## Heading {#own .class key="value"}     Pandoc, Hugo, Docusaurus
//	![](x.png){width=50%} [text]{.class}     Pandoc
//	text *emphasis*{: .class}                kramdown
//	{: #id .class}                           kramdown, on the line after a block
//
// Braces in other places are text: "the set {#1}".
type attributeLists struct{}

func (attributeLists) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithInlineParsers(util.Prioritized(attributeLists{}, 90)),
		parser.WithParagraphTransformers(util.Prioritized(attributeLine{}, 50)),
		parser.WithASTTransformers(util.Prioritized(dropped{}, 0)))
}

// attributeSet is the content of an attribute list.
type attributeSet struct {
	id      string
	classes []string
	title   [2]int // offsets in the list at which the value of title begins and ends
	first   byte   // first character in the braces; ':' in kramdown
	toc     bool   // the list is replaced by a table of contents
}

// crossReference matches the ids by which Quarto numbers figures and tables. They
// may follow a caption.
var crossReference = regexp.MustCompile(`^(?:fig|tbl|eq|sec|lst|thm|lem|cor|prp|cnj|def|exm|exr)-`)

// attributeItem matches one item of a list: an id, a class, a key with a value,
// or a word.
var attributeItem = regexp.MustCompile(`^(?:#([\pL\pN_^][^\s{}"'=#]*)|\.(-?[\pL_][^\s{}"'=#.]*)|([\pL_][\pL\pN_:.-]*)=("[^"\n]*"|'[^'\n]*'|[^\s{}"']*)|(-|:?[\pL_][\pL\pN_-]*:?))(?:\s+|$|[#.])`)

// readAttributes reads an attribute list, braces included.
func readAttributes(list string) (set attributeSet, ok bool) {
	inner, opened := strings.CutPrefix(list, "{")
	inner, closed := strings.CutSuffix(inner, "}")
	if !opened || !closed || strings.TrimSpace(inner) == "" {
		return set, false
	}
	set.first = inner[0]
	inner = strings.TrimPrefix(inner, ":")
	for at := len(list) - 1 - len(inner); ; {
		text := strings.TrimLeft(list[at:len(list)-1], " \t")
		if at = len(list) - 1 - len(text); text == "" {
			return set, true
		}
		m := attributeItem.FindStringSubmatchIndex(text)
		switch {
		case m == nil:
			return set, false
		case m[2] >= 0:
			set.id = text[m[2]:m[3]]
		case m[4] >= 0:
			set.classes = append(set.classes, text[m[4]:m[5]])
		case m[6] >= 0:
			if text[m[6]:m[7]] == "title" && m[9]-m[8] > 2 {
				set.title = [2]int{at + m[8] + 1, at + m[9] - 1}
			}
		case set.first == ':' || inner == "-":
			set.toc = set.toc || text[m[10]:m[11]] == "toc"
		default:
			return set, false
		}
		at += max(m[3], m[5], m[9], m[11])
	}
}

// callout returns the type of callout that a class names: "callout-tip" and "tip"
// name "tip".
func (s attributeSet) callout() string {
	for _, class := range s.classes {
		if class = strings.TrimPrefix(class, "callout-"); noteTypes[strings.ToLower(class)] {
			return class
		}
	}
	return ""
}

// attributesAt reads the list with which text begins. n is the length of the
// list, 0 if there is none.
func attributesAt(text []byte) (set attributeSet, n int) {
	if len(text) < 3 || text[0] != '{' {
		return set, 0
	}
	n = closingBrace(text[:min(len(text), maxTag)])
	set, ok := readAttributes(string(text[:n]))
	if !ok {
		return set, 0
	}
	return set, n
}

// closingBrace returns the length of the braces with which text begins, or 0 if
// they do not close or contain other braces. Braces in quotation marks do not
// count.
func closingBrace(text []byte) int {
	quote := byte(0)
	for i, c := range text[1:] {
		switch {
		case c == '\n', c == '{' && quote == 0:
			return 0
		case c == '}' && quote == 0:
			return i + 2
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\'') && text[i] == '=':
			quote = c
		}
	}
	return 0
}

// Trigger implements parser.InlineParser.
func (attributeLists) Trigger() []byte { return []byte{'{', '[', ']'} }

// Parse implements parser.InlineParser.
func (attributeLists) Parse(parent ast.Node, block markdown.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	switch line[0] {
	case '[':
		return openSpan(block, line, segment.Start, pc)
	case ']':
		return closeSpan(block, segment.Start, pc)
	}
	set, n := attributesAt(line)
	if n == 0 {
		return nil
	}
	about := annotated(parent, block, set, line[n:])
	if about == nil {
		return nil
	}
	block.Advance(n)
	if parent.ChildCount() == 0 {
		block.Advance(len(line[n:]) - len(bytes.TrimLeft(line[n:], " \t")))
	}
	if set.id != "" {
		parseStateOf(pc).ids.identify(about, set.id)
	}
	if last, ok := parent.LastChild().(*ast.Text); ok && about == parent {
		last.Segment = last.Segment.TrimRightSpace(block.Source())
		last.SetSoftLineBreak(false)
	}
	return &phrase{}
}

// annotated returns the node that an attribute list belongs to, or nil if the
// list is text. rest is the line after the list.
func annotated(parent ast.Node, block markdown.Reader, set attributeSet, rest []byte) ast.Node {
	marked := set.first == ':' || set.first == '#' || set.first == '.'
	spaced := util.IsSpaceRune(block.PrecendingCharacter())
	if last := parent.LastChild(); last != nil && !spaced {
		switch n := last.(type) {
		case *ast.Image, *ast.Link:
			return n
		case *ast.CodeSpan, *ast.AutoLink:
			if marked {
				return n
			}
		case *parser.Delimiter:
			if marked && n.CanClose {
				return n
			}
		case *ast.Text:
			if icon.Match(n.Segment.Value(block.Source())) {
				return parent
			}
		}
	}
	b, _ := parent.(*box)
	heading := parent.Kind() == ast.KindHeading || b != nil && b.title
	switch {
	case !util.IsBlank(rest):
		if set.first == ':' && parent.ChildCount() == 0 && parent.Parent().Kind() == ast.KindListItem {
			return parent
		}
	case set.first == ':', heading && (marked || spaced), crossReference.MatchString(set.id), marked && isCaption(parent, block.Source()):
		return parent
	}
	return nil
}

// icon matches text that ends with an icon of MkDocs Material or an emoji by its
// name, which stay text.
var icon = regexp.MustCompile(`:[a-z0-9+][a-z0-9_+-]*:$`)

// isCaption reports whether a paragraph is the caption of a table, as Pandoc
// writes it.
func isCaption(n ast.Node, source []byte) bool {
	return ast.IsParagraph(n) && bytes.HasPrefix(source[n.Lines().At(0).Start:], []byte(": "))
}

// attributeLine removes attribute lists from the end of a paragraph, and removes
// a paragraph that contains nothing else. "{:toc}" below a list replaces the list
// by a table of contents.
type attributeLine struct{}

// Transform implements parser.ParagraphTransformer.
func (attributeLine) Transform(p *ast.Paragraph, reader markdown.Reader, pc parser.Context) {
	var sets []attributeSet // from the last line up
	for len(sets) < p.Lines().Len() {
		last := p.Lines().At(p.Lines().Len() - 1 - len(sets))
		line := bytes.TrimSpace(last.Value(reader.Source()))
		if len(line) == 0 || line[len(line)-1] != '}' {
			break
		}
		set, n := attributesAt(line)
		if n < len(line) || set.first != ':' {
			break
		}
		sets = append(sets, set)
	}
	if len(sets) == 0 {
		return
	}
	parent := p.Parent()
	about := withoutLast(p, len(sets), reader.Source())
	l := parseStateOf(pc)
	for _, set := range sets {
		if about != nil && set.id != "" {
			l.ids.identify(about, set.id)
		}
		if set.toc && parent.Kind() == ast.KindListItem {
			l.drop = append(l.drop, parent.Parent())
		} else if set.toc && about != nil && about.Kind() == ast.KindList {
			l.drop = append(l.drop, about)
		}
	}
}

// withoutLast removes the last n lines of a paragraph, and returns the block that
// they annotate: the one before it if the paragraph was those lines alone, or nil
// if there is none.
func withoutLast(p *ast.Paragraph, n int, source []byte) ast.Node {
	lines := p.Lines()
	lines.SetSliced(0, lines.Len()-n)
	for i := 1; i < lines.Len(); i++ {
		if line := lines.At(i); delimiterRow(line.Value(source)) > 0 { // a table will replace the paragraph, so an empty box before it takes the id
			before := &box{}
			p.Parent().InsertBefore(p.Parent(), p, before)
			return before
		}
	}
	if lines.Len() > 0 {
		return p
	}
	before := p.PreviousSibling()
	p.Parent().RemoveChild(p.Parent(), p)
	return before
}

// dropped removes the placeholders of a table of contents, which feeds do not
// have.
type dropped struct{}

// Transform implements parser.ASTTransformer.
func (dropped) Transform(_ *ast.Document, _ markdown.Reader, pc parser.Context) {
	l, ok := pc.Get(parseStateKey).(*parseState)
	if !ok {
		return
	}
	for _, n := range l.drop {
		if n.Parent() != nil {
			n.Parent().RemoveChild(n.Parent(), n)
		}
	}
}

// codeInfo reads the attributes of fenced code. Its language is the first word or
// class, without what follows in braces.
func (r *reading) codeInfo(n *ast.FencedCodeBlock) {
	if n.Info == nil {
		return
	}
	info := n.Info.Segment
	text := info.Value(r.source)
	brace := bytes.IndexByte(text, '{')
	if brace < 0 {
		return
	}
	if brace > 0 {
		n.Info = ast.NewTextSegment(part(info, text, 0, brace))
		return
	}
	set, _ := readAttributes(string(text))
	n.Info = nil
	if len(set.classes) > 0 {
		at := bytes.Index(text, []byte("."+set.classes[0])) + 1
		n.Info = ast.NewTextSegment(part(info, text, at, at+len(set.classes[0])))
	} else if m := cellInfo.FindSubmatchIndex(text); m != nil {
		n.Info = ast.NewTextSegment(part(info, text, m[2], m[3]))
	}
	if set.id != "" {
		if r.ids == nil {
			r.ids = idSet{}
		}
		r.ids.identify(n, set.id)
	}
}

package article

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// containers parses containers, which are enclosed in fences of colons:
//
//	:::note[Title]                  Docusaurus; ":::note Title" and "::: tip Title" of VuePress
//	::: {.callout-tip title="…"}    Quarto; a heading at the beginning may be the title
//	:::
//
// A container that is not a callout is replaced by its content.
type containers struct{}

// containerLine matches what follows the colons of an opening fence: a name,
// plain or in braces, a title in brackets, attributes, a title.
var containerLine = regexp.MustCompile(`^[ \t]*(?:\{[ \t]*([\pL][\pL\pN_-]*)[ \t]*\}|([\pL][\pL\pN_-]*))?(?:\[(.*)\])?[ \t]*(\{(?:"[^"\n]*"|[^{}"\n])*\})?[ \t]*(.*?)(?:[ \t]*\{[^{}]*\})?[ \t]*:*[ \t]*\n?$`)

// layout are names of containers that only affect the layout, so that nothing is
// lost without them.
var layout = map[string]bool{"code-group": true, "raw": true, "v-pre": true, "center": true, "left": true, "right": true, "div": true}

// Trigger implements parser.BlockParser.
func (containers) Trigger() []byte { return []byte{':'} }

// Open implements parser.BlockParser. A closing fence without a container is
// dropped.
func (containers) Open(_ ast.Node, reader markdown.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	n := len(line[at:]) - len(bytes.TrimLeft(line[at:], ":"))
	if n < 3 {
		return nil, parser.NoChildren
	}
	if util.IsBlank(line[at+n:]) {
		parseStateOf(pc).unknown.add("", segment.Start+at)
		return &box{closed: true}, parser.NoChildren
	}
	if containersOpen(pc) >= maxNesting {
		parseStateOf(pc).unknown.deep.add(segment.Start + at)
		return nil, parser.NoChildren
	}
	b := openContainer(line, at+n, segment, parseStateOf(pc))
	if b == nil {
		return nil, parser.NoChildren
	}
	b.colons = n
	reader.AdvanceToEOL()
	return b, parser.HasChildren
}

// containersOpen returns the number of open containers.
func containersOpen(pc parser.Context) (n int) {
	for _, open := range pc.OpenedBlocks() {
		if open.Node.Kind() == kindBox {
			n++
		}
	}
	return n
}

// openContainer returns the container whose opening fence ends at an offset of a
// line, or nil if the line does not open one.
func openContainer(line []byte, at int, segment markdown.Segment, l *parseState) *box {
	m := containerLine.FindSubmatchIndex(line[at:])
	if m == nil {
		return nil
	}
	group := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return string(line[at+m[2*i] : at+m[2*i+1]])
	}
	name := group(1) + group(2)
	set, valid := readAttributes(group(4))
	if name == "" && !valid && group(4) != "{}" || group(3) != "" && group(5) != "" {
		return nil
	}
	kind := name
	if kind == "" {
		kind = set.callout()
	}
	b := &box{}
	if noteTypes[strings.ToLower(kind)] {
		b = quoted()
	} else if name != "" {
		if !layout[strings.ToLower(name)] {
			l.unknown.add(name, segment.Start+at)
		}
		kind = ""
	}
	title := markdown.Segment{}
	for _, i := range []int{3, 5} {
		if m[2*i] >= 0 && title.IsEmpty() {
			title = part(segment, line, at+m[2*i], at+m[2*i+1])
		}
	}
	if title.IsEmpty() && set.title[1] > 0 {
		title = part(segment, line, at+m[8]+set.title[0], at+m[8]+set.title[1])
	}
	b.heads = name == "" && b.before != "" && title.IsEmpty()
	b.titled(title, kind)
	if set.id != "" {
		l.ids.identify(b, set.id)
	}
	return b
}

// Continue implements parser.BlockParser.
func (containers) Continue(n ast.Node, reader markdown.Reader, pc parser.Context) parser.State {
	b := n.(*box)
	if b.closed {
		return parser.Close
	}
	line, _ := reader.PeekLine()
	indent, at := util.IndentWidth(line, reader.LineOffset())
	if indent < 4 && at < len(line) && line[at] == ':' {
		text := bytes.TrimRight(line[at:], " \t\n")
		if len(text) > 2 && len(bytes.Trim(text, ":")) == 0 && closes(b, len(text), indent, pc) {
			reader.AdvanceToEOL()
			return parser.Close
		}
	}
	return parser.Continue | parser.HasChildren
}

// closes reports whether a closing fence closes b. It closes the innermost
// reachable container with as many colons, or else the innermost one.
func closes(b *box, colons, indent int, pc parser.Context) bool {
	open := pc.OpenedBlocks()
	within := slices.IndexFunc(open, func(o parser.Block) bool { return o.Node == b })
	same, last := (*box)(nil), b
reach:
	for _, o := range open[within:] {
		switch n := o.Node.(type) {
		case *box:
			if n.raw {
				return false
			}
			if n.colons == 0 {
				break reach
			}
			if last = n; n.colons == colons {
				same = n
			}
		case *ast.FencedCodeBlock:
			return false
		case *ast.HTMLBlock:
			if n.HTMLBlockType < ast.HTMLBlockType6 {
				return false
			}
		case *ast.ListItem:
			if indent < n.Offset {
				break reach
			}
		case *ast.Blockquote:
			break reach
		}
	}
	if same != nil {
		return same == b
	}
	return last == b
}

// Close implements parser.BlockParser. A heading at the beginning of a Quarto
// callout becomes its title.
func (containers) Close(n ast.Node, _ markdown.Reader, _ parser.Context) {
	b := n.(*box)
	if !b.heads {
		return
	}
	if h, ok := b.FirstChild().NextSibling().(*ast.Heading); ok {
		t := titleBox()
		t.SetLines(h.Lines())
		b.ReplaceChild(b, b.FirstChild(), t)
		b.RemoveChild(b, h)
	}
}

// CanInterruptParagraph implements parser.BlockParser.
func (containers) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (containers) CanAcceptIndentedLine() bool { return false }

// containerCount counts containers that lose part of their meaning.
type containerCount struct {
	names       []string
	count, deep count
	stray       count
}

// add counts a container of an unknown kind at an offset of the source, or,
// without a name, a fence that closes no container.
func (c *containerCount) add(name string, offset int) {
	if name == "" {
		c.stray.add(offset)
		return
	}
	c.count.add(offset)
	if len(c.names) < maxTold && !slices.Contains(c.names, name) {
		c.names = append(c.names, name)
	}
}

// reportContainers complains about containers that lose part of their meaning.
func (r *reading) reportContainers(c *containerCount) {
	if c.count.n > 0 {
		r.report(r.body+c.count.first, Problem{About: Text, What: fmt.Sprintf("containers of an unknown kind (%d): %s", c.count.n, quote(strings.Join(c.names, ", "))),
			Effect: "only their content is shown", Hint: "write a block quote, or use a known kind: note, tip, info, warning, danger, details"})
	}
	if c.stray.n > 0 {
		r.report(r.body+c.stray.first, Problem{About: Text, What: fmt.Sprintf("lines of colons that do not close a container (%d)", c.stray.n),
			Effect: withoutThem, Hint: "remove them, or add the opening line"})
	}
	if c.deep.n > 0 {
		r.report(r.body+c.deep.first, Problem{About: Text, What: fmt.Sprintf("containers nested more than %d deep (%d)", maxNesting, c.deep.n),
			Effect: "their fences are shown as text", Hint: "close the outer containers"})
	}
}

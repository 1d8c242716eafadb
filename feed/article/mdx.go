package article

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// MDX is Markdown with JavaScript: import and export statements between blocks,
// components as JSX tags, expressions in braces (mdxjs.com/docs). Statements,
// comments and the tags of components are removed; the content between the tags
// stays. MDX has no indented code, so the children of a component may be indented
// more than its tag; their indentation is reduced.

// mdx is the state of translating one file.
type mdx struct {
	js
	markdown    bool // the extension is not .mdx, and braces are text
	out         []byte
	fence       codeFence
	open        []component // the components around the current line
	names       []string    // of removed components, in order
	components  count
	expressions count
}

// component is an open component. Its tag is at a column, and its children
// are moved to the left by shift, which the first of them determines.
type component struct {
	name          string
	column, shift int
	settled       bool
}

// count counts things that cannot be shown, and keeps the offset of the first.
type count struct{ n, first int }

func (c *count) add(offset int) {
	if c.n++; c.n == 1 {
		c.first = offset
	}
}

var (
	// statement matches the beginning of an import or export statement, but not
	// prose such as "import duties rose".
	statement = regexp.MustCompile(`^(?:import(?:\s*["'{*]|\s+type\s|\s+[\w$]+\s*(?:,|\s+from\s+["']))|export(?:\s*[{*]|\s+(?:default|const|let|var|function|async|class|type|interface|enum)\s))`)
	// declaration matches a declaration, which may follow a statement without a
	// blank line.
	declaration = regexp.MustCompile(`^(?:(?:const|let|var|function|async|class|type|interface)\s|/[/*])`)
	// headingID matches a heading id of Docusaurus, which is not an expression:
	// {#id}, {/* #id */}.
	headingID = regexp.MustCompile(`^\{(?:/\*\s*)?(#[^\s{}*]{1,200})(?:\s*\*/)?\}`)
	blankLine = regexp.MustCompile(`\n[ \t]*\n`)
	// jsAddress matches the value of an attribute that is a single string, or an
	// address as Docusaurus writes it.
	jsAddress = regexp.MustCompile("^\\{\\s*(?:(?:require|useBaseUrl)\\(\\s*)?[\"'`]([^\"'`$<>\\\\]*)[\"'`]\\s*(?:\\)(?:\\.default)?\\s*)?\\}$")
	jsNumber  = regexp.MustCompile(`^-?\d+(?:\.\d+)?$`)
)

// jsxInMarkdown matches what only Docusaurus, which reads every .md file as MDX,
// has in such files: import statements, styles as objects, tabs.
var jsxInMarkdown = regexp.MustCompile(`^import\s+(?:[\w$*{][^;"'\n]*\sfrom\s+["'][^"'\n]+|["'][.@][^"'\n]*)["'];?\s*$|<[A-Za-z][^<>\n]*\sstyle=\{\{\s*["']?[\w-]+["']?\s*:|^\s*<TabItem\s`)

// isMDX reports whether Markdown is MDX although its extension is not .mdx. An
// import statement counts at the beginning of a paragraph, outside of code.
func isMDX(src []byte) bool {
	if !bytes.HasPrefix(src, []byte("import ")) && !bytes.Contains(src, []byte("\nimport ")) &&
		!bytes.Contains(src, []byte("={{")) && !bytes.Contains(src, []byte("<TabItem")) {
		return false
	}
	var f codeFence
	begins := true // a paragraph
	for line := range bytes.Lines(src) {
		if f.holds(line) {
			begins = false
			continue
		}
		if found := jsxInMarkdown.Find(line); found != nil && (begins || found[0] != 'i') {
			return true
		}
		begins = len(bytes.TrimSpace(line)) == 0
	}
	return false
}

// maxTold bounds the names in one complaint, so that it stays one readable line.
const maxTold = 10

// fromMDX translates MDX to Markdown, keeping its lines.
func (r *reading) fromMDX(src []byte) []byte {
	m := &mdx{js: js{src, maxJS}, markdown: !hasExtension(r.file, ".mdx"), out: make([]byte, 0, len(src))}
	block, module := true, false // a block may begin here; the line before belongs to a statement
	for i := 0; i < len(src); {
		end := lineEnd(src, i)
		line := src[i:end]
		switch {
		case m.fence.holds(line), bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte(":::")): // the braces of a container are attributes
			m.out = append(m.out, line[m.indent(line):]...)
			i, block, module = end, m.fence.n == 0, false
		case block && statement.Match(line), module && declaration.Match(line):
			i = m.skip(i, m.statementEnd(i))
			block, module = true, true
		default:
			block, module = line[0] == '#' || len(bytes.TrimSpace(line)) == 0, false
			i = m.line(i + m.indent(line))
		}
	}
	m.report(r)
	return m.out
}

// lineEnd returns the offset after the line at i.
func lineEnd(src []byte, i int) int {
	if n := bytes.IndexByte(src[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(src)
}

// skip leaves out src[i:end], except for its line breaks.
func (m *mdx) skip(i, end int) int {
	m.out = append(m.out, bytes.Repeat([]byte{'\n'}, bytes.Count(m.src[i:end], []byte{'\n'}))...)
	return end
}

// indent writes the whitespace at the beginning of a line, reduced by the shift
// of the component around it, and returns its length in the source.
func (m *mdx) indent(line []byte) int {
	n := len(line) - len(bytes.TrimLeft(line, " \t"))
	shift := 0
	if last := len(m.open) - 1; last >= 0 {
		c := &m.open[last]
		if text := line[n:]; !c.settled && len(bytes.TrimSpace(text)) > 0 && !bytes.HasPrefix(text, []byte("</")) {
			c.settled = true
			c.shift += max(0, columns(line[:n])-c.column)
		}
		shift = c.shift
	}
	if shift == 0 {
		m.out = append(m.out, line[:n]...)
	} else {
		m.out = append(m.out, bytes.Repeat([]byte{' '}, max(0, columns(line[:n])-shift))...)
	}
	return n
}

// columns returns the width of whitespace, at four columns a tab.
func columns(space []byte) int { return len(space) + 3*bytes.Count(space, []byte{'\t'}) }

// line translates the line from i on, and everything that it opens. It returns
// the offset of the next line.
func (m *mdx) line(i int) int {
	for i < len(m.src) {
		end := i + 1
		switch c := m.src[i]; c {
		case '\n':
			m.out = append(m.out, c)
			return end
		case '\\':
			end = min(i+2, len(m.src))
		case '`', '$':
			end = m.span(i)
		case '<':
			if next, ok := m.tag(i); ok {
				i = next
				continue
			}
		case '{':
			if next, ok := m.braces(i); ok {
				i = next
				continue
			}
		}
		m.out = append(m.out, m.src[i:end]...)
		i = end
	}
	return i
}

// tag translates the tag at i. The tag of a component is removed; the tag of an
// HTML element loses the attributes that are expressions. ok is false if there is
// no tag.
func (m *mdx) tag(i int) (end int, ok bool) {
	if bytes.HasPrefix(m.src[i:], []byte("<!--")) {
		if end = m.after(i, "-->"); end < 0 {
			return 0, false
		}
		m.out = append(m.out, m.src[i:end]...)
		return end, true
	}
	t, ok := m.parseTag(i)
	if !ok {
		return 0, false
	}
	if !t.isComponent() {
		for _, a := range t.expressions {
			m.out = append(m.out, m.src[i:a.start]...)
			if value := jsAddress.FindSubmatch(m.src[a.value:a.end]); value != nil {
				m.out = fmt.Appendf(m.out, `%s"%s"`, m.src[a.start:a.value], value[1])
			} else {
				m.expressions.add(a.start)
			}
			i = m.skip(a.start, a.end)
		}
		m.out = append(m.out, m.src[i:t.end]...)
		return t.end, true
	}
	switch {
	case t.closes:
		m.close(t.name)
	case !t.empty && len(m.open) < maxNesting:
		m.enter(t, i)
	}
	if t.name == "TabItem" && !t.closes {
		m.label(m.src[i:t.end])
	}
	if !t.closes && t.name != "" {
		m.components.add(i)
		if len(m.names) < maxTold && !slices.Contains(m.names, t.name) {
			m.names = append(m.names, t.name)
		}
	}
	return m.skip(i, t.end), true
}

// tabLabel matches the label of a Docusaurus tab.
var tabLabel = regexp.MustCompile(`\slabel=\{?["']([^"'\n]{1,200})["']`)

// label writes the label of a tab, which is a component with children.
func (m *mdx) label(tag []byte) {
	if found := tabLabel.FindSubmatch(tag); found != nil {
		m.out = fmt.Appendf(m.out, "**%s**", found[1])
	}
}

// enter opens a component. If its tag is on a line of its own, its children
// begin on the next line.
func (m *mdx) enter(t jsxTag, i int) {
	c := component{name: t.name, settled: true}
	if last := len(m.open) - 1; last >= 0 {
		c.shift = m.open[last].shift
	}
	if m.alone(i, t.end) {
		c.column, c.settled = columns(m.src[bytes.LastIndexByte(m.src[:i], '\n')+1:i]), false
	}
	m.open = append(m.open, c)
}

// alone reports whether the lines of src[i:end] are otherwise blank.
func (m *mdx) alone(i, end int) bool {
	before := m.src[bytes.LastIndexByte(m.src[:i], '\n')+1 : i]
	return len(bytes.TrimSpace(before))+len(bytes.TrimSpace(m.src[end:lineEnd(m.src, end)])) == 0
}

func (m *mdx) close(name string) {
	for i := len(m.open) - 1; i >= 0; i-- {
		if m.open[i].name == name {
			m.open = m.open[:i]
			return
		}
	}
}

// braces translates the expression at i. A comment is removed, strings and
// numbers are written, and other expressions are removed because their value is
// unknown. ok is false if the braces are not closed in their paragraph.
func (m *mdx) braces(i int) (end int, ok bool) {
	if id := headingID.FindSubmatch(m.src[i:min(i+maxTag, len(m.src))]); id != nil && (m.src[i+1] == '#' || m.inHeading(i)) {
		m.out = fmt.Appendf(m.out, "{%s}", id[1])
		return i + len(id[0]), true
	}
	end = m.closing(i)
	if m.markdown && (end < 0 || !isRemark(bytes.TrimSpace(m.src[i+1:end-1]))) {
		return 0, false
	}
	if end < 0 || blankLine.Match(m.src[i:end]) && !m.alone(i, end) {
		return 0, false
	}
	switch inner := bytes.TrimSpace(m.src[i+1 : end-1]); {
	case foldJSX.Match(m.src[i:end]):
		m.out = append(m.out, "<!--more-->"...)
	case len(inner) == 0, isRemark(inner):
	case jsNumber.Match(inner):
		m.out = append(m.out, inner...)
	case isString(inner):
		for _, c := range inner[1 : len(inner)-1] {
			if strings.IndexByte("\\`*_{}[]<>#+-.!|&~$", c) >= 0 {
				m.out = append(m.out, '\\')
			}
			m.out = append(m.out, c)
		}
		return end, true // without skip, as its line breaks are written already
	default:
		m.expressions.add(i)
	}
	return m.skip(i, end), true
}

// inHeading reports whether an offset is on the line of a heading.
func (m *mdx) inHeading(i int) bool {
	line := m.src[bytes.LastIndexByte(m.src[:i], '\n')+1 : i]
	return bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte{'#'})
}

// report complains about content that only a site that runs the JavaScript can show.
func (m *mdx) report(r *reading) {
	if n := m.components.n; n > 0 {
		r.report(r.body+m.components.first, Problem{About: Text, What: fmt.Sprintf("components (%d): %s", n, quote(strings.Join(m.names, ", "))),
			Effect: "only the content between the tags is shown", Hint: "write what feeds should show as Markdown or HTML"})
	}
	if n := m.expressions.n; n > 0 {
		r.report(r.body+m.expressions.first, Problem{About: Text, What: fmt.Sprintf("expressions in braces (%d)", n),
			Effect: withoutThem, Hint: "write the values instead"})
	}
}

package article

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Titles and names outside the founding format are literal. Entities are resolved
// once, closed inline elements lose their tags, and so do line breaks and pictures.
// Nothing else has a meaning: "Vec<String>", "{{ user }}" and "main()" are text.

// piece is a part of a title: text, code, or a tag as it is written.
type piece struct {
	text      string
	tag, code bool
}

// running are the inline elements whose tags are removed from titles.
var running = func() map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq("b i em strong code sub sup span small mark u s del ins a abbr cite q kbd var samp time bdi bdo ruby") {
		set[name] = true
	}
	return set
}()

var (
	// inlineTag matches an open or a closing tag of CommonMark (6.6) in lower case.
	// Its two groups are the name of an open tag, and that of a closing tag.
	inlineTag = regexp.MustCompile(`^<(?:([a-z][a-z0-9]*)(?:\s+[a-zA-Z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>` + "`" + `]+|'[^']*'|"[^"]*"))?)*\s*/?|/([a-z][a-z0-9]*)\s*)>`)
	// headingAttributes matches the attribute list that Hugo, kramdown, Pandoc and
	// Docusaurus read at the end of a heading: {#id}, {.class key=value}, {: #id}.
	headingAttributes = regexp.MustCompile(`\s*\{:?\s*[#.][\pL\d_][^\s{}]*(?:\s+(?:[#.][^\s{}]+|[\w-]+=(?:"[^"]*"|[^\s{}"]+)))*\s*\}\s*$`)
)

// maxTag bounds the length of a tag, in bytes.
const maxTag = 1000

// untag joins pieces, without the tags of closed inline elements. A line break
// becomes a space.
func untag(pieces []piece) string {
	open := map[string][]int{}
	for i, p := range pieces {
		if !p.tag {
			continue
		}
		m := inlineTag.FindStringSubmatch(p.text)
		switch {
		case m == nil:
		case m[1] == "br":
			pieces[i].text = " "
		case m[1] == "wbr", m[1] == "img":
			pieces[i].text = ""
		case running[m[1]]:
			open[m[1]] = append(open[m[1]], i)
		case len(open[m[2]]) > 0:
			last := len(open[m[2]]) - 1
			pieces[i].text, pieces[open[m[2]][last]].text = "", ""
			open[m[2]] = open[m[2]][:last]
		}
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// literal makes a title or a name of text from front matter. Code spans keep
// their backticks and everything between them.
func literal(s string) string {
	if strings.ContainsAny(s, "<&`") {
		s = untag(pieces(s))
	}
	return XML(oneLine(balanced(s)))
}

// pieces splits text at its tags, and resolves entities outside of tags and code.
func pieces(s string) (list []piece) {
	for s != "" {
		n := strings.IndexAny(s, "<&`")
		if n < 0 {
			n = len(s)
		}
		p := piece{text: s[:n]}
		if n == 0 {
			p, n = firstPiece(s)
		}
		list, s = append(list, p), s[n:]
	}
	return list
}

// firstPiece reads the tag, the entity or the code span with which s begins, or
// else one character. n is its length in s.
func firstPiece(s string) (p piece, n int) {
	switch s[0] {
	case '`':
		if n = codeSpan(s); n > 0 {
			return piece{text: s[:n], code: true}, n
		}
		n = len(s) - len(strings.TrimLeft(s, "`"))
		return piece{text: s[:n]}, n
	case '&':
		text, n := entity([]byte(s[:min(len(s), longestEntity)]))
		return piece{text: text}, n
	}
	if tag := inlineTag.FindString(s[:min(len(s), maxTag)]); tag != "" {
		return piece{text: tag, tag: true}, len(tag)
	}
	return piece{text: s[:1]}, 1
}

// codeSpan returns the length of the code span with which s begins (CommonMark
// 6.1), or 0 if there is none.
func codeSpan(s string) int {
	ticks := len(s) - len(strings.TrimLeft(s, "`"))
	for at := ticks; ; {
		i := strings.IndexByte(s[at:], '`')
		if i < 0 {
			return 0
		}
		at += i
		n := len(s[at:]) - len(strings.TrimLeft(s[at:], "`"))
		if at += n; n == ticks {
			return at
		}
	}
}

// words returns the text of a heading or a link as a title or a name. In the
// founding format, it is cleaned.
func (r *reading) words(n ast.Node) string {
	if r.founding {
		return r.cleaned(plain(n, r.source))
	}
	if t, ok := onlyText(n); ok && n.Kind() != ast.KindHeading {
		return r.cleaned(unescape(t.Segment.Value(r.source)))
	}
	list := r.pieces(nil, n)
	if last := len(list) - 1; last >= 0 && n.Kind() == ast.KindHeading && !list[last].code {
		list[last].text = headingAttributes.ReplaceAllString(list[last].text, "")
	}
	return r.cleaned(untag(list))
}

// pieces appends the text below a node, in which goldmark has found the tags.
// Comments are left out.
func (r *reading) pieces(list []piece, n ast.Node) []piece {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.RawHTML:
			if tag := string(c.Segments.Value(r.source)); !strings.HasPrefix(tag, "<!") && !strings.HasPrefix(tag, "<?") {
				list = append(list, piece{text: tag, tag: true})
			}
		case *ast.Text, *ast.String, *ast.AutoLink, *ast.CodeSpan:
			var b strings.Builder
			writeNode(&b, c, r.source)
			p := piece{text: b.String(), code: c.Kind() == ast.KindCodeSpan}
			if last := len(list) - 1; last >= 0 && !p.code && !list[last].code && !list[last].tag {
				list[last].text += p.text
			} else {
				list = append(list, p)
			}
		default:
			list = r.pieces(list, c)
		}
	}
	return list
}

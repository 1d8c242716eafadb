package article

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// plain returns the text of a node as a reader would see it: entities and
// backslash escapes are resolved once, raw HTML is left out, and line breaks are
// spaces.
func plain(n ast.Node, source []byte) string {
	if t, ok := onlyText(n); ok {
		return unescape(t.Segment.Value(source))
	}
	var b strings.Builder
	writePlain(&b, n, source)
	return b.String()
}

// onlyText returns the only child of n, if that is a text node, which is the
// usual case.
func onlyText(n ast.Node) (*ast.Text, bool) {
	t, ok := n.FirstChild().(*ast.Text)
	return t, ok && t.NextSibling() == nil && !t.IsRaw()
}

func writePlain(b *strings.Builder, n ast.Node, source []byte) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		writeNode(b, c, source)
	}
}

func writeNode(b *strings.Builder, n ast.Node, source []byte) {
	switch n := n.(type) {
	case *ast.Text:
		if n.IsRaw() {
			b.Write(n.Segment.Value(source))
		} else {
			b.WriteString(unescape(n.Segment.Value(source)))
		}
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
	case *ast.String:
		b.Write(n.Value)
	case *ast.AutoLink:
		b.Write(n.Label(source))
	case *ast.RawHTML, *ast.HTMLBlock:
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		b.Write(n.Lines().Value(source))
	default:
		writePlain(b, n, source)
		if n.Type() == ast.TypeBlock {
			b.WriteByte(' ')
		}
	}
}

// unescape resolves backslash escapes (CommonMark 2.4) and entities (2.5), each
// once: "\&amp;" becomes "&amp;", and "&copy=1" stays.
func unescape(v []byte) string {
	i := bytes.IndexAny(v, `\&`)
	if i < 0 {
		return string(v)
	}
	b := append(make([]byte, 0, len(v)), v[:i]...)
	for i < len(v) {
		switch c := v[i]; {
		case c == '\\' && i+1 < len(v) && util.IsPunct(v[i+1]):
			b = append(b, v[i+1])
			i += 2
		case c == '&':
			text, n := entity(v[i:])
			b = append(b, text...)
			i += n
		default:
			b = append(b, c)
			i++
		}
	}
	return string(b)
}

// longestEntity is the length of "&CounterClockwiseContourIntegral;".
const longestEntity = 33

// entity returns what the & at the beginning of v and the n-1 bytes after it
// mean.
func entity(v []byte) (text string, n int) {
	end := bytes.IndexByte(v[:min(len(v), longestEntity)], ';')
	if end < 2 {
		return "&", 1
	}
	if e, ok := util.LookUpHTML5EntityByName(string(v[1:end])); ok {
		return string(e.Characters), end + 1
	}
	if text = html.UnescapeString(string(v[:end+1])); v[1] == '#' && utf8.RuneCountInString(text) == 1 {
		return text, end + 1
	}
	return "&", 1
}

// plainText removes tags and resolves entities.
func plainText(s string) string { return html.UnescapeString(tag.ReplaceAllString(s, "")) }

// oneLine trims s and replaces every run of whitespace by one space.
func oneLine(s string) string {
	if isOneLine(s) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

func isOneLine(s string) bool {
	space := true // as a space at the beginning is not allowed either
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ':
			if space {
				return false
			}
			space = true
		case c >= utf8.RuneSelf, c < ' ':
			return isOneLineUnicode(s)
		default:
			space = false
		}
	}
	return !space || s == ""
}

func isOneLineUnicode(s string) bool {
	space := true
	for _, r := range s {
		if !unicode.IsSpace(r) {
			space = false
			continue
		}
		if space || r != ' ' {
			return false
		}
		space = true
	}
	return !space
}

// Headline returns as much of a title as feeds and lists show, which is 300
// characters. The page of an article shows all of it.
func Headline(title string) string { return Shorten(title, 300) }

// Shorten cuts s to at most n characters, the last of which is an ellipsis. It
// cuts after a word if there is one near the end, and never inside what people
// see as one character (a grapheme cluster, UAX 29).
func Shorten(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	end := 0
	for clusters := graphemes.FromString(s); clusters.Next(); end = clusters.End() {
		if n -= utf8.RuneCountInString(clusters.Value()); n < 1 { // the ellipsis is one
			break
		}
	}
	cut := s[:end]
	if i := strings.LastIndexByte(cut, ' '); i > end*3/4 {
		cut = cut[:i]
	}
	return cut + "…"
}

// XML replaces characters that XML 1.0 does not allow (section 2.2, Char) by
// U+FFFD. A string without them is returned as it is.
func XML(s string) string {
	for i := range len(s) {
		if c := s[i]; c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c >= 0xED {
			return strings.Map(xmlRune, s)
		}
	}
	if !utf8.ValidString(s) {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return s
}

// xmlRune maps a character that XML 1.0 does not allow to U+FFFD. strings.Map
// does the same with bytes that are not UTF-8.
func xmlRune(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\r',
		r >= 0x20 && r <= 0xD7FF,
		r >= 0xE000 && r <= 0xFFFD,
		r >= 0x10000 && r <= 0x10FFFF:
		return r
	}
	return utf8.RuneError
}

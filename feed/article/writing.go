package article

import (
	"bytes"
	"regexp"
	"strings"
)

// writing is the Markdown that is being written. It has as many lines as the source.
type writing struct {
	out       []byte
	lineStart int // offset of its last line in out
	lines     int // line breaks written
	// column is the column of a code that left nothing on its line, or -1 if text
	// has been written since. left is the number of that line.
	column, left int
}

func (w *writing) write(text string) {
	if n := strings.LastIndexByte(text, '\n'); n >= 0 {
		w.lineStart = len(w.out) + n + 1
		w.lines += strings.Count(text, "\n")
	}
	w.out = append(w.out, text...)
}

// copy writes a part of the source. The content of a pair of codes may be
// indented more than the codes; its indentation is reduced, as it would be code
// after a blank line.
func (w *writing) copy(text []byte) {
	for len(text) > 0 && w.column >= 0 {
		n := lineEnd(text, 0)
		line := text[:n]
		if len(w.out) == w.lineStart && w.lines > w.left {
			inner := bytes.TrimLeft(line, " \t")
			if n > 0 && line[n-1] == '\n' && len(bytes.TrimSpace(inner)) == 0 || columns(line[:len(line)-len(inner)]) < w.column+4 {
				w.column = -1
				break
			}
			w.write(strings.Repeat(" ", w.column))
			line = inner
		}
		w.write(string(line))
		text = text[n:]
	}
	w.write(string(text))
}

// lineMarks matches what may precede the text of a line: whitespace, and the
// marks of quotes and list items.
var lineMarks = regexp.MustCompile(`^[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]+)*$`)

// maxLineMarks bounds these, in bytes.
const maxLineMarks = 200

// begins reports whether the current line has no text yet.
func (w *writing) begins() bool {
	before := w.out[w.lineStart:]
	return len(before) < maxLineMarks && lineMarks.Match(before)
}

// indented reports whether the current line has only whitespace.
func (w *writing) indented() bool {
	return w.begins() && len(bytes.TrimSpace(w.out[w.lineStart:])) == 0
}

// above writes HTML on the line above if that line is blank, and reports whether
// it did.
func (w *writing) above(html string) bool {
	if !w.indented() || w.lineStart < 2 || w.out[w.lineStart-2] != '\n' {
		return false
	}
	now := string(w.out[w.lineStart:])
	w.out = append(append(append(w.out[:w.lineStart-1], now+oneLineHTML+html...), '\n'), now...)
	w.lineStart = len(w.out) - len(now)
	return true
}

// oneLineHTML begins an HTML block that ends with its line (CommonMark 4.6,
// condition 2), regardless of the rest of the line.
const oneLineHTML = "<!---->"

// inURL reports whether the text that is written next is part of an address: in
// parentheses of Markdown, in a definition, or in an attribute.
func (w *writing) inURL() bool {
	before := w.out[max(w.lineStart, len(w.out)-maxLineMarks):]
	if bytes.HasSuffix(bytes.TrimRight(before, " \t"), []byte("](")) {
		return true
	}
	word := before[bytes.LastIndexAny(before, " \t")+1:]
	if bytes.HasSuffix(bytes.TrimRight(before[:len(before)-len(word)], " \t"), []byte("]:")) {
		return true
	}
	return bytes.Contains(word, []byte("](")) || bytes.Contains(word, []byte(`="`)) || bytes.Contains(word, []byte("='")) || bytes.HasSuffix(word, []byte("="))
}

// put writes the replacement of a code, and returns the offset after the code in
// the source.
func (c *codes) put(i int) int {
	k := &c.found[i]
	before := c.lines
	end := c.show(k)
	if n := bytes.Count(c.src[k.start:end], []byte{'\n'}) - (c.lines - before); n > 0 {
		c.write(strings.Repeat("\n", n))
	}
	c.left = c.lines
	return end
}

// show is put, except that it may write fewer lines than the code has.
func (c *codes) show(k *code) int {
	switch {
	case k.literal != nil:
		c.write(*k.literal)
		return k.end
	case k.verbatim:
		return c.showVerbatim(k)
	case k.partner >= 0:
		return c.showPair(k)
	case k.closes:
		c.omitted.add(k, "")
		return c.nothing(k)
	}
	if link, ok := c.linked(k); ok {
		c.write(link)
		return k.end
	}
	if content := contents[k.name]; content != nil && k.dialect != value {
		if html := content(c, k); html != "" {
			return c.before(k, html)
		}
	}
	if html := textTag(k); html != "" {
		return c.before(k, html)
	}
	html, all := guessed(c, k)
	if !all {
		c.omit(k)
	}
	if html != "" {
		return c.before(k, html)
	}
	return c.nothing(k)
}

// restIsBlank reports whether the line is blank after a code.
func (c *codes) restIsBlank(k *code) bool {
	rest := bytes.TrimLeft(c.src[k.end:], " \t")
	return len(rest) == 0 || rest[0] == '\n'
}

// nothing leaves a code out, and returns the offset after it.
func (c *codes) nothing(k *code) int {
	if !c.begins() {
		return k.end
	}
	if c.restIsBlank(k) {
		if c.indented() {
			c.column = columns(c.out[c.lineStart:])
		}
		return k.end
	}
	return k.end + len(c.src[k.end:]) - len(bytes.TrimLeft(c.src[k.end:], " \t"))
}

// startsBlock reports whether HTML begins with a block-level element.
func startsBlock(html string) bool {
	tag, _, _ := strings.Cut(html[1:], ">")
	return isBlock(tagName(tag))
}

// before writes HTML that replaces a code or opens a pair, so that the Markdown
// after it is still parsed as Markdown.
func (c *codes) before(k *code, html string) int {
	switch {
	case !c.begins():
		c.write(html)
	case c.restIsBlank(k) && (startsBlock(html) || strings.HasPrefix(html, "<img")):
		c.write(oneLineHTML + html)
	case !startsBlock(html): // it is part of a paragraph
		c.write(html)
	case c.above(html):
		return c.nothing(k)
	default:
		c.write("<wbr>" + html) // an inline element, so that a paragraph begins
	}
	return k.end
}

// after writes HTML that closes a pair.
func (c *codes) after(k *code, html string) int {
	if c.begins() {
		return c.before(k, html)
	}
	rest := c.src[k.end:]
	blank := len(rest) - len(bytes.TrimLeft(rest, " \t"))
	next := rest[min(len(rest), blank+1):]
	if line := c.out[c.lineStart:]; !c.restIsBlank(k) || len(next) == 0 || len(bytes.TrimSpace(next[:lineEnd(next, 0)])) > 0 || lineMarked.Match(line[:min(len(line), maxLineMarks)]) {
		c.write(html)
		return k.end
	}
	line := c.out[c.lineStart:]
	c.write("\n" + string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))]) + oneLineHTML + html)
	return k.end + blank + 1
}

// lineMarked matches the beginning of a line in a quote or a list.
var lineMarked = regexp.MustCompile(`^[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])`)

package article

import "bytes"

// js finds the ends of statements, expressions and tags in MDX. It only recognises
// the brackets, strings and comments of JavaScript.
type js struct {
	src    []byte
	budget int // number of bytes that may still be looked at
}

// maxJS bounds how many bytes are looked at, because each bracket that is never
// closed is looked for up to the end of the file.
const maxJS = 8 << 20

// after returns the offset after the next mark from i on, or -1.
func (s *js) after(i int, mark string) int {
	if s.budget <= 0 {
		return -1
	}
	if n := bytes.Index(s.src[i:], []byte(mark)); n >= 0 {
		return i + n + len(mark)
	}
	s.budget -= len(s.src) - i
	return -1
}

// step returns the offset after the string, the comment or the character at i.
func (s *js) step(i int) int {
	end := i + 1
	switch rest := s.src[i:]; {
	case rest[0] == '\'' || rest[0] == '"':
		end = s.stringEnd(i, quotedString)
	case rest[0] == '`':
		end = s.stringEnd(i, templateString)
	case bytes.HasPrefix(rest, []byte("/*")):
		end = max(end, s.after(i+len("/*"), "*/"))
	case bytes.HasPrefix(rest, []byte("//")) && (i == 0 || s.src[i-1] != ':'):
		end = max(end, lineEnd(s.src, i)-1)
	}
	s.budget -= end - i
	return end
}

// stringKind determines whether a string may extend over several lines.
type stringKind int

const (
	quotedString   stringKind = iota
	templateString            // of several lines
)

// stringEnd returns the offset after the string at i. If there is none, because its
// first character is an apostrophe, it returns the offset after that character.
func (s *js) stringEnd(i int, kind stringKind) int {
	for j := i + 1; j < len(s.src) && (kind == templateString || s.src[j] != '\n'); j++ {
		switch s.src[j] {
		case '\\':
			j++
		case s.src[i]:
			return j + 1
		}
		s.budget--
	}
	return i + 1
}

// depth returns by how much a character changes the depth of brackets.
func depth(c byte) int {
	switch c {
	case '(', '[', '{':
		return 1
	case ')', ']', '}':
		return -1
	}
	return 0
}

// closing returns the offset after the bracket that closes the one at i, or -1.
func (s *js) closing(i int) int {
	open := 0
	for s.budget > 0 && i < len(s.src) {
		open += depth(s.src[i])
		if i = s.step(i); open == 0 {
			return i
		}
	}
	return -1
}

// statementEnd returns the offset after the lines of the statement at i. A
// statement whose brackets are never closed ends at a blank line.
func (s *js) statementEnd(i int) int {
	open, blank := 0, -1
	for j := i; s.budget > 0 && j < len(s.src); j = s.step(j) {
		open += depth(s.src[j])
		if s.src[j] != '\n' {
			continue
		}
		ends := j+1 == len(s.src) || len(bytes.TrimSpace(s.src[j+1:lineEnd(s.src, j+1)])) == 0
		if open <= 0 && (ends || !wantsMore(s.src[i:j])) {
			return j + 1
		}
		if ends && blank < 0 {
			blank = j + 1
		}
	}
	switch {
	case blank >= 0:
		return blank
	case open <= 0:
		return len(s.src)
	}
	return lineEnd(s.src, i)
}

// wantsMore reports whether the statement continues after this line.
func wantsMore(line []byte) bool {
	line = bytes.TrimRight(line, " \t")
	return len(line) > 0 && bytes.IndexByte([]byte("=,|&?:+"), line[len(line)-1]) >= 0 || bytes.HasSuffix(line, []byte("=>"))
}

// span returns the offset after the code span (CommonMark 6.1) or formula that
// begins at i, if it ends in the same paragraph. Otherwise it returns the offset
// after its opening marks.
func (s *js) span(i int) int {
	mark := s.src[i]
	n := 1
	for i+n < len(s.src) && s.src[i+n] == mark {
		n++
	}
	if s.budget <= 0 {
		return i + n
	}
	text := s.src[i+n:]
	if end := bytes.Index(text, []byte("\n\n")); end >= 0 {
		text = text[:end]
	}
	s.budget -= len(text)
	if mark == '$' && n == 1 { // a formula, not a price: on one line, no space inside its marks
		text, _, _ = bytes.Cut(text, []byte{'\n'})
	}
	for at := 0; at < len(text); {
		next := bytes.IndexByte(text[at:], mark)
		if next < 0 {
			break
		}
		at += next
		run := len(text[at:]) - len(bytes.TrimLeft(text[at:], string(mark)))
		if run == n && (mark != '$' || n > 1 || isFormula(text[:at], text[at+1:])) {
			return i + n + at + run
		}
		at += run
	}
	return i + n
}

// isFormula reports whether the text between two dollar signs is a formula,
// judging by its spaces and by what follows it.
func isFormula(inner, after []byte) bool {
	return len(inner) > 0 && inner[0] != ' ' && inner[len(inner)-1] != ' ' && (len(after) == 0 || after[0] < '0' || after[0] > '9')
}

// jsxTag is a tag of JSX, of a component or of an HTML element.
type jsxTag struct {
	name          string // empty for a JSX fragment
	end           int
	closes, empty bool
	expressions   []attribute // attributes whose values are in braces
}

// attribute is an attribute of a tag, as offsets. The value may be the whole
// attribute.
type attribute struct{ start, value, end int }

// isComponent reports whether a tag is not that of an HTML element. In JSX,
// lower-case names are those of HTML.
func (t *jsxTag) isComponent() bool {
	return t.name == "" || t.name[0] >= 'A' && t.name[0] <= 'Z' || bytes.IndexByte([]byte(t.name), '.') >= 0
}

// parseTag reads the tag at i. ok is false if there is none.
func (s *js) parseTag(i int) (t jsxTag, ok bool) {
	j := i + 1
	if j < len(s.src) && s.src[j] == '/' {
		t.closes = true
		j++
	}
	name := j
	j = nameEnd(s.src, name)
	t.name = string(s.src[name:j])
	for j = s.space(j); j < len(s.src) && s.budget > 0; j = s.space(j) {
		switch c := s.src[j]; {
		case c == '>':
			t.end = j + 1
			return t, true
		case t.name == "", t.closes:
			return t, false
		case c == '/':
			if j = s.space(j + 1); j == len(s.src) || s.src[j] != '>' {
				return t, false
			}
			t.empty = true
		default:
			if j, ok = s.attribute(j, &t); !ok {
				return t, false
			}
		}
	}
	return t, false
}

// attribute reads an attribute at i, and returns the offset after it.
func (s *js) attribute(i int, t *jsxTag) (end int, ok bool) {
	j := i
	for j < len(s.src) && isNamePart(s.src[j]) {
		j++
	}
	value := s.space(j)
	switch {
	case j == i && s.src[j] == '{':
		value = j
	case j == i:
		return 0, false
	case value == len(s.src) || s.src[value] != '=':
		return j, true
	default:
		value = s.space(value + 1)
	}
	if value == len(s.src) {
		return 0, false
	}
	switch c := s.src[value]; c {
	case '{':
		if end = s.closing(value); end < 0 {
			return 0, false
		}
		t.expressions = append(t.expressions, attribute{i, value, end})
	case '"', '\'':
		if end = s.after(value+1, string(c)); end < 0 {
			return 0, false
		}
	default: // HTML allows it, JSX does not
		n := bytes.IndexAny(s.src[value:], " \t\n>")
		if n < 1 {
			return 0, false
		}
		end = value + n
	}
	s.budget -= end - i
	return end, true
}

// space returns the offset of the first character from i on that is not
// whitespace.
func (s *js) space(i int) int {
	j := i
	for j < len(s.src) && (s.src[j] == ' ' || s.src[j] == '\t' || s.src[j] == '\n') {
		j++
	}
	s.budget -= j - i
	return j
}

// nameEnd returns the offset after the name at i, which is i if there is none.
func nameEnd(src []byte, i int) int {
	if i == len(src) || !isNameStart(src[i]) {
		return i
	}
	for i++; i < len(src) && isNamePart(src[i]); i++ {
	}
	return i
}

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$'
}

func isNamePart(c byte) bool {
	return isNameStart(c) || c >= '0' && c <= '9' || c == '-' || c == '.' || c == ':'
}

// isRemark reports whether an expression is only a comment.
func isRemark(inner []byte) bool {
	return bytes.HasPrefix(inner, []byte("/*")) && bytes.Index(inner, []byte("*/")) == len(inner)-len("*/") && len(inner) >= len("/**/")
}

// isString reports whether an expression is only a string, without escapes and
// placeholders.
func isString(inner []byte) bool {
	if len(inner) < 2 || bytes.IndexByte([]byte("'\"`"), inner[0]) < 0 {
		return false
	}
	text := inner[1 : len(inner)-1]
	return inner[len(inner)-1] == inner[0] && bytes.IndexByte(text, inner[0]) < 0 && bytes.IndexByte(text, '\\') < 0 && !bytes.Contains(text, []byte("${"))
}

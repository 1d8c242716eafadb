package literals

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a piece of a program: a word, a string, a sign.
type token struct {
	kind tokenKind
	text string // of a string and a template, what stands between the quotation marks
	line int
	// indented means that something stands before the token on its line, such as
	// white space.
	indented bool
}

type tokenKind int

const (
	end     tokenKind = iota
	newline           // ends a statement of Python
	word
	number
	text     // a string
	template // a string with names in it: `${x}`, f"{x}"
	regular  // a regular expression
	sign
)

func (t token) is(signs ...string) bool { return t.kind == sign && contains(signs, t.text) }

func (t token) isWord(words ...string) bool { return t.kind == word && contains(words, t.text) }

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// longSigns are the signs of more than one character that must not be read as
// several. A longer one comes before its beginning.
var longSigns = []string{"...", "===", "!==", "??=", "||=", "&&=", "**=", "//=", "=>", "==", "!=", ">=", "<=", ":=",
	"+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "?.", "??", "||", "&&", "**", "++", "--", "->"}

// lexer cuts a program into tokens.
type lexer struct {
	rest  string
	lang  language
	line  int
	start bool // of a line
	depth int  // of brackets, in which a line of Python does not end
	list  []token
}

func lex(source []byte, lang language) []token {
	l := &lexer{rest: strings.TrimPrefix(string(source), "\ufeff"), lang: lang, line: 1, start: true}
	for l.rest != "" {
		l.next()
	}
	return append(l.list, token{kind: newline, line: l.line}, token{kind: end, line: l.line})
}

// cut removes n bytes and counts their lines.
func (l *lexer) cut(n int) string {
	s := l.rest[:n]
	l.rest = l.rest[n:]
	l.line += strings.Count(s, "\n")
	return s
}

func (l *lexer) add(kind tokenKind, s string, line int, indented bool) {
	l.list = append(l.list, token{kind, s, line, indented})
	l.start = false
}

func (l *lexer) next() {
	switch c := l.rest[0]; {
	case c == '\n':
		l.endOfLine()
	case c == '\\' && l.lang == python && strings.HasPrefix(strings.TrimLeft(l.rest[1:], " \t\r"), "\n"):
		l.cut(strings.IndexByte(l.rest, '\n') + 1)
	case c <= ' ':
		l.space()
	case l.comment():
	case l.str():
	case l.lang == javaScript && c == '/' && l.isRegular():
		l.regular()
	default:
		l.plain()
	}
}

func (l *lexer) endOfLine() {
	if l.lang == python && l.depth == 0 {
		l.add(newline, "", l.line, false)
	}
	l.cut(1)
	l.start = true
}

// space cuts white space. At the beginning of a line it is the indentation, which
// the next token knows.
func (l *lexer) space() {
	n := strings.IndexFunc(l.rest, func(r rune) bool { return r > ' ' || r == '\n' })
	if n < 0 {
		n = len(l.rest)
	}
	l.cut(n)
	l.start = false
}

// comment cuts a comment, if there is one.
func (l *lexer) comment() bool {
	switch {
	case l.lang == python && l.rest[0] == '#', l.lang == javaScript && (strings.HasPrefix(l.rest, "//") || strings.HasPrefix(l.rest, "#!")):
		l.cut(until(l.rest, "\n", 0))
	case l.lang == javaScript && strings.HasPrefix(l.rest, "/*"):
		l.cut(until(l.rest[2:], "*/", 2) + 2)
	default:
		return false
	}
	return true
}

// until returns where a mark begins or, with its length, ends. Without one it is
// the end.
func until(s, mark string, length int) int {
	if i := strings.Index(s, mark); i >= 0 {
		return i + length
	}
	return len(s)
}

// plain adds a word, a number or a sign.
func (l *lexer) plain() {
	indented := !l.start
	r, size := utf8.DecodeRuneInString(l.rest)
	switch {
	case isLetter(r):
		l.add(word, l.cut(prefix(l.rest, isInner)), l.line, indented)
	case unicode.IsDigit(r):
		l.add(number, l.cut(prefix(l.rest, func(r rune) bool { return r == '.' || isInner(r) })), l.line, indented)
	default:
		for _, s := range longSigns {
			if strings.HasPrefix(l.rest, s) {
				size = len(s)
				break
			}
		}
		l.sign(l.cut(size), indented)
	}
}

func (l *lexer) sign(s string, indented bool) {
	switch s {
	case "(", "[", "{":
		l.depth++
	case ")", "]", "}":
		l.depth = max(0, l.depth-1)
	}
	l.add(sign, s, l.line, indented)
}

func isLetter(r rune) bool { return r == '_' || r == '$' || unicode.IsLetter(r) }

func isInner(r rune) bool { return isLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func prefix(s string, in func(rune) bool) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !in(r) }); i >= 0 {
		return i
	}
	return len(s)
}

// isRegular reports whether a slash begins a regular expression: it does if no
// operand stands before it.
func (l *lexer) isRegular() bool {
	if len(l.list) == 0 {
		return true
	}
	last := l.list[len(l.list)-1]
	switch last.kind {
	case sign:
		return !last.is(")", "]", "}")
	case word:
		return last.isWord("return", "typeof", "case", "in", "of", "void", "await")
	}
	return false
}

// regular adds a regular expression, which ends on its line.
func (l *lexer) regular() {
	line, indented, class, i := l.line, !l.start, false, 1
	for ; i < len(l.rest) && l.rest[i] != '\n'; i++ {
		switch c := l.rest[i]; {
		case c == '\\' && !strings.HasPrefix(l.rest[i+1:], "\n"):
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			l.cut(i)
			i = prefix(l.rest, func(r rune) bool { return r == '/' || isInner(r) })
			l.add(regular, l.cut(i), line, indented)
			return
		}
	}
	l.add(regular, l.cut(min(i, len(l.rest))), line, indented)
}

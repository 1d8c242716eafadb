package literals

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// str adds a string, if there is one.
func (l *lexer) str() bool {
	n := 0
	if l.lang == python {
		n = prefix(l.rest, func(r rune) bool { return strings.ContainsRune("rRbBuUfF", r) })
		if n > 2 {
			return false
		}
	}
	if n == len(l.rest) || !strings.ContainsRune("\"'`", rune(l.rest[n])) || l.lang == python && l.rest[n] == '`' {
		return false
	}
	line, indented := l.line, !l.start
	letters := strings.ToLower(l.cut(n))
	mark := l.rest[:1]
	if l.lang == python && strings.HasPrefix(l.rest, strings.Repeat(mark, 3)) {
		mark = strings.Repeat(mark, 3)
	}
	l.cut(len(mark))
	body := l.cut(bodyEnd(l.rest, mark, 0))
	if strings.HasPrefix(l.rest, mark) {
		l.cut(len(mark))
	}
	kind := text
	if mark == "`" || strings.Contains(letters, "f") {
		kind = template // its escapes are read when its names are known
	} else if !strings.Contains(letters, "r") {
		body = unescape(body)
	}
	l.add(kind, body, line, indented)
	return true
}

// bodyEnd returns where the body of a string ends. A string in plain quotation
// marks ends on its line at the latest.
func bodyEnd(s, mark string, depth int) int {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case strings.HasPrefix(s[i:], mark):
			return i
		case s[i] == '\n' && (mark == `"` || mark == "'"):
			return i
		case mark == "`" && strings.HasPrefix(s[i:], "${"):
			i += 2 + holeEnd(s[i+2:], depth)
		}
	}
	return len(s)
}

// holeEnd returns where the expression in a template ends. It may contain strings
// and templates.
func holeEnd(s string, depth int) int {
	open := 1
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '{':
			open++
		case c == '}':
			if open--; open == 0 {
				return i
			}
		case strings.IndexByte("\"'`", c) >= 0 && depth < maxDepth:
			i += 1 + bodyEnd(s[i+1:], s[i:i+1], depth+1)
		}
	}
	return len(s)
}

// simple are the escapes that stand for one other character. A backslash at the
// end of a line joins it to the next.
var simple = map[byte]string{'n': "\n", 't': "\t", 'r': "\r", '0': "\x00", 'b': "\b", 'f': "\f", 'v': "\v", '\n': ""}

// unescape resolves the escapes of a string.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 || i+1 >= len(s) {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i+1:]
		r, rest, ok := code(s)
		switch to, known := simple[s[0]]; {
		case ok:
			b.WriteRune(r)
			s = rest
		case known:
			b.WriteString(to)
			s = s[1:]
		default:
			b.WriteByte(s[0])
			s = s[1:]
		}
	}
}

// code reads an escape that names a character by its number: x41, u0041, u{41},
// U00000041. Two halves of a pair (UTF-16) are one character.
func code(s string) (r rune, rest string, ok bool) {
	width := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[0]]
	digits, rest := s[1:], ""
	if body, braced := strings.CutPrefix(digits, "{"); braced && s[0] == 'u' {
		if digits, rest, ok = strings.Cut(body, "}"); !ok {
			return 0, "", false
		}
	} else if width == 0 || len(digits) < width {
		return 0, "", false
	} else {
		digits, rest = digits[:width], digits[width:]
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil {
		return 0, "", false
	}
	if n >= 0xd800 && n < 0xdc00 && strings.HasPrefix(rest, `\u`) && len(rest) >= 6 {
		if low, err := strconv.ParseUint(rest[2:6], 16, 32); err == nil && low >= 0xdc00 && low < 0xe000 {
			return rune((n-0xd800)<<10 + (low - 0xdc00) + 0x10000), rest[6:], true
		}
	}
	if n > utf8.MaxRune {
		return utf8.RuneError, rest, true
	}
	return rune(n), rest, true
}

// Package printable makes text safe to show: what a terminal obeys, or what
// turns the order of text around, is written as what it is.
//
// Control characters (Unicode category Cc: U+0000 to U+001F, U+007F to U+009F),
// line separators and bidirectional controls (UAX #9, 2.1 to 2.4: embeddings,
// overrides, isolates) become \n or \u001b, which stand for the same in a string
// of JSON or TOML. Bytes that are no UTF-8 become \x9b.
package printable

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line makes text safe that is to stay on one line, line breaks and tabs
// included.
func Line(s string) string { return text(s, obeyed) }

// Text makes text of several lines safe.
func Text(s string) string {
	return text(s, func(r rune) bool { return r != '\n' && r != '\t' && obeyed(r) })
}

func text(s string, unsafe func(rune) bool) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, unsafe) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch _, size := utf8.DecodeRuneInString(s[i:]); {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case unsafe(r):
			b.WriteString(cmp.Or(short[r], fmt.Sprintf(`\u%04x`, r)))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// short are the usual names of some characters.
var short = map[rune]string{'\n': `\n`, '\r': `\r`, '\t': `\t`}

// obeyed reports whether a character does something rather than show something.
func obeyed(r rune) bool {
	return unicode.IsControl(r) || r >= '\u2028' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// Writer returns a writer that makes what it writes safe as Text does. What is
// written last is to end with a line break: the beginning of a character waits
// for the rest of it.
func Writer(w io.Writer) io.Writer { return &writer{w: w} }

type writer struct {
	w    io.Writer
	part []byte // of a character
}

// Write implements io.Writer.
func (w *writer) Write(p []byte) (int, error) {
	all := append(w.part, p...)
	end := len(all) - partial(all)
	_, err := io.WriteString(w.w, Text(string(all[:end])))
	w.part = append([]byte(nil), all[end:]...)
	return len(p), err
}

// partial gives how many bytes at the end are the beginning of a character.
func partial(p []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(p); n++ {
		if last := p[len(p)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}

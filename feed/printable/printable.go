// Package printable makes text safe to show: it escapes the characters that
// control a terminal or the direction of text.
//
// Control characters (Unicode category Cc: U+0000 to U+001F, U+007F to U+009F),
// line separators and bidirectional controls (UAX #9, 2.1 to 2.4: embeddings,
// overrides, isolates) become escapes such as \n or \u001b, which have the same
// meaning in strings of JSON and TOML. Bytes that are not UTF-8 become escapes
// such as \x9b.
package printable

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line makes text safe to show on one line: it also escapes line breaks and tabs.
func Line(s string) string { return text(s, controls) }

// Text makes text of several lines safe to show.
func Text(s string) string {
	return text(s, func(r rune) bool { return r != '\n' && r != '\t' && controls(r) })
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

// short holds the escapes that are shorter than the general form.
var short = map[rune]string{'\n': `\n`, '\r': `\r`, '\t': `\t`}

// controls reports whether a character controls how text is shown, instead of
// being shown.
func controls(r rune) bool {
	return unicode.IsControl(r) || r >= '\u2028' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// Writer returns a writer that passes on what Text makes of its input. It holds
// back the first bytes of an incomplete character until the rest of it is
// written, so the last write should end with a line break. It is not safe for use
// by several goroutines.
func Writer(w io.Writer) io.Writer { return &writer{w: w} }

type writer struct {
	w    io.Writer
	part []byte // the first bytes of an incomplete character
}

// Write implements io.Writer.
func (w *writer) Write(p []byte) (int, error) {
	all := append(w.part, p...)
	end := len(all) - partial(all)
	_, err := io.WriteString(w.w, Text(string(all[:end])))
	w.part = append([]byte(nil), all[end:]...)
	return len(p), err
}

// partial returns how many bytes at the end of p begin an incomplete character.
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

package article

import (
	"strings"
	"unicode"
)

// HeadingID returns the id that GitHub gives a heading: its text in lower case,
// without what is neither letter, mark, digit, hyphen nor underscore, with a
// hyphen for each space. Of several headings with one id, the second has "-1"
// behind it, and so on.
func HeadingID(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == ' ':
			return '-'
		case c == '-', c == '_', unicode.IsLetter(c), unicode.IsDigit(c), unicode.IsMark(c):
			return unicode.ToLower(c)
		}
		return -1
	}, strings.TrimSpace(text))
}

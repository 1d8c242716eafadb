package article

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// joinLines removes a line break that would be rendered as a space where Chinese
// and Japanese have none. goldmark's own rules would also join lines of English
// after a full stop, and lines of Korean.
func (r *reading) joinLines(before *ast.Text) {
	after, ok := before.NextSibling().(*ast.Text)
	if !ok || !before.SoftLineBreak() {
		return
	}
	a, _ := utf8.DecodeLastRune(before.Value(r.source))
	b, _ := utf8.DecodeRune(after.Value(r.source))
	if joined(a, b) {
		before.SetSoftLineBreak(false)
	}
}

// joined reports whether a line break between two characters is rendered without
// a space (CSS Text 3, 4.1.3, and the proposal about punctuation in csswg-drafts
// issue 5086).
func joined(a, b rune) bool {
	const zeroWidthSpace = '\u200B'
	return a == zeroWidthSpace || b == zeroWidthSpace || isWide(a) && isWide(b) ||
		isWide(a) && unicode.IsPunct(a) || isWide(b) && unicode.IsPunct(b)
}

// isWide reports whether a character belongs to a script without spaces between
// words.
func isWide(r rune) bool {
	if r < 0x1100 { // the first wide character, a quick answer for most scripts
		return false
	}
	switch util.EastAsianWidth(r) {
	case "F", "W", "H":
		return !unicode.Is(unicode.Hangul, r)
	}
	return false
}

// isOfWord reports whether a character is part of a word in a script with spaces
// between words.
func isOfWord(c rune) bool { return (unicode.IsLetter(c) || unicode.IsDigit(c)) && !isWide(c) }

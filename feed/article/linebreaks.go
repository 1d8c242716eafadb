package article

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// joinLines takes a line break out of the body where it would read as a
// space that nobody wrote: Chinese and Japanese have none between words.
// goldmark's own rules join English lines that end with a full stop, or
// Korean ones.
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

// joined reports whether no space stands for a line break between two
// characters (CSS Text 3, 4.1.3, with the proposal of csswg-drafts issue
// 5086 on punctuation).
func joined(a, b rune) bool {
	const zeroWidthSpace = '\u200B'
	return a == zeroWidthSpace || b == zeroWidthSpace || isWide(a) && isWide(b) ||
		isWide(a) && unicode.IsPunct(a) || isWide(b) && unicode.IsPunct(b)
}

// isWide reports whether a character is of a script that has no spaces.
func isWide(r rune) bool {
	if r < 0x1100 { // the first wide character
		return false
	}
	switch util.EastAsianWidth(r) {
	case "F", "W", "H":
		return !unicode.Is(unicode.Hangul, r)
	}
	return false
}

// isOfWord reports whether a character is of a word in a script that has
// spaces.
func isOfWord(c rune) bool { return (unicode.IsLetter(c) || unicode.IsDigit(c)) && !isWide(c) }

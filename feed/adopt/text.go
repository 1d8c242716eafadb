package adopt

import (
	"html"
	"strings"
	"unicode"

	"dateline/feed/article"
)

// appendLetters appends the letters and digits of a text, folded, up to n.
func appendLetters(b []rune, text string, n int) []rune {
	for _, r := range text {
		if len(b) == n {
			break
		}
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			b = append(b, unicode.ToLower(r))
		}
	}
	return b
}

// folded returns a title in the form in which titles are compared: spelling matters,
// signs and spaces do not. Titles of signs alone are compared as they are.
func folded(title string) string {
	title = article.Fold(html.UnescapeString(title))
	if b := appendLetters(nil, title, len(title)); len(b) > 0 {
		return string(b)
	}
	return strings.Join(strings.Fields(title), " ")
}

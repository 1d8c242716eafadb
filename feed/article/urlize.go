package article

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// slugStyles are how generators write texts in addresses, by the prefix of tokens that
// asks for it: ":urlized_title" is the title as Hugo writes it. Most differ for "It's
// v1.2 of My_Slug": its-v1.2-of-my_slug (urlized), It's-v1.2-of-My_Slug (pretty),
// it-s-v1-2-of-my-slug (slugified).
var slugStyles = map[string]func(string) string{"urlized_": Urlized, "pretty_": pretty, "slugified_": slugified}

// Urlized returns a text as Hugo writes it in addresses: in lower case, with one hyphen
// for white space, and without characters that are not for addresses.
func Urlized(s string) string { return strings.ToLower(sanitized(s)) }

// urlizedTwice returns a text as Hugo writes it for the :title and :slug of its
// patterns. It then reads a plus as a space, which becomes a hyphen at the ends, too.
func urlizedTwice(s string) string {
	inPath := "/" + strings.ReplaceAll(sanitized(s), "+", " ") + "/"
	return strings.Trim(Urlized(inPath), "/")
}

// sanitized is Urlized without the lower case. A hyphen of the author's stays.
func sanitized(s string) string {
	var b strings.Builder
	gap, hyphen := false, false
	for _, r := range s {
		switch {
		case isWordRune(r) || strings.ContainsRune("./_+~-@", r):
			if hyphen = r == '-'; gap && !hyphen {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		case unicode.IsSpace(r) && b.Len() > 0 && !hyphen:
			gap = true
		}
	}
	return b.String()
}

// pretty returns a text as Jekyll writes it for :title: with a hyphen for each run of
// characters that are not for addresses.
func pretty(s string) string {
	return hyphenate(s, func(r rune) bool { return isWordRune(r) || strings.ContainsRune("._~!$&'()+,;=@", r) })
}

// slugified returns a text as Jekyll writes it for :slug: in lower case, with a hyphen
// for each run of characters that are neither letters nor digits.
func slugified(s string) string { return strings.ToLower(hyphenate(s, isWordRune)) }

// hyphenate returns a text in NFC with a hyphen between runs of the runes to keep.
func hyphenate(s string, keep func(rune) bool) string {
	return strings.Join(strings.FieldsFunc(norm.NFC.String(s), func(r rune) bool { return !keep(r) }), "-")
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

package article

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// accented are the scripts whose letters are often typed without their accents.
var accented = []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic}

// FoldLoosely returns Fold without the accents of Latin, Greek and Cyrillic letters,
// in compatible forms (NFKC) and with single spaces: what somebody types who looks for
// a name. Marks of other scripts stay, because they make other words.
func FoldLoosely(name string) string {
	if isASCII(name) {
		return strings.Join(strings.Fields(strings.ToLower(name)), " ")
	}
	var b strings.Builder
	bare := false // the last letter had its accents removed
	for _, c := range norm.NFKD.String(Fold(name)) {
		if unicode.IsMark(c) && bare {
			continue
		}
		if !unicode.IsMark(c) {
			bare = unicode.In(c, accented...)
		}
		b.WriteRune(c)
	}
	return strings.Join(strings.Fields(norm.NFC.String(b.String())), " ")
}

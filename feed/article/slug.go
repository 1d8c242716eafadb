package article

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

var (
	folder     = cases.Fold()
	lookAlikes = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "“", `"`, "”", `"`, "‐", "-", "‑", "-", "–", "-", "—", "-", "−", "-")
)

// Fold returns a key that is the same for all spellings of a topic: in NFC, with
// folded case, plain quotes and dashes. Labels that fold alike are one topic.
func Fold(name string) string {
	if isASCII(name) {
		return strings.ToLower(name)
	}
	return norm.NFC.String(folder.String(lookAlikes.Replace(norm.NFC.String(name))))
}

// Slug returns a form of a name for URLs: letters, marks and digits of all
// scripts are kept and folded; each run of other characters becomes a hyphen. It is
// empty if there are no letters and digits.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range Fold(name) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

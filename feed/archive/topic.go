package archive

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Topic is the identity of a topic: it keeps the spelling and the slug under
// which it came first.
type Topic struct {
	Name string // "Donald Trump"
	Slug string // "donald-trump", stands in URLs
}

var (
	folder     = cases.Fold()
	lookAlikes = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "“", `"`, "”", `"`, "‐", "-", "‑", "-", "–", "-", "—", "-", "−", "-")
)

// Fold gives what two spellings of one topic have in common: Unicode NFC,
// case folded, typographic quotes and dashes as plain ones.
func Fold(name string) string {
	if isPlain(name) {
		return strings.ToLower(name)
	}
	return norm.NFC.String(folder.String(lookAlikes.Replace(norm.NFC.String(name))))
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Slug makes a name fit for URLs: letters, marks and digits of all scripts
// are kept, folded; each run of anything else becomes a hyphen. A name of
// nothing but signs gives "topic".
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
	if b.Len() == 0 {
		return "topic"
	}
	return b.String()
}

// topic gives the topic of a name, making it where it is new. Names that
// fold alike are one topic; names that only slug alike get a number.
func (n *next) topic(name string) *Topic {
	fold := Fold(name)
	if t, ok := n.folded.Get(fold); ok {
		return t
	}
	base := Slug(name)
	slug := base
	for i := 2; ; i++ {
		if _, taken := n.topics.Get(slug); !taken {
			break
		}
		slug = base + "-" + strconv.Itoa(i)
	}
	t := &Topic{Name: name, Slug: slug}
	n.folded.Set(fold, t)
	n.topics.Set(slug, newFeed(t))
	return t
}

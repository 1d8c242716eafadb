package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const mailScheme = "mailto:"

// maxMail is the length of the longest mail address (RFC 5321, 4.5.3.1.3).
const maxMail = 254

// cutMail takes the mail addresses out of the name of an author, wherever they
// stand: "Ann <a@b.example>", "a@b.example (Ann)", "Ann, mailto:a@b.example". It
// returns the first one. What is only an address is called after its part before
// the @, so that no name shows an address. A handle such as "@ann@b.example" is a
// name.
func cutMail(s string) (name, mail string) {
	var b strings.Builder
	done := 0 // everything before it is in b, or an address
	for at := range len(s) {
		if s[at] != '@' || at < done {
			continue
		}
		from, to := mailAround(s[done:], at-done)
		if from == to {
			continue
		}
		if mail == "" {
			mail = s[done+from : done+to]
		}
		from, to = withBrackets(s, done+from, done+to)
		to = len(s) - len(strings.TrimLeft(s[to:], "."))
		b.WriteString(strings.TrimRight(s[done:max(from, done)], separators))
		if to < len(s) && !strings.Contains(separators, s[to:to+1]) {
			b.WriteByte(' ')
		}
		done = to
	}
	if mail == "" {
		return s, ""
	}
	b.WriteString(s[done:])
	if name = bareName(oneLine(b.String())); name == "" {
		name = mail[:strings.IndexByte(mail, '@')]
	}
	return name, mail
}

// separators stand between a name and an address.
const separators = " ,;:"

// mailAround returns where the mail address around an @ begins and ends; both are
// equal if there is none. A domain needs a dot, unless the address stands alone
// or in brackets. A part of a URL is no address.
func mailAround(s string, at int) (from, to int) {
	from = len(strings.TrimRightFunc(s[:at], isLocal))
	to = len(s) - len(strings.TrimLeftFunc(s[at+1:], isDomain))
	to = len(strings.TrimRight(s[:to], ".-"))
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	word := s[max(0, from-maxMail):from]
	word = word[strings.LastIndexAny(word, " <(")+1:]
	switch {
	case from == at, to <= at+1, before == '@', after == '@', strings.Contains(word, "//"):
		return at, at
	case strings.Contains(s[at:to], "."):
		return from, to
	case from == 0 && to == len(s), before == '<' && after == '>', before == '(' && after == ')', strings.HasSuffix(word, mailScheme):
		return from, to
	}
	return at, at
}

// withBrackets extends the place of an address to its scheme, and to the brackets
// that hold nothing else.
func withBrackets(s string, from, to int) (int, int) {
	if i := from - len(mailScheme); i >= 0 && strings.EqualFold(s[i:from], mailScheme) {
		from = i
	}
	for _, pair := range []string{"<>", "()", "[]"} {
		if from > 0 && to < len(s) && s[from-1] == pair[0] && s[to] == pair[1] {
			return from - 1, to + 1
		}
	}
	return from, to
}

// bareName returns a name without the separators around it, and without the
// quotes or brackets that enclose all of it: "Ann" of `"Ann"`, "(Ann)".
func bareName(name string) string {
	name = strings.Trim(name, " ,;:|/–—-")
	for _, pair := range []string{`""`, "()", "<>", "[]", "''"} {
		if inside := name; len(name) > 1 && name[0] == pair[0] && name[len(name)-1] == pair[1] {
			if inside = inside[1 : len(inside)-1]; !strings.ContainsAny(inside, pair) {
				return strings.TrimSpace(inside)
			}
		}
	}
	return name
}

// isLocal reports whether a character may be in an address before the @. Quotes,
// which are rare there, and slashes, which are in URLs, are none.
func isLocal(c rune) bool {
	return strings.ContainsRune("!#$%&*+-.=?^_`{|}~", c) || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c)
}

func isDomain(c rune) bool {
	return c == '-' || c == '.' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c)
}

// withoutMail returns the author with a name that shows no address. An address
// that does not fit into a feed is left out: one that is too long, or that is not
// ASCII.
func (a Author) withoutMail() Author {
	name, mail := cutMail(a.Name)
	a.Name = name
	if a.Mail == "" {
		a.Mail = mail
	}
	if len(a.Mail) > maxMail || !isASCII(a.Mail) {
		a.Mail = ""
	}
	return a
}

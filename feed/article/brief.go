package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Brief cuts text to at most n characters: after its last sentence if that leaves
// more than half as many, otherwise as Shorten does.
func Brief(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	end, count := 0, 0
	for i, c := range s {
		if count == n {
			break
		}
		if count++; !isTerminal(c) {
			continue
		}
		if e := sentenceEnd(s, i); e > 0 && utf8.RuneCountInString(s[i:e])-1 <= n-count {
			end = e
		}
	}
	if 2*utf8.RuneCountInString(s[:end]) > n {
		return s[:end]
	}
	return Shorten(s, n)
}

// isTerminal reports whether a character can end a sentence.
func isTerminal(c rune) bool {
	return c == '…' || unicode.Is(unicode.Sentence_Terminal, c)
}

// sentenceEnd returns the offset after the sentence that the character at i ends,
// including the quotes and brackets that close after it, or 0 if the sentence
// goes on. After an ASCII terminal, a sentence ends only at a space that no
// lower-case letter follows. Other terminals end it by themselves: "。", "।", "؟".
func sentenceEnd(s string, i int) int {
	terminal, size := utf8.DecodeRuneInString(s[i:])
	rest := strings.TrimLeftFunc(s[i+size:], func(c rune) bool { return isTerminal(c) || isCloser(c) })
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case rest == "":
	case terminal >= utf8.RuneSelf && terminal != '…':
		if unicode.Is(unicode.M, next) || next == zeroWidthJoiner {
			return 0
		}
	case next != ' ':
		return 0
	default:
		begin := strings.TrimLeftFunc(rest, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) })
		if c, _ := utf8.DecodeRuneInString(begin); unicode.IsLower(c) || terminal == '.' && isAbbreviation(s[:i]) {
			return 0
		}
	}
	return len(s) - len(rest)
}

const zeroWidthJoiner = '\u200d'

// isCloser reports whether a character closes a quotation or a bracket.
func isCloser(c rune) bool {
	return c == '"' || c == '\'' || unicode.In(c, unicode.Pe, unicode.Pf)
}

// isAbbreviation reports whether the full stop after s belongs to its last word:
// to one or several initials, an ordinal number, or a known abbreviation.
func isAbbreviation(s string) bool {
	s = s[max(0, len(s)-maxAbbreviation):]
	word := s[strings.LastIndexFunc(s, func(c rune) bool { return c != '.' && !unicode.IsLetter(c) && !unicode.IsNumber(c) })+1:]
	switch {
	case utf8.RuneCountInString(word) == 1, strings.Contains(word, "."):
		return true
	case len(word) == 2 && word[0] >= '0' && word[0] <= '9':
		return true
	}
	return abbreviations[strings.ToLower(word)]
}

// maxAbbreviation bounds how far back isAbbreviation looks, in bytes: no
// abbreviation is longer.
const maxAbbreviation = 32

// abbreviations are those after which a capital letter or a number is usual, so
// that neither shows that a sentence begins.
var abbreviations = func() map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq("mr mrs ms mx dr prof st ste sr jr rev hon gen col maj sgt capt lt cmdr gov sen rep pres mt ft ave " +
		"no nos nr vol fig figs eq ch sec pp cf vs viz approx ca al inc ltd co corp bros dept univ ed eds est jan feb mar apr jun jul aug sep sept oct nov dec " +
		"hr fr bzw evtl ggf inkl vgl abb bd mme mlle mm sra srta dra") {
		m[word] = true
	}
	return m
}()

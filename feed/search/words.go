package search

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A run is a sequence of letters, marks and digits. Its text does not depend on
// case, accents and width: it is NFKC, folded, and Latin, Greek and Cyrillic
// letters have lost their marks. A run is a word, unless its script puts no
// spaces between words. Such a run is dense: every two adjacent characters
// count as a word, and its single characters are indexed apart.
type run struct {
	text   string
	dense  bool
	places []place // of each rune of text in the text that it comes from; nil if nobody asked for them
}

// unspaced are the scripts without spaces between words, and Hangul, whose
// words have particles at their end.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

var accented = []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic}

// runs returns the runs of a text.
func runs(text string) iter.Seq[run] {
	return divide(func(yield func(rune, place) bool) {
		for _, c := range fold(text) {
			if !yield(c, place{}) {
				return
			}
		}
	}, false)
}

// fold returns a text in the form in which characters are compared.
func fold(text string) string { return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(text))) }

// divide divides folded characters into runs, which keep the places if placed is true.
func divide(characters iter.Seq2[rune, place], placed bool) iter.Seq[run] {
	return func(yield func(run) bool) {
		var b strings.Builder
		var places []place
		dense := false
		end := func() bool {
			r := run{b.String(), dense, places}
			b.Reset()
			places = nil
			return r.text == "" || yield(r)
		}
		for c, at := range characters {
			switch nowDense := unicode.In(c, unspaced...); {
			case unicode.IsMark(c) && b.Len() > 0:
			case !unicode.IsLetter(c) && !unicode.IsDigit(c):
				if !end() {
					return
				}
				continue
			case nowDense != dense:
				if !end() {
					return
				}
				dense = nowDense
				c = bare(c)
			default:
				c = bare(c)
			}
			b.WriteRune(c)
			if placed {
				places = append(places, at)
			}
		}
		end()
	}
}

// bare returns a letter without its accents.
func bare(c rune) rune {
	if c < utf8.RuneSelf || !unicode.In(c, accented...) {
		return c
	}
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(c)))
	return base
}

// characters returns the characters of a run, each with the marks after it.
func (r run) characters() []string {
	var list []string
	for i, c := range r.text {
		if n := len(list); n > 0 && unicode.IsMark(c) {
			list[n-1] += string(c)
		} else {
			list = append(list, r.text[i:i+utf8.RuneLen(c)])
		}
	}
	return list
}

// words returns the words by which a run is found, in order.
func (r run) words() []string {
	if !r.dense {
		return []string{r.text}
	}
	list := r.characters()
	for i := range len(list) - 1 {
		list[i] += list[i+1]
	}
	return list[:max(1, len(list)-1)]
}

// characters is the set of the characters of dense runs.
type characters map[string]bool

// words returns the words of texts, separated by spaces, and collects the
// characters of their dense runs.
func (seen characters) words(texts ...string) string {
	var b strings.Builder
	for _, text := range texts {
		for r := range runs(text) {
			if r.dense {
				for _, c := range r.characters() {
					seen[c] = true
				}
			}
			for _, word := range r.words() {
				b.WriteString(word)
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

// String returns the characters, separated by spaces.
func (seen characters) String() string { return strings.Join(slices.Sorted(maps.Keys(seen)), " ") }

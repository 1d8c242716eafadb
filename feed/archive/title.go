package archive

import (
	"unicode"
	"unicode/utf8"
	"unique"

	"github.com/agnivade/levenshtein"
)

// Titles are compared in three ways. Closeness counts characters that are edited,
// so it finds other spellings. Words in order find a title that became longer.
// Words in any order find one that was written anew. Words are cut to their stems,
// because "flood" and "flooding" tell the same. Closeness alone would not do: half
// of all pairs of English titles are 0.25 alike by their letters.
const (
	// alike is the closeness of titles from which two articles of one date, one
	// gone and one new, are the same story.
	alike = 0.6
	// mostly is the share of the shorter title from which the longer one contains
	// it.
	mostly = 0.8
	// kinWords and kinLetters are the lowest likeness of titles of one story below
	// one heading: the share of both titles that are common words, and their
	// closeness. Of 273 pairs of different English articles of one date, three are
	// that alike; of 86 pairs of Chinese ones with a common topic, a quarter.
	kinWords   = 0.2
	kinLetters = 0.45
	// stem is the number of letters by which two words are compared.
	stem = 4
	// fewLetters is the number of letters up to which a word, such as "of", says
	// nothing about a story.
	fewLetters = 2
	// enough is how much a title has to say in order to be looked for in others:
	// three words, or twelve letters of a script without spaces.
	enough  = 3 * perWord
	perWord = 4
)

// unspaced are the scripts whose letters are counted like words, because they are
// written without spaces, or with endings that vary.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
	unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan}

// word is the stem of a word, and the number of its letters.
type word struct {
	stem    unique.Handle[string]
	letters int
}

// titleWords returns the words of a title in lower case.
func titleWords(title string) (list []word) {
	begin, end, letters := 0, 0, 0 // of the stem that is being read
	add := func() {
		if letters > 0 {
			list = append(list, word{unique.Make(title[begin:end]), letters})
		}
		letters = 0
	}
	for i, r := range title {
		alone := unicode.In(r, unspaced...)
		if alone || !unicode.In(r, unicode.L, unicode.M, unicode.Nd) {
			add()
		}
		if !alone && !unicode.In(r, unicode.L, unicode.Nd) || letters == stem {
			continue
		}
		if letters == 0 {
			begin = i
		}
		letters++
		if end = i + utf8.RuneLen(r); alone {
			add()
		}
	}
	add()
	return list
}

// letters returns the number of letters in words.
func letters(words []word) (sum int) {
	for _, w := range words {
		sum += w.letters
	}
	return sum
}

// commonLetters returns the number of letters in the words that two titles have in
// common, in the same order.
func commonLetters(a, b []word) int {
	var few [128]int // so that most titles need no allocation
	row := few[:]
	if len(b) >= len(row) {
		row = make([]int, len(b)+1)
	}
	for _, w := range a {
		diagonal := 0
		for i, other := range b {
			above := row[i+1]
			if row[i+1] = max(above, row[i]); w.stem == other.stem {
				row[i+1] = max(row[i+1], diagonal+w.letters)
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

// contains reports whether the longer one of two titles mostly contains the
// shorter one, and that says enough.
func contains(a, b []word) bool {
	shorter := a
	if letters(b) < letters(a) {
		shorter = b
	}
	says := 0
	for _, w := range shorter {
		if w.letters == 1 {
			says++
		} else {
			says += perWord
		}
	}
	return says >= enough && float64(commonLetters(a, b)) >= mostly*float64(letters(shorter))
}

// vocabulary returns the words of a title in any order, with the numbers of their
// letters, and the sum of these. Two neighbouring letters of a script without
// spaces are one word, since a single one says little.
func vocabulary(title []word) (words map[unique.Handle[string]]int, sum int) {
	words = map[unique.Handle[string]]int{}
	for i, w := range title {
		switch {
		case w.letters == 1 && i+1 < len(title) && title[i+1].letters == 1:
			words[unique.Make(w.stem.Value()+title[i+1].stem.Value())] = 1
		case w.letters > fewLetters:
			words[w.stem] = w.letters
		}
	}
	for _, letters := range words {
		sum += letters
	}
	return words, sum
}

// areKin reports whether two titles have enough words in common for articles that
// are alone below one heading.
func areKin(a, b []word) bool {
	was, sum := vocabulary(a)
	is, more := vocabulary(b)
	shared := 0
	for w, letters := range was {
		if _, ok := is[w]; ok {
			shared += letters
		}
	}
	return shared > 0 && 2*float64(shared) >= kinWords*float64(sum+more)
}

// closeness returns the similarity of two texts: 1 minus the share of
// characters that must be edited. It is 0 for two empty texts, because notes
// without titles have nothing in common.
func closeness(a, b string) float64 {
	longest := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	if longest == 0 {
		return 0
	}
	return 1 - float64(levenshtein.ComputeDistance(a, b))/float64(longest)
}

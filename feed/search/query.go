package search

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of a query bound the time of a search, which anybody may send.
const (
	maxQuery = 200 // characters
	maxTerms = 16
)

// Errors of Parse, for the client to read.
var (
	ErrEmpty = errors.New(`write what to search for: ?q=moon or ?q="moon landing"`)
	ErrLong  = errors.New("a search is at most 200 characters and 16 words long")
)

// Query is a parsed search: words and "phrases", all of which an article must
// contain. There are no operators.
type Query struct {
	Text  string // as written, with white space and control characters replaced by single spaces
	match string // an expression of FTS5
}

// Parse parses a query. The error is a sentence for the client.
func Parse(q string) (Query, error) {
	if len(q) > utf8.UTFMax*maxQuery || utf8.RuneCountInString(q) > maxQuery {
		return Query{}, ErrLong
	}
	blank := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	q = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(q, " "), blank), " ")
	var terms []string
	for _, p := range phrasesIn(q) {
		terms = append(terms, p.expression())
	}
	switch {
	case len(terms) == 0:
		return Query{}, ErrEmpty
	case len(terms) > maxTerms:
		return Query{}, ErrLong
	}
	return Query{q, strings.Join(terms, " AND ")}, nil
}

// phrasesIn returns the words and phrases in the text of a query.
func phrasesIn(q string) (list []phrase) {
	for i, part := range strings.Split(q, `"`) {
		if i%2 == 1 { // between two quotes, or after an unpaired one
			list = append(list, phrasesOf(part)...)
			continue
		}
		for word := range strings.FieldsSeq(part) {
			list = append(list, phrasesOf(word)...)
		}
	}
	return list
}

// phrasesOf returns what the index has for a phrase: its words in their order, and
// apart from them each single character of a dense run, which is not a word of the
// index.
func phrasesOf(text string) (list []phrase) {
	var words []string
	end := func() {
		if len(words) > 0 {
			list = append(list, phrase{words: words})
			words = nil
		}
	}
	for r := range runs(text) {
		if r.dense && len(r.characters()) == 1 {
			end()
			list = append(list, phrase{[]string{r.text}, true})
			continue
		}
		words = append(words, r.words()...)
	}
	end()
	return list
}

// expression returns the expression of FTS5 for a phrase. Words contain no characters
// that are special there.
func (p phrase) expression() string {
	quoted := `"` + strings.Join(p.words, " ") + `"`
	if p.character {
		return "characters : " + quoted
	}
	return quoted
}

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
	errEmpty = errors.New(`write what to search for: ?q=moon or ?q="moon landing"`)
	errLong  = errors.New("a search is at most 200 characters and 16 words long")
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
		return Query{}, errLong
	}
	blank := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	q = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(q, " "), blank), " ")
	var terms []string
	for i, part := range strings.Split(q, `"`) {
		if i%2 == 1 { // between two quotes, or after an unpaired one
			terms = append(terms, expressions(part)...)
			continue
		}
		for word := range strings.FieldsSeq(part) {
			terms = append(terms, expressions(word)...)
		}
	}
	switch {
	case len(terms) == 0:
		return Query{}, errEmpty
	case len(terms) > maxTerms:
		return Query{}, errLong
	}
	return Query{q, strings.Join(terms, " AND ")}, nil
}

// expressions returns the FTS5 expressions for a phrase: one for its words in
// their order, and one for each single character of a dense run, which is not a
// word of the index. Words contain no characters that are special in FTS5.
func expressions(phrase string) (list []string) {
	var words []string
	end := func() {
		if len(words) > 0 {
			list = append(list, `"`+strings.Join(words, " ")+`"`)
			words = nil
		}
	}
	for r := range runs(phrase) {
		if r.dense && len(r.characters()) == 1 {
			end()
			list = append(list, `characters : "`+r.text+`"`)
			continue
		}
		words = append(words, r.words()...)
	}
	end()
	return list
}

package search

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a query may be at most.
const (
	maxQuery = 200 // characters
	maxTerms = 16
)

// Errors of Parse, for the client to read.
var (
	errEmpty = errors.New(`write what to search for: ?q=moon or ?q="moon landing"`)
	errLong  = errors.New("a search is at most 200 characters and 16 words long")
)

// Query is what to search for: words and "phrases", which an article must all
// have. Everything else in it stands for nothing.
type Query struct {
	Text  string // as it was given, white space and control characters as single spaces
	match string // an expression of FTS5
}

// Parse reads a query. The error is one sentence for the client.
func Parse(q string) (Query, error) {
	if len(q) > utf8.UTFMax*maxQuery || utf8.RuneCountInString(q) > maxQuery {
		return Query{}, errLong
	}
	blank := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	q = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(q, " "), blank), " ")
	var terms []string
	for i, part := range strings.Split(q, `"`) {
		if i%2 == 1 { // between quotes, or behind the last
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

// expressions gives what finds a phrase: its words in their order, and single
// characters of dense runs apart, as no words are made of those. Words hold
// nothing that has a meaning in FTS5.
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

package search

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Piece is a part of a text. Found means that it is what a search looks for.
type Piece struct {
	Text  string
	Found bool
}

// Marker finds in texts what a query finds in the index. It is for one goroutine.
type Marker struct {
	phrases []phrase
	longest int // words of the longest phrase
	fold    cases.Caser
}

// phrase is words that follow one another, or a single character of a dense run.
type phrase struct {
	words     []string
	character bool
}

// place is where a character is in a text, in bytes.
type place struct{ begin, end int }

// token is a word or, if character is true, a character of a dense run.
type token struct {
	text      string
	character bool
	place
}

// Marker returns the Marker of a query.
func (q Query) Marker() *Marker {
	m := &Marker{phrases: phrasesIn(q.Text), fold: cases.Fold()}
	for _, p := range m.phrases {
		m.longest = max(m.longest, len(p.words))
	}
	return m
}

// Mark splits a text into what matches and what is between it.
func (m *Marker) Mark(text string) []Piece {
	return pieces(text, place{0, len(text)}, m.find(text, func(place) bool { return true }))
}

// maxSnippet is how many bytes of a text are searched for the first match. It bounds
// the time of a page of results, whatever the length of the articles.
const maxSnippet = 16 << 10

// Snippet returns about n characters of a text around its first match, and nothing if
// there is none near its beginning.
func (m *Marker) Snippet(text string, n int) []Piece {
	text = clip(text, maxSnippet)
	var window place
	found := m.find(text, func(at place) bool {
		if window.end == 0 {
			window = around(text, at, n)
		}
		return at.end <= window.end
	})
	if window.end == 0 {
		return nil
	}
	list := pieces(text, window, found)
	if window.begin > 0 {
		list = append([]Piece{{Text: "… "}}, list...)
	}
	if window.end < len(text) {
		list = append(list, Piece{Text: " …"})
	}
	return list
}

// clip returns at most n bytes of a text, and whole characters.
func clip(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// find returns the places of matches, in order and apart from each other, as long as
// more is true of them.
func (m *Marker) find(text string, more func(place) bool) (found []place) {
	var words []token
	for t := range m.tokens(text) {
		if !t.character {
			words = append(words, t)
		}
		at, ok := m.endsAt(words, t)
		if !ok {
			continue
		}
		if !more(at) {
			break
		}
		if n := len(found); n > 0 && at.begin <= found[n-1].end {
			found[n-1] = place{min(found[n-1].begin, at.begin), max(found[n-1].end, at.end)}
			continue
		}
		found = append(found, at)
	}
	return found
}

// endsAt returns the place of the longest match of which a token is the end.
func (m *Marker) endsAt(words []token, t token) (at place, ok bool) {
	for _, p := range m.phrases {
		first := len(words) - len(p.words)
		switch {
		case p.character != t.character || p.words[len(p.words)-1] != t.text:
			continue
		case p.character:
			at, ok = t.place, true
			continue
		case first < 0 || !follows(words[first:], p.words):
			continue
		}
		if begin := words[first].begin; !ok || begin < at.begin {
			at, ok = place{begin, t.end}, true
		}
	}
	return at, ok
}

// follows reports whether tokens are some words.
func follows(tokens []token, words []string) bool {
	for i, word := range words {
		if tokens[i].text != word {
			return false
		}
	}
	return true
}

// tokens returns the words of a text as the index has them, and the characters of its
// dense runs, with their places.
func (m *Marker) tokens(text string) iter.Seq[token] {
	return func(yield func(token) bool) {
		for r := range divide(m.folded(text), true) {
			if !r.dense {
				if !yield(token{r.text, false, place{r.places[0].begin, r.places[len(r.places)-1].end}}) {
					return
				}
				continue
			}
			if !r.tokens(yield) {
				return
			}
		}
	}
}

// tokens passes on the characters of a dense run, and each word after its last
// character.
func (r run) tokens(yield func(token) bool) bool {
	before := token{}
	n := 0 // runes before the character
	characters := r.characters()
	for i, c := range characters {
		k := utf8.RuneCountInString(c)
		t := token{c, true, place{r.places[n].begin, r.places[n+k-1].end}}
		n += k
		if !yield(t) {
			return false
		}
		switch {
		case i > 0:
			if !yield(token{before.text + c, false, place{before.begin, t.end}}) {
				return false
			}
		case len(characters) == 1:
			if !yield(token{c, false, t.place}) {
				return false
			}
		}
		before = t
	}
	return true
}

// folded returns the characters of a text as fold does, with their places. Most are
// Latin or Chinese and not composed, which is quick.
func (m *Marker) folded(text string) iter.Seq2[rune, place] {
	return func(yield func(rune, place) bool) {
		for i := 0; i < len(text); {
			c, size := utf8.DecodeRuneInString(text[i:])
			if next, _ := utf8.DecodeRuneInString(text[i+size:]); isPlain(c) && (isPlain(next) || i+size == len(text)) {
				if 'A' <= c && c <= 'Z' {
					c += 'a' - 'A'
				}
				if !yield(c, place{i, i + size}) {
					return
				}
				i += size
				continue
			}
			size = max(size, norm.NFKC.NextBoundaryInString(text[i:], true))
			for _, c := range norm.NFKC.String(m.fold.String(norm.NFKC.String(text[i : i+size]))) {
				if !yield(c, place{i, i + size}) {
					return
				}
			}
			i += size
		}
	}
}

// isPlain reports whether a character neither changes by normalization, except for its
// case if it is a letter of ASCII, nor combines with the one before it.
func isPlain(c rune) bool { return c < utf8.RuneSelf || 0x4e00 <= c && c <= 0x9fff }

// around returns the part of a text around a match: about n characters, from and to a
// space where there is one. A match that is longer is shown whole.
func around(text string, match place, n int) place {
	w := match
	for range n / 3 {
		_, size := utf8.DecodeLastRuneInString(text[:w.begin])
		w.begin -= size
	}
	w.end = w.begin
	for range n {
		_, size := utf8.DecodeRuneInString(text[w.end:])
		w.end += size
	}
	w.end = max(w.end, match.end)
	if i := strings.IndexByte(text[w.begin:match.begin], ' '); i >= 0 && w.begin > 0 {
		w.begin += i + 1
	}
	if i := strings.LastIndexByte(text[match.end:w.end], ' '); i >= 0 && w.end < len(text) {
		w.end = match.end + i
	}
	w.begin = min(match.begin, w.begin+marks(text[w.begin:]))
	w.end += marks(text[w.end:])
	return w
}

// marks returns the length of the marks at the beginning of a text, which belong to the
// character before them.
func marks(text string) int { return len(text) - len(strings.TrimLeftFunc(text, unicode.IsMark)) }

// pieces splits a part of a text at the matches in it.
func pieces(text string, part place, found []place) (list []Piece) {
	add := func(until int, found bool) {
		if part.begin < until {
			list = append(list, Piece{text[part.begin:until], found})
			part.begin = until
		}
	}
	for _, at := range found {
		add(at.begin, false)
		add(at.end, true)
	}
	add(part.end, false)
	return list
}

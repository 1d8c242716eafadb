package archive

import (
	"strings"
	"unicode/utf8"

	"dateline/feed/article"
)

// citations is how many of its newest articles decide the name of an outlet.
const citations = 200

// Label returns the name of a feed, empty for the feed of everything. An outlet
// has the short name that its newest articles use most often; if they use none,
// or several equally often, it is called by its domain, which is always right.
func (f *Feed) Label() string {
	switch {
	case f.Topic == nil:
		return ""
	case f.Topic.Kind != OfOutlet:
		return f.Topic.Name
	}
	counts := map[string]int{}
	read := 0
	for e := range f.Newest() {
		if read++; read > citations {
			break
		}
		for _, l := range e.Sources {
			if isName(l.Name) && registrable(hostOf(l.URL)) == f.Topic.Slug && article.Fold(l.Name) != article.Fold(e.Title) {
				counts[l.Name]++
			}
		}
	}
	return mostOf(counts, f.Topic.Name)
}

// mostOf returns the name with the largest count, or a default if there is no one
// such name.
func mostOf(counts map[string]int, otherwise string) string {
	best, most := otherwise, 0
	for name, n := range counts {
		switch {
		case n > most:
			best, most = name, n
		case n == most:
			best = otherwise
		}
	}
	return best
}

// Bounds on the name of an outlet. In bytes, because a headline in Chinese is as
// short as it looks: 40 Latin letters, 20 Cyrillic ones, 13 Chinese characters.
const (
	nameBytes = 40
	nameWords = 6
)

// isName reports whether the label of a source can be the name of an outlet.
// Headlines, which many authors write there, are longer or read like a sentence;
// leftovers of templates contain a URL.
func isName(label string) bool {
	words := strings.Fields(label)
	return len(words) > 0 && len(label) <= nameBytes && len(words) <= nameWords &&
		!strings.Contains(label, "://") && !strings.Contains(label, ": ") && !strings.ContainsAny(label, "，。！？；：") && !endsSentence(words)
}

// endsSentence reports whether words end like a sentence. A name may end like
// "Yahoo!" or "Times Inc.".
func endsSentence(words []string) bool {
	last := words[len(words)-1]
	switch end, _ := utf8.DecodeLastRuneInString(last); end {
	case '?', '…':
		return true
	case '!':
		return len(words) > 2
	case '.':
		return len(words) > 2 && len(last) > len("Corp.")
	}
	return false
}

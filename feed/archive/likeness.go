package archive

import (
	"slices"

	"dateline/feed/article"
)

// compared is an article with what comparing it with many others takes.
type compared struct {
	looks
	words   []word          // of its title
	urls    map[string]bool // of its sources
	heading article.Name    // under which the page of its day lists or listed it
}

// compare prepares articles for comparisons. Their headings are not known to it.
func (m *matcher) compare(list []looks) []compared {
	all := make([]compared, len(list))
	for i, l := range list {
		all[i] = compared{looks: l, words: titleWords(l.title), urls: l.sources()}
	}
	return all
}

// likely is the likeness from which articles are one story, wherever they are
// listed.
const likely = 1

// likeness returns how similar two articles of one date with different content
// are: 2 to 3 with a shared source, 1 to 2 if their titles are similar or one
// contains the other, less if they only are under one heading and not wholly
// different, 0 if they are different stories.
func (l *compared) likeness(f *compared) float64 {
	similarity := closeness(l.title, f.title)
	switch {
	case l.sharesSource(f):
		return 2 + similarity
	case similarity >= alike || contains(l.words, f.words):
		return 1 + similarity
	case l.heading != (article.Name{}) && l.heading == f.heading && (similarity >= kinLetters || areKin(l.words, f.words)):
		return max(similarity, epsilon)
	}
	return 0
}

func (l *compared) sharesSource(f *compared) bool {
	return slices.ContainsFunc(f.Sources, func(s article.Link) bool { return l.urls[s.URL] })
}

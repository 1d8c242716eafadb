package archive

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"dateline/feed/article"
)

// alike is the similarity of titles from which two articles of one date, one
// gone and one new, are the same story.
const alike = 0.6

// maxPairs bounds the titles of one date that are compared, each with each:
// the cost of a comparison is the product of their lengths.
const maxPairs = 10_000

// match has stories that lost their page stand at pages of the same date
// that are new: the same content, else a shared source, else a similar title,
// the best first.
func (n *next) match(all []*candidate) {
	for len(all) > 0 {
		end := 1
		for end < len(all) && all[end].date == all[0].date {
			end++
		}
		n.matchDate(all[:end])
		all = all[end:]
	}
}

// pair is a story that lost its page, and a page where it may stand now.
type pair struct {
	lost, found *candidate
	likeness    float64
}

func (n *next) matchDate(all []*candidate) {
	var lost, found []*candidate
	for _, c := range all {
		switch {
		case c.lost():
			lost = append(lost, c)
		case n.isVacant(c.page) && n.wants(c.id, c.page):
			found = append(found, c)
		}
	}
	if len(lost) == 0 || len(found) == 0 {
		return
	}
	var pairs []pair
	for _, l := range lost {
		was := newLooks(l.shown.Article)
		for _, f := range found {
			if likeness := was.likeness(f.article, len(lost)*len(found) <= maxPairs); likeness > 0 {
				pairs = append(pairs, pair{l, f, likeness})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.likeness, a.likeness) })
	for _, p := range pairs {
		if p.lost.story != nil && n.isVacant(p.found.page) {
			n.move(p.lost.id, p.found.id, "")
		}
	}
}

// isVacant reports whether no story that lives stands at a page, or moved
// from it.
func (n *next) isVacant(p *page) bool {
	if p.heir != 0 {
		p, _ = n.pages.Get(n.holder(p.heir))
	}
	return p.story == nil || p.story.isRemoved()
}

// looks are what articles are compared by.
type looks struct {
	*article.Article
	sources map[string]bool
	title   string
}

func newLooks(a *article.Article) looks {
	l := looks{a, make(map[string]bool, len(a.Sources)), strings.ToLower(a.Title)}
	for _, s := range a.Sources {
		l.sources[s.URL] = true
	}
	return l
}

// likeness tells how much another article is like this one: 3 for the same
// content, from 1 to 2 with a shared source, from alike to 1 by the title
// alone, 0 for another story.
func (l looks) likeness(a *article.Article, titles bool) float64 {
	if l.Hash == a.Hash && l.Hash != [16]byte{} || l.Fingerprint == a.Fingerprint && a.Fingerprint != 0 {
		return 3
	}
	similarity := 0.0
	if titles {
		similarity = closeness(l.title, strings.ToLower(a.Title))
	}
	if slices.ContainsFunc(a.Sources, func(s article.Link) bool { return l.sources[s.URL] }) {
		return 1 + similarity
	}
	if similarity >= alike {
		return similarity
	}
	return 0
}

// similar reports whether two articles of one date tell the same story.
func similar(a, b *article.Article) bool {
	return a.Date.Equal(b.Date) && newLooks(a).likeness(b, true) > 0
}

// closeness compares texts: 1 less the share of characters that must be
// edited.
func closeness(a, b string) float64 {
	longest := max(len([]rune(a)), len([]rune(b)))
	if longest == 0 {
		return 1
	}
	return 1 - float64(levenshtein.ComputeDistance(a, b))/float64(longest)
}

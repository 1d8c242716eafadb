package archive

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"dateline/feed/article"
)

// alike is the similarity of titles from which two articles of one date, one
// gone and one new, are the same story.
const alike = 0.6

// match moves stories that lost their page to new pages: of the same date those
// with the same content; of any date those with the same bytes or the same text
// (matchAcross); of the same date again those with a shared source, else a
// similar title, the most similar first.
func (n *next) match(all []*candidate) {
	var lost, found []looks
	for _, c := range all {
		switch {
		case n.lost(c):
			lost = append(lost, newLooks(c, c.last()))
		case n.isVacant(c.page) && n.wants(c.id, c.page):
			found = append(found, newLooks(c, c.article))
		}
	}
	if len(lost) == 0 || len(found) == 0 {
		return
	}
	days := byDate(lost, found)
	lost, found = nil, nil
	for _, d := range days {
		d.lost, d.found = n.matchBy(looks.content, d.lost, d.found)
		lost, found = append(lost, d.lost...), append(found, d.found...)
	}
	lost, found = n.matchAcross(lost, found)
	for _, d := range byDate(lost, found) {
		n.matchLikely(d.lost, d.found)
	}
}

// mates are articles of one date that may be of the same stories.
type mates struct{ lost, found []looks }

// byDate sorts articles by their dates, each in the order given. Those without a
// date, which only hidden ones can be, have nothing in common.
func byDate(lost, found []looks) (days []*mates) {
	of := map[int64]*mates{}
	day := func(l looks) *mates {
		d := of[l.at.date]
		if d == nil || l.Date.IsZero() {
			d = &mates{}
			of[l.at.date], days = d, append(days, d)
		}
		return d
	}
	for _, l := range lost {
		d := day(l)
		d.lost = append(d.lost, l)
	}
	for _, f := range found {
		d := day(f)
		d.found = append(d.found, f)
	}
	return days
}

// matchLikely matches articles of one date that share a source or whose titles
// are similar.
func (n *next) matchLikely(lost, found []looks) {
	if n.affords(lost, found) {
		n.matchBest(lost, found)
		return
	}
	if lost, found = n.matchBy(looks.urls, lost, found); len(lost) > 0 {
		n.delta.Uncompared += len(found)
	}
}

// matchBy matches articles that share one of their marks: each story gets the
// first page that is left. It returns those that are not matched.
func (n *next) matchBy(marks func(looks) []string, lost, found []looks) (stillLost, stillFound []looks) {
	if len(lost) == 0 || len(found) == 0 {
		return lost, found
	}
	places := map[string][]int{} // in found, by mark
	for i, f := range found {
		for _, m := range marks(f) {
			places[m] = append(places[m], i)
		}
	}
	taken := make([]bool, len(found))
	isTaken := func(i int) bool { return taken[i] || !n.isVacant(found[i].at.page) }
	for _, l := range lost {
		first := len(found)
		for _, m := range marks(l) {
			list := places[m]
			for len(list) > 0 && isTaken(list[0]) {
				list = list[1:]
			}
			if places[m] = list; len(list) > 0 {
				first = min(first, list[0])
			}
		}
		if first == len(found) {
			stillLost = append(stillLost, l)
			continue
		}
		taken[first] = true
		n.move(l.at.id, found[first].at.id, "")
	}
	return stillLost, untaken(found, taken)
}

// untaken returns what is not taken of a list.
func untaken(list []looks, taken []bool) (rest []looks) {
	for i, l := range list {
		if !taken[i] {
			rest = append(rest, l)
		}
	}
	return rest
}

// Comparing two titles costs about a nanosecond for each pair of their
// characters. What a change may cost grows with its files, up to two seconds.
const (
	leastEffort = 1 << 29
	fileEffort  = 1 << 21
	mostEffort  = 1 << 31
)

// affords reports whether the effort that is left for a change suffices to
// compare each lost article with each found one, and if so takes it from there.
func (n *next) affords(lost, found []looks) bool {
	cost := effort(lost) * effort(found)
	if cost > n.effort {
		return false
	}
	n.effort -= cost
	return true
}

// effort returns the cost of comparing articles with one of a single character.
func effort(list []looks) (sum int64) {
	for _, l := range list {
		sum += int64(8 + len(l.Sources) + utf8.RuneCountInString(l.title))
	}
	return sum
}

// matchBest compares each lost article with each found one, and matches the
// most similar first.
func (n *next) matchBest(lost, found []looks) {
	type pair struct {
		lost, found *candidate
		likeness    float64
	}
	var pairs []pair
	for _, l := range lost {
		urls := l.sources()
		for _, f := range found {
			if likeness := l.likeness(f, urls); likeness > 0 {
				pairs = append(pairs, pair{l.at, f.at, likeness})
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

// isVacant reports whether no story that is still published stands at a page,
// or moved away from it. To a page that is hidden a former address matters less
// than what is to be hidden there.
func (n *next) isVacant(p *page) bool {
	if p.movedTo != 0 && (p.article == nil || !n.isWithheld(p.article)) {
		p = n.page(n.holder(p.movedTo))
	}
	return p.story == nil || p.story.isRemoved()
}

// looks holds what an article is compared by, and where it is or was. The title
// is cut to the length that people are shown.
type looks struct {
	*article.Article
	at    *candidate
	title string
}

func newLooks(at *candidate, a *article.Article) looks {
	return looks{a, at, strings.ToLower(article.Headline(a.Title))}
}

// content returns the marks of an article's content: its hash and its
// fingerprint.
func (l looks) content() (marks []string) {
	if file := l.bytes(); file != "" {
		marks = append(marks, file)
	}
	if l.Fingerprint != 0 {
		marks = append(marks, string(binary.BigEndian.AppendUint64(nil, l.Fingerprint)))
	}
	return marks
}

func (l looks) urls() (list []string) {
	for _, s := range l.Sources {
		list = append(list, s.URL)
	}
	return list
}

func (l looks) sources() map[string]bool {
	set := make(map[string]bool, len(l.Sources))
	for _, s := range l.Sources {
		set[s.URL] = true
	}
	return set
}

// likeness tells how much another article with other content is like this
// one, whose sources are given: from 1 to 2 with a shared source, from alike
// to 1 by the title alone, 0 for another story.
func (l looks) likeness(other looks, sources map[string]bool) float64 {
	similarity := closeness(l.title, other.title)
	if slices.ContainsFunc(other.Sources, func(s article.Link) bool { return sources[s.URL] }) {
		return 1 + similarity
	}
	if similarity >= alike {
		return similarity
	}
	return 0
}

// similar reports whether two articles tell the same story: those of one date
// that would be matched.
func (n *next) similar(a, b *article.Article) bool {
	if !a.Date.Equal(b.Date) {
		return false
	}
	l, other := newLooks(nil, a), newLooks(nil, b)
	if slices.ContainsFunc(l.content(), func(mark string) bool { return slices.Contains(other.content(), mark) }) {
		return true
	}
	if slices.ContainsFunc(l.urls(), func(url string) bool { return slices.Contains(other.urls(), url) }) {
		return true
	}
	if !n.affords([]looks{l}, []looks{other}) {
		n.delta.Uncompared++
		return false
	}
	return closeness(l.title, other.title) >= alike
}

// closeness compares texts: 1 less the share of characters that must be
// edited. Two that are empty have nothing in common: notes have no titles.
func closeness(a, b string) float64 {
	longest := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	if longest == 0 {
		return 0
	}
	return 1 - float64(levenshtein.ComputeDistance(a, b))/float64(longest)
}

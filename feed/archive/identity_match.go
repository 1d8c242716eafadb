package archive

import (
	"cmp"
	"slices"

	"dateline/feed/article"
)

// matcher finds stories that moved without a declaration, by what their
// articles have in common.
type matcher struct {
	*stories
	effort int64 // remaining for comparing titles and texts
}

// alike is the similarity of titles from which two articles of one date, one
// gone and one new, are the same story.
const alike = 0.6

// matchSure moves stories that lost their page to new pages by evidence that
// counts at once. First come articles of one date with the same content; then
// those of any date with the same bytes or the same text (matchAcross). It
// returns the articles that are not matched.
func (m *matcher) matchSure(lost, found []looks) (stillLost, stillFound []looks) {
	if len(lost) == 0 || len(found) == 0 {
		return lost, found
	}
	for _, d := range byDate(lost, found) {
		d.lost, d.found = m.matchBy(looks.content, d.lost, d.found)
		stillLost, stillFound = append(stillLost, d.lost...), append(stillFound, d.found...)
	}
	return m.matchAcross(stillLost, stillFound)
}

// matchLikely moves stories that lost their page to new pages of the same date
// with a shared source, else a similar title, the most similar first. A writer
// who is not done may still bring a page that fits better, so this counts when
// the change is over. It returns the articles that are not matched.
func (m *matcher) matchLikely(lost, found []looks) (stillLost, stillFound []looks) {
	if len(lost) == 0 || len(found) == 0 {
		return lost, found
	}
	for _, d := range byDate(lost, found) {
		d.lost, d.found = m.matchDay(d.lost, d.found)
		stillLost, stillFound = append(stillLost, d.lost...), append(stillFound, d.found...)
	}
	return stillLost, stillFound
}

// resembles reports whether a new article resembles live ones of its date so much
// that it may be one of them under a new name: they share a source or a text, or
// their titles are similar.
func (m *matcher) resembles(f looks, live []looks) bool {
	text, urls := f.texts(), f.sources()
	for _, l := range live {
		switch {
		case text != "" && m.affordsTexts([]looks{l}, []looks{f}) && l.texts() == text:
			return true
		case m.affords([]looks{l}, []looks{f}) && f.likeness(l, urls) > 0:
			return true
		}
	}
	return false
}

// mates are articles of one date that may be the same stories.
type mates struct{ lost, found []looks }

// byDate groups articles by date and keeps their order. Articles without a
// date, which are always hidden, each have a group of their own.
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

// matchDay matches articles of one date that share a source or whose titles are
// similar. It returns the articles that are not matched.
func (m *matcher) matchDay(lost, found []looks) (stillLost, stillFound []looks) {
	if len(lost) == 0 || len(found) == 0 {
		return lost, found
	}
	if m.affords(lost, found) {
		return m.matchBest(lost, found)
	}
	lost, found = m.matchBy(looks.urls, lost, found)
	if len(lost) > 0 {
		m.delta.Uncompared += len(found)
	}
	return lost, found
}

// matchBy matches articles that share one of their marks: each story gets the
// first page that is left. It returns the articles that are not matched.
func (m *matcher) matchBy(marks func(looks) []string, lost, found []looks) (stillLost, stillFound []looks) {
	if len(lost) == 0 || len(found) == 0 {
		return lost, found
	}
	places := map[string][]int{} // indexes in found, by mark
	for i, f := range found {
		for _, mark := range marks(f) {
			places[mark] = append(places[mark], i)
		}
	}
	taken := make([]bool, len(found))
	isTaken := func(i int) bool { return taken[i] || !m.isVacant(found[i].at.page) }
	for _, l := range lost {
		first := len(found)
		for _, mark := range marks(l) {
			list := places[mark]
			for len(list) > 0 && isTaken(list[0]) {
				list = list[1:]
			}
			if places[mark] = list; len(list) > 0 {
				first = min(first, list[0])
			}
		}
		if first == len(found) {
			stillLost = append(stillLost, l)
			continue
		}
		taken[first] = true
		m.move(l.at.id, found[first].at.id, "")
	}
	return stillLost, untaken(found, taken)
}

// untaken returns the articles of a list that are not taken.
func untaken(list []looks, taken []bool) (rest []looks) {
	for i, l := range list {
		if !taken[i] {
			rest = append(rest, l)
		}
	}
	return rest
}

// matchBest compares each lost article with each found one, and matches the
// most similar pairs first. It returns the articles that are not matched.
func (m *matcher) matchBest(lost, found []looks) (stillLost, stillFound []looks) {
	type pair struct {
		lost, found int // indexes
		likeness    float64
	}
	var pairs []pair
	for i, l := range lost {
		urls := l.sources()
		for k, f := range found {
			if likeness := l.likeness(f, urls); likeness > 0 {
				pairs = append(pairs, pair{i, k, likeness})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.likeness, a.likeness) })
	gone, taken := make([]bool, len(lost)), make([]bool, len(found))
	for _, p := range pairs {
		if !gone[p.lost] && !taken[p.found] && m.isVacant(found[p.found].at.page) {
			gone[p.lost], taken[p.found] = true, true
			m.move(lost[p.lost].at.id, found[p.found].at.id, "")
		}
	}
	return untaken(lost, gone), untaken(found, taken)
}

// similar reports whether two articles tell the same story: whether match
// would match them if they had one date.
func (m *matcher) similar(a, b *article.Article) bool {
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
	if !m.affords([]looks{l}, []looks{other}) {
		m.delta.Uncompared++
		return false
	}
	return closeness(l.title, other.title) >= alike
}

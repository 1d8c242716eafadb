package archive

import (
	"slices"

	"dateline/feed/article"
)

// matcher finds stories that moved without a declaration, by what their
// articles have in common.
type matcher struct {
	*stories
	effort int64                    // remaining for comparing titles and texts
	below  map[int64]below          // headings of day pages by date, computed on demand
	doubts map[article.PageID]doubt // by page of a found article
	// uncompared are the pages of found articles that were not compared.
	uncompared map[article.PageID]bool
}

// matchSure moves stories that lost their page to new pages by evidence that
// counts at once. First come articles of one date with the same content; then
// those of any date with the same bytes or the same text (matchAcross); then those
// that alone left, and alone came below, a heading of the page of their day. It
// returns the articles that are not matched.
//
// An article that fits several others equally well is matched with none of them,
// here and in matchLikely, because a story that goes on with another's text is
// worse than one that ends. A complaint names the doubt.
func (m *matcher) matchSure(lost, found []looks) (stillLost, stillFound []looks) {
	if len(lost) == 0 || len(found) == 0 {
		return lost, found
	}
	for _, d := range byDate(lost, found) {
		for _, mark := range []func(looks) string{looks.copied, looks.bytes, looks.print} {
			d.lost, d.found = m.matchOnly(mark, nil, d.lost, d.found)
		}
		stillLost, stillFound = append(stillLost, d.lost...), append(stillFound, d.found...)
	}
	lost, found = m.matchAcross(stillLost, stillFound)
	stillLost, stillFound = nil, nil
	for _, d := range byDate(lost, found) {
		d.lost, d.found = m.matchBelow(d.lost, d.found)
		stillLost, stillFound = append(stillLost, d.lost...), append(stillFound, d.found...)
	}
	return stillLost, stillFound
}

// matchLikely moves stories that lost their page to new pages of the same date:
// with a shared source, else a title that is similar or contains the other, else
// below the same heading; the most similar first. Then come articles whose dates
// may have been corrected (matchEdited). A writer who is not done may
// still bring a page that fits better, so this counts when the change is over. It
// returns the articles that are not matched.
func (m *matcher) matchLikely(lost, found []looks) (stillLost, stillFound []looks) {
	if len(lost) == 0 || len(found) == 0 {
		return lost, found
	}
	for _, d := range byDate(lost, found) {
		d.lost, d.found = m.matchDay(d.lost, d.found, noTies)
		stillLost, stillFound = append(stillLost, d.lost...), append(stillFound, d.found...)
	}
	stillLost, stillFound = m.matchEdited(stillLost, stillFound)
	m.tellDoubts(stillFound)
	return stillLost, stillFound
}

// resembles reports whether a new article resembles live ones of its date so much
// that it may be one of them under a new name: they share a source or a text, or
// their titles are similar. What exceeds the effort is not compared, and then
// resembles nothing: the article only appears sooner.
func (m *matcher) resembles(f looks, live []looks) bool {
	text, is := f.texts(), m.compare([]looks{f})[0]
	m.effort -= int64(2 * len(f.HTML))
	for _, l := range live {
		if m.effort -= effort([]looks{l})*effort([]looks{f}) + int64(2*len(l.HTML)); m.effort < 0 {
			return false
		}
		if was := m.compare([]looks{l})[0]; was.likeness(&is) >= likely || text != "" && l.texts() == text {
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

// matchDay matches articles of one date by their likeness. If there are too many
// to compare them all, only shared sources count. It returns the articles that are
// not matched.
func (m *matcher) matchDay(lost, found []looks, ties ties) (stillLost, stillFound []looks) {
	if len(lost) == 0 || len(found) == 0 {
		return lost, found
	}
	if m.affords(lost, found) {
		p := m.pairUp(lost, found)
		p.ties = ties
		return p.settle()
	}
	if ties == noTies {
		lost, found = m.matchOnlyBy(looks.urls, nil, lost, found)
	} else {
		lost, found = m.matchBy(looks.urls, lost, found)
	}
	if len(lost) > 0 {
		m.giveUp(found)
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

// similar reports whether two articles of one date tell the same story: whether
// they would be matched, wherever the page of their day lists them.
func (m *matcher) similar(a, b *article.Article) bool {
	if !a.Date.Equal(b.Date) {
		return false
	}
	l, other := newLooks(nil, a), newLooks(nil, b)
	if slices.ContainsFunc(l.content(), func(mark string) bool { return slices.Contains(other.content(), mark) }) {
		return true
	}
	was, is := m.compare([]looks{l})[0], m.compare([]looks{other})[0]
	if was.sharesSource(&is) {
		return true
	}
	if !m.affords([]looks{l}, []looks{other}) {
		m.delta.Uncompared++
		return false
	}
	return was.likeness(&is) >= likely
}

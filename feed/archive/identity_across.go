package archive

import "time"

// How long the text of a body must be, in bytes, to be hardly the same by
// chance: on one date, and on any dates. Bytes count, so that a text in
// Chinese counts like its translation. A shorter text, such as "Happy new
// year!", is written again each year.
const (
	someText = 30
	muchText = 80
)

// correction is how far apart the dates of two files with the same bytes and
// the same slug may be for both to be one story, however short it is.
const correction = 31 * 24 * time.Hour

// matchAcross matches articles of any dates: those with the same bytes, such as a
// post whose name gets another date; those with the same text under another title
// and name; and those that were hidden (matchShown). An article that resembles
// several is matched with none, because there is no way to tell which one it is.
// It returns the articles that are not matched.
func (m *matcher) matchAcross(lost, found []looks) (stillLost, stillFound []looks) {
	lost, found = m.matchOnly(looks.bytes, isSameStory, lost, found)
	if m.affordsTexts(lost, found) {
		lost, found = m.matchOnly(looks.texts, func(l, f looks) bool {
			return l.at.date == f.at.date || len(l.body()) >= muchText
		}, lost, found)
	}
	return m.matchShown(lost, found)
}

// matchShown matches articles that were hidden with those that appear, by their
// slug. Others of that slug, which are not compared, put none of them in doubt:
// articles that were published, and young ones, which are published already.
func (m *matcher) matchShown(lost, found []looks) (stillLost, stillFound []looks) {
	isPublished := func(l looks) bool { return l.Hidden == "" }
	isYoung := func(f looks) bool { return m.joining[f.at.story] }
	published, hidden := split(lost, isPublished)
	young, appearing := split(found, isYoung)
	hidden, appearing = m.matchOnly(looks.slug, nil, hidden, appearing)
	return append(published, hidden...), append(young, appearing...)
}

// split divides articles into those of which something is true, and the others.
func split(list []looks, is func(looks) bool) (yes, no []looks) {
	for _, l := range list {
		if is(l) {
			yes = append(yes, l)
		} else {
			no = append(no, l)
		}
	}
	return yes, no
}

// isSameStory reports whether two articles with the same bytes are the same
// story.
func isSameStory(l, f looks) bool {
	return len(l.body()) >= muchText || l.slug() != "" && l.slug() == f.slug() && l.Date.Sub(f.Date).Abs() <= correction
}

// matchOnly matches pairs of articles that share a mark with each other alone,
// if may allows it; nil allows all. It returns the articles that are not matched.
func (m *matcher) matchOnly(mark func(looks) string, may func(l, f looks) bool, lost, found []looks) (stillLost, stillFound []looks) {
	return m.matchOnlyBy(func(l looks) []string {
		if k := mark(l); k != "" {
			return []string{k}
		}
		return nil
	}, may, lost, found)
}

// matchOnlyBy is matchOnly for articles with several marks, the first of which
// count most.
func (m *matcher) matchOnlyBy(marks func(looks) []string, may func(l, f looks) bool, lost, found []looks) (stillLost, stillFound []looks) {
	if len(lost) == 0 || len(found) == 0 {
		return lost, found
	}
	losers, finders := placesOf(marks, lost), placesOf(marks, found)
	taken := make([]bool, len(found))
	for i, l := range lost {
		at := -1
		for _, k := range marks(l) {
			switch places := finders[k]; {
			case at >= 0 || len(places) == 0 || may != nil && !may(l, found[places[0]]):
			case len(losers[k]) > 1 || len(places) > 1:
				if losers[k][0] == i {
					m.doubt(choose(lost, losers[k]), choose(found, places))
				}
			case !taken[places[0]] && m.isVacant(found[places[0]].at.page):
				at = places[0]
			}
		}
		if at < 0 {
			stillLost = append(stillLost, l)
			continue
		}
		taken[at] = true
		m.move(l.at.id, found[at].at.id, "")
	}
	return stillLost, untaken(found, taken)
}

// placesOf returns the indexes in a list of the articles with each mark.
func placesOf(marks func(looks) []string, list []looks) map[string][]int {
	places := make(map[string][]int, len(list))
	for i, l := range list {
		for _, m := range marks(l) {
			places[m] = append(places[m], i)
		}
	}
	return places
}

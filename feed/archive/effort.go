package archive

import (
	"unicode/utf8"

	"dateline/feed/article"
)

// Comparing two titles takes about a nanosecond for each pair of their
// characters. The effort of a change grows with its files, up to two seconds.
const (
	leastEffort = 1 << 29
	fileEffort  = 1 << 21
	mostEffort  = 1 << 31
)

// start sets the effort for a change of a number of pages.
func (m *matcher) start(pages int) {
	m.effort = min(max(leastEffort, int64(pages)*fileEffort), mostEffort)
}

// affords reports whether the remaining effort suffices to compare each lost
// article with each found one. If so, it subtracts the cost.
func (m *matcher) affords(lost, found []looks) bool {
	cost := effort(lost) * effort(found)
	if cost > m.effort {
		return false
	}
	m.effort -= cost
	return true
}

// effort returns the cost of comparing articles with one of a single
// character.
func effort(list []looks) (sum int64) {
	for _, l := range list {
		sum += int64(8 + len(l.Sources) + utf8.RuneCountInString(l.title))
	}
	return sum
}

// affordsTexts reports whether the remaining effort suffices to read the texts
// of articles. If so, it subtracts the cost.
func (m *matcher) affordsTexts(lost, found []looks) bool {
	if len(lost) == 0 || len(found) == 0 {
		return false
	}
	cost := int64(0)
	for _, list := range [][]looks{lost, found} {
		for _, l := range list {
			cost += int64(2 * len(l.HTML))
		}
	}
	if cost > m.effort {
		m.giveUp(found)
		return false
	}
	m.effort -= cost
	return true
}

// giveUp counts found articles as not compared, each once.
func (m *matcher) giveUp(found []looks) {
	if m.uncompared == nil {
		m.uncompared = map[article.PageID]bool{}
	}
	for _, f := range found {
		if !m.uncompared[f.at.id] {
			m.uncompared[f.at.id] = true
			m.delta.Uncompared++
		}
	}
}

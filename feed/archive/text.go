package archive

import (
	"strings"
	"time"
)

// Texts of a body that are as long, in bytes of UTF-8 so that a text in Chinese
// counts like its translation, are hardly the same by chance: on one date, and
// on any. What is shorter, such as "Happy new year!", is written again each year.
const (
	someText = 30
	muchText = 80
)

// correction is how far a date may be corrected for the same bytes with the same
// slug to be the same story, however short.
const correction = 31 * 24 * time.Hour

// body returns the text of an article without title, summary and markup, a block
// on each line.
func (l looks) body() string {
	list := l.Text()
	if l.Summary != "" {
		list = list[1:]
	}
	return strings.Join(list, "\n")
}

// matchAcross matches articles of any dates: those with the same bytes, such as a
// post whose name gets another date; those with the same text under another
// title and name; and those that were hidden, by their slug. An article that is
// like several is matched with none of them: nobody can tell which it is. It
// returns those that are not matched.
func (n *next) matchAcross(lost, found []looks) (stillLost, stillFound []looks) {
	lost, found = n.matchOnly(looks.bytes, isSameStory, lost, found)
	if n.affordsTexts(lost, found) {
		lost, found = n.matchOnly(looks.texts, func(l, f looks) bool {
			return l.at.date == f.at.date || len(l.body()) >= muchText
		}, lost, found)
	}
	return n.matchOnly(looks.slug, func(l, _ looks) bool { return l.Hidden != "" }, lost, found)
}

// isSameStory reports whether two articles with the same bytes are of one story.
func isSameStory(l, f looks) bool {
	return len(l.body()) >= muchText || l.slug() != "" && l.slug() == f.slug() && l.Date.Sub(f.Date).Abs() <= correction
}

// affordsTexts reports whether the effort that is left for a change suffices to
// read the texts of articles, and if so takes it from there.
func (n *next) affordsTexts(lost, found []looks) bool {
	if len(lost) == 0 || len(found) == 0 {
		return false
	}
	cost := int64(0)
	for _, list := range [][]looks{lost, found} {
		for _, l := range list {
			cost += int64(2 * len(l.HTML))
		}
	}
	if cost > n.effort {
		n.delta.Uncompared += len(found)
		return false
	}
	n.effort -= cost
	return true
}

// bytes and texts return marks of an article: that of its file, and of its text
// where that is long enough.
func (l looks) bytes() string {
	if l.Hash == [16]byte{} {
		return ""
	}
	return string(l.Hash[:])
}

func (l looks) texts() string {
	if text := l.body(); len(text) >= someText {
		return text
	}
	return ""
}

// matchOnly matches articles that share a mark with one other, if they may.
func (n *next) matchOnly(mark func(looks) string, may func(l, f looks) bool, lost, found []looks) (stillLost, stillFound []looks) {
	if len(lost) == 0 || len(found) == 0 {
		return lost, found
	}
	losers, finders := placesOf(mark, lost), placesOf(mark, found)
	taken := make([]bool, len(found))
	for _, l := range lost {
		m := mark(l)
		if places := finders[m]; m != "" && len(losers[m]) == 1 && len(places) == 1 && may(l, found[places[0]]) && n.isVacant(found[places[0]].at.page) {
			taken[places[0]] = true
			n.move(l.at.id, found[places[0]].at.id, "")
		} else {
			stillLost = append(stillLost, l)
		}
	}
	return stillLost, untaken(found, taken)
}

// placesOf returns the places in a list of the articles with each mark.
func placesOf(mark func(looks) string, list []looks) map[string][]int {
	places := make(map[string][]int, len(list))
	for i, l := range list {
		m := mark(l)
		places[m] = append(places[m], i)
	}
	return places
}

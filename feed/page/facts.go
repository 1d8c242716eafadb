package page

import (
	"math"
	"time"

	"dateline/feed/archive"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

const (
	// counted bounds the articles of a selection that are counted, because counting
	// reads them.
	counted = 1000
	// paced is how many of the newest articles say how often they come.
	paced = 50
)

// facts returns what there is to know at a glance about a subject that has articles. It
// follows from these alone, not from the present time, so that the page changes only
// with them.
func (p *Pages) facts(l layout, sub render.Subject) (list []string) {
	words := l.Words.List
	newest := sub.Entries.Latest(paced)
	list = append(list, words.Count(p.count(sub)))
	oldest := newest[len(newest)-1]
	if len(newest) > 1 && sub.Date == "" && !sub.Part.Narrowed() {
		list = append(list, words.Often(len(newest)-1, newest[0].Published().Sub(oldest.Published())))
	}
	_, selected := sub.Entries.(archive.Selection) // which would be read to its end
	if !selected && len(sub.Date) < len(time.DateOnly) {
		if first := sub.Entries.After(math.MinInt64, 1); len(first) > 0 {
			list = append(list, span(l.Language, p.dayOf(first[len(first)-1]), p.dayOf(newest[0])))
		}
	}
	return list
}

// count returns how many articles a subject has, and whether it has more than that.
func (p *Pages) count(sub render.Subject) (n int, more bool) {
	switch entries := sub.Entries.(type) {
	case *archive.Feed:
		return entries.Len(), false
	case archive.Span:
		return entries.Count(math.MaxInt), false
	}
	n = sub.Entries.Count(counted + 1)
	return min(n, counted), n > counted
}

// span returns a time from one day to another in words.
func span(language string, from, until time.Time) string {
	first, last := phrases.Date(language, from), phrases.Date(language, until)
	if first == last {
		return first
	}
	return first + " – " + last
}

package archive

import (
	"cmp"
	"slices"
	"time"

	"dateline/feed/article"
)

// day holds the articles of one calendar date. It is immutable once its snapshot
// is published.
type day struct {
	articles []dated
	pages    []*article.Day
	serial   uint32 // number of the snapshot that made it
}

// dated is an article and the id of its page.
type dated struct {
	*article.Article
	id article.PageID
}

// day returns a writable day.
func (tx *tx) day(date int64) *day {
	d, ok := tx.days.Get(date)
	switch {
	case !ok:
		d = &day{serial: tx.serial}
	case d.serial == tx.serial:
		return d
	default:
		d = &day{slices.Clone(d.articles), slices.Clone(d.pages), tx.serial}
	}
	tx.days.Set(date, d)
	return d
}

// dateNumber returns the number of days from 1970-01-01 to the date of t in
// t's own zone.
func dateNumber(t time.Time) int64 {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
}

func (s *Snapshot) dateOf(a *article.Article) int64 {
	if a.DateOnly {
		return dateNumber(a.Date)
	}
	return dateNumber(a.Date.In(s.options.Zone))
}

// ranks returns the rank of each page that a day page lists. If several list
// it, the first day page by name counts. Pages on no day page come last.
func (d *day) ranks() map[article.PageID]int {
	if d == nil || len(d.pages) == 0 {
		return nil
	}
	rank := map[article.PageID]int{}
	place := -1 << 30 // below 0, which is the rank of a page on no day page
	for _, page := range d.inOrder() {
		for _, c := range page.Articles {
			if _, listed := rank[c.Page]; !listed {
				rank[c.Page] = place
				place++
			}
		}
	}
	return rank
}

// inOrder returns the pages of a day by name.
func (d *day) inOrder() []*article.Day {
	return slices.SortedFunc(slices.Values(d.pages), func(a, b *article.Day) int { return cmp.Compare(a.File, b.File) })
}

// ranksOn returns the ranks of a date. They are computed once per change.
func (tx *tx) ranksOn(date int64) map[article.PageID]int {
	ranks, known := tx.ranks[date]
	if !known {
		d, _ := tx.days.Get(date)
		ranks = d.ranks()
		tx.ranks[date] = ranks
	}
	return ranks
}

// leftOut reports whether the pages of its day list other articles and not
// this one. An empty day page leaves nothing out.
func (tx *tx) leftOut(id article.PageID, a *article.Article) bool {
	ranks := tx.ranksOn(tx.dateOf(a))
	_, is := listed(ranks, id, a)
	return len(ranks) > 0 && !is
}

// relist records which articles the changed day pages newly list and which they
// no longer list. A day page that became empty is ignored.
func (x *fileIndex) relist() {
	for date := range x.dates {
		now, _ := x.days.Get(date)
		was, _ := x.old.days.Get(date)
		before, after := was.ranks(), x.ranksOn(date)
		for _, a := range now.articles {
			_, is := listed(after, a.id, a.Article)
			_, listedBefore := listed(before, a.id, a.Article)
			arrived := x.arrived[a.id]
			arrived.listed = is && !listedBefore
			arrived.dropped = listedBefore && !is && len(after) > 0
			if arrived.listed || arrived.dropped || len(before) == 0 || len(after) == 0 {
				x.remake(a.id)
				x.arrived[a.id] = arrived
			}
		}
		if len(now.articles)+len(now.pages) == 0 {
			x.days.Delete(date)
		}
	}
}

// dateAt returns the date of a second in the zone of the site.
func (s *Snapshot) dateAt(at int64) int64 { return dateNumber(time.Unix(at, 0).In(s.options.Zone)) }

// span returns the first second of a date in the zone of the site, and that of the
// next date.
func (s *Snapshot) span(date int64) (begin, end int64) {
	return s.midnight(time.Unix(date*secondsADay, 0).UTC()).Unix(), s.midnight(time.Unix((date+1)*secondsADay, 0).UTC()).Unix()
}

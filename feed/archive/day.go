package archive

import (
	"cmp"
	"slices"
	"time"

	"dateline/feed/article"
)

// day holds what stands on one calendar date. Immutable once its snapshot is.
type day struct {
	articles []dated
	pages    []*article.Day
}

// dated is an article and the id of its page.
type dated struct {
	*article.Article
	id article.PageID
}

// day gives a day to write to, and has it ordered again.
func (n *next) day(date int64) *day {
	n.dates[date] = true
	d, ok := n.days.Get(date)
	if ok && n.fresh[d] {
		return d
	}
	if ok {
		d = &day{slices.Clip(d.articles), slices.Clip(d.pages)}
	} else {
		d = &day{}
	}
	n.fresh[d] = true
	n.days.Set(date, d)
	return d
}

// dateNumber counts days from 1970-01-01 to the date of t, as t's own zone
// has it.
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

// order gives every article of a date its time: its own, or midnight plus
// one second for every date-only article before it, in the order of the day
// page, then of paths. No two share a time.
func (n *next) order(date int64) {
	d, _ := n.days.Get(date)
	if len(d.articles)+len(d.pages) == 0 {
		n.days.Delete(date)
		return
	}
	rank := d.ranks()
	inOrder := slices.SortedFunc(slices.Values(d.articles), func(a, b dated) int {
		return cmp.Or(cmp.Compare(rank[a.id], rank[b.id]), cmp.Compare(a.Path, b.Path))
	})
	seconds := 0
	for _, a := range inOrder {
		n.times[a.Article] = a.Date
		if a.DateOnly {
			y, m, d := a.Date.Date()
			n.times[a.Article] = time.Date(y, m, d, 0, 0, seconds, 0, n.options.Zone).UTC()
			seconds++
		}
	}
	slices.SortStableFunc(inOrder, func(a, b dated) int { return n.times[a.Article].Compare(n.times[b.Article]) })
	for i, a := range inOrder {
		if i > 0 && !n.times[a.Article].After(n.times[inOrder[i-1].Article]) {
			n.times[a.Article] = n.times[inOrder[i-1].Article].Add(time.Second)
		}
		n.page(a.id)
	}
}

// ranks gives the place of each page that a day page lists, from the first
// day page by name that lists it. Pages on none come last.
func (d *day) ranks() map[article.PageID]int {
	rank := map[article.PageID]int{}
	place := -1 << 30 // below 0, the rank of a page that is on no day page
	for _, page := range slices.SortedFunc(slices.Values(d.pages), func(a, b *article.Day) int { return cmp.Compare(a.File, b.File) }) {
		for _, c := range page.Articles {
			if _, listed := rank[c.Page]; !listed {
				rank[c.Page] = place
				place++
			}
		}
	}
	return rank
}

package archive

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"dateline/feed/article"
)

// A date without a zone means the zone of the site. So when that changes, the times
// of publication of such articles follow, because pages of dates, digests and feeds
// would disagree with what the articles say otherwise. Ids, first sights and the
// order of the articles of a day stay, and nobody is told.
//
// An article with only a date keeps its second if that is still on the date. Else it
// gets one of the first or the last seconds of the date, after those that were
// published before it. An article with a time of day keeps its distance from that.
// Only what was on its date, or at its time, is moved: a file that was moved between
// the folders of days keeps its time of publication.
//
// The story counts as updated when it did before, but never before it is published.

// rezoned is a story whose time of publication may follow a change of the zone.
type rezoned struct {
	id article.PageID
	*story
}

// rezone moves the times of publication of stories after a change of the zone. Dates
// follow in the first change after it, as the ledger knows them. A time of day
// follows in the change that reads its file again, which may be a later one.
func (r *resolver) rezone(a arrivals) {
	timed, at := r.timesReadAnew(a)
	dated := r.datesOutside()
	for _, s := range timed {
		r.times.remove(s.published)
	}
	for _, list := range dated {
		for _, s := range list {
			r.times.remove(s.published)
		}
	}
	for i, s := range timed {
		r.republish(s, r.minter.stamp(at[i]))
	}
	for _, date := range slices.Sorted(maps.Keys(dated)) {
		for i, second := range r.arrange(date, dated[date]) {
			r.times.add(second)
			r.republish(dated[date][i], second)
		}
	}
}

// timesReadAnew returns the stories of articles whose time of day became another
// moment although no byte of their files changed, oldest first, and the seconds
// where they belong.
func (r *resolver) timesReadAnew(a arrivals) (list []rezoned, at []int64) {
	for id, why := range a.arrived {
		p, was := r.page(id), why.before
		if p.story == nil || p.story.isAdopted() || p.article == nil || was == nil || was.File != p.article.File || was.DateOnly || p.article.DateOnly || was.Date.Equal(p.article.Date) || !sameBytes(was, p.article) {
			continue
		}
		if r.isAtTime(p.story, was) {
			list = append(list, rezoned{id, p.story})
		}
	}
	slices.SortFunc(list, func(a, b rezoned) int { return cmp.Compare(a.published, b.published) })
	for _, s := range list {
		at = append(at, s.published+r.page(s.id).article.Date.Unix()-a.arrived[s.id].before.Date.Unix())
	}
	return list, at
}

// isAtTime reports whether a story was published at the moment of its article, or as
// soon after it as a second was free. Less than an hour is enough for that, and
// hardly any two zones are so close.
func (r *resolver) isAtTime(s *story, a *article.Article) bool {
	return time.Unix(s.published, 0).Sub(a.Date).Abs() < time.Hour
}

// datesOutside returns the stories of articles with only a date that were published
// on their date in the former zone, by date and oldest first: all those of each date
// on which one is outside the date now. It returns nil if the zone is the former
// one.
func (r *resolver) datesOutside() map[int64][]rezoned {
	former, ok := r.formerZone()
	if !ok {
		return nil
	}
	dates, outside := map[int64][]rezoned{}, map[int64]bool{}
	r.pages.Scan(func(id article.PageID, p *page) bool {
		a := p.article
		if a == nil && p.entry != nil {
			a = p.entry.Article
		}
		if a == nil || p.story == nil || p.story.isAdopted() || !a.DateOnly || !wasOn(a.Date, p.story.published, former) {
			return true
		}
		date := r.dateOf(a)
		dates[date] = append(dates[date], rezoned{id, p.story})
		outside[date] = outside[date] || r.dateAt(p.story.published) != date
		return true
	})
	for date, list := range dates {
		if !outside[date] {
			delete(dates, date)
		}
		slices.SortFunc(list, func(a, b rezoned) int { return cmp.Compare(a.published, b.published) })
	}
	return dates
}

// formerZone returns the zone of the last change, and whether dates may begin at
// other moments than then. A ledger of version 0.10.0 or earlier does not know the
// zone, which is taken as the present one then; only dates whose midnight is left out
// began at other moments.
func (r *resolver) formerZone() (*time.Location, bool) {
	name := r.old.conditions.Zone
	if r.options.Zone == nil || name == r.options.Zone.String() {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	if name == "" || err != nil {
		zone = r.options.Zone
	}
	return zone, true
}

// wasOn reports whether a second was on a date in a zone, also as versions up to
// 0.10.0 saw it, for which a date whose midnight is left out began the day before.
func wasOn(date time.Time, second int64, zone *time.Location) bool {
	y, m, d := date.Date()
	at := time.Unix(second, 0).In(zone)
	return dateNumber(at) == dateNumber(date) ||
		!at.Before(time.Date(y, m, d, 0, 0, 0, 0, zone)) && at.Before(article.Midnight(date, zone))
}

// arrange returns seconds on a date for stories, in their order. A story that is on
// the date keeps its own, unless those before it need it. A date that the zone left
// out has the seconds of the next one.
func (r *resolver) arrange(date int64, list []rezoned) []int64 {
	begin, end := r.span(date)
	if end <= begin {
		end = begin + secondsADay
	}
	seconds := make([]int64, len(list))
	next := begin
	for i, s := range list {
		seconds[i] = r.times.free(max(s.published, next))
		next = seconds[i] + 1
	}
	last := end - 1
	for i := len(list) - 1; i >= 0 && seconds[i] > last; i-- {
		seconds[i] = r.times.freeBefore(last)
		last = seconds[i] - 1
	}
	return seconds
}

// republish gives a story another second of publication.
func (r *resolver) republish(s rezoned, published int64) {
	if published == s.published {
		return
	}
	if r.tx.rezoned == nil {
		r.tx.rezoned = map[string]int64{}
	}
	r.tx.rezoned[r.idOf(r.page(s.id))] = s.published
	r.reviser.replace(s.id, s.with(func(s *story) {
		s.published, s.updated = published, max(s.updated, published)
	}))
}

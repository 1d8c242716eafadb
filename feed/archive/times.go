package archive

import (
	"time"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// firstYear is before any moment that can be now: there was no Dateline.
var firstYear = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// How far the clock may be from the latest moment that was trusted.
const (
	behind = 24 * time.Hour       // set back by hand, or by a time server
	ahead  = 366 * 24 * time.Hour // a daemon that was switched off
)

// clockDoubt says why the clock of the system is not trusted; the zero value
// is no doubt.
type clockDoubt struct{ says, after time.Time }

// trust settles what time it is. A clock that says something impossible
// stands still: ids and times are for ever, and what is scheduled must not
// appear before its time.
func (n *next) trust(o Occasion) {
	now := o.Now.UTC().Truncate(time.Second)
	n.doubt = clockDoubt{}
	known := n.clock.After(n.options.Epoch)
	switch {
	case now.Before(n.clock.Add(-behind)) && !(o.Accepted && !now.Before(n.options.Epoch)), known && now.After(n.clock.Add(ahead)) && !o.Accepted:
		n.doubt = clockDoubt{now, n.clock}
		n.Live = false
	case now.After(n.clock) || o.Accepted:
		n.clock = now
	}
	n.setMoment()
}

// setMoment settles what follows from the moment. The first one gives ids their
// year, where nobody names an authority.
func (n *next) setMoment() {
	n.now = n.clock.Unix()
	n.latest = n.now
	if *n.tag == "" {
		tag := tagOf(n.options.Host + "," + n.clock.Format("2006"))
		n.tag = &tag
	}
}

// isFuture reports whether an article is to appear later.
func (s *Snapshot) isFuture(a *article.Article) bool { return s.dueAt(a).After(s.clock) }

// dueAt returns when an article appears in the zone of the site.
func (s *Snapshot) dueAt(a *article.Article) time.Time { return a.Due(s.options.Zone) }

// midnight returns when a date begins in the zone of the site.
func (s *Snapshot) midnight(date time.Time) time.Time {
	return article.Midnight(date, s.options.Zone)
}

// schedule and unschedule note which pages become due, and whose article ends.
func (n *next) schedule(id article.PageID, a *article.Article) {
	if a.Hidden != "" {
		return
	}
	if n.isFuture(a) {
		n.scheduled.Set(moment{ceil(n.dueAt(a)), id})
	}
	if a.Expires.After(n.clock) {
		n.expiring.Set(moment{ceil(a.Expires), id})
	}
}

func (n *next) unschedule(id article.PageID, a *article.Article) {
	if n.scheduled.Len() > 0 {
		n.scheduled.Delete(moment{ceil(n.dueAt(a)), id})
	}
	if n.expiring.Len() > 0 {
		n.expiring.Delete(moment{ceil(a.Expires), id})
	}
}

// ceil gives the first whole second not before t.
func ceil(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

// wake looks at what the time has made due, or old.
func (n *next) wake() {
	n.wakePages(n.scheduled, true)
	n.wakePages(n.expiring, false)
	for m, ok := n.recent.Min(); ok && !n.isRecent(m.at); m, ok = n.recent.Min() {
		n.recent.Delete(m)
		p := n.page(m.page)
		n.change(nil, false).age(p.entry)
		for t := range p.entry.all() {
			n.change(t, false).age(p.entry)
		}
	}
	if n.global.tombstones != nil {
		n.global.tombstones.Scan(func(g *Tombstone) bool {
			old := n.now >= expiry(g.at)
			if old {
				n.remake(g.page)
			}
			return old
		})
	}
}

// wakePages has the pages looked at again whose moment has come: at which their
// article appears, if due, else at which it ends.
func (n *next) wakePages(moments *btree.BTreeG[moment], due bool) {
	for m, ok := moments.Min(); ok && m.at <= n.now; m, ok = moments.Min() {
		moments.Delete(m)
		n.standAgain(m.page)
		a := n.arrived[m.page]
		a.due = a.due || due
		n.arrived[m.page] = a
	}
}

// isRecent reports whether what was first seen then is in the window of its
// feeds whatever its date.
func (n *next) isRecent(first int64) bool {
	return first != 0 && n.now-first < int64(n.options.Recent/time.Second)
}

// mint makes the stories of pages that are new, and gives those back that
// were removed. Articles that give their time of day have the first choice.
func (n *next) mint(all []*candidate) {
	var timed, dated, live []*candidate
	for _, c := range all {
		switch {
		case c.movedTo != 0 || !n.wants(c.id, c.page):
		case c.story != nil && c.story.isRemoved():
			n.restore(c)
		case c.story != nil:
		case !c.article.DateOnly:
			timed = append(timed, c)
		case n.isLive(c):
			live = append(live, c)
		default:
			dated = append(dated, c)
		}
	}
	for _, c := range timed {
		n.begin(c, n.stamp(c.article.Date.Unix()))
	}
	for _, c := range dated {
		n.begin(c, n.stamp(n.midnight(c.article.Date).Unix()+int64(n.mintedOn(c.date))))
	}
	for i, c := range live {
		n.begin(c, n.stamp(max(n.now-int64(len(live)-1-i), n.midnight(c.article.Date).Unix())))
	}
}

// isLive reports whether a page is seen at the very moment when its article
// appeared.
func (n *next) isLive(c *candidate) bool {
	return n.Live && !c.due && c.date == dateNumber(n.clock.In(n.options.Zone))
}

// begin makes the story of a page.
func (n *next) begin(c *candidate, published int64) {
	s := &story{tag: n.tag, published: published, updated: published, print: c.article.Fingerprint}
	if id, explicit := n.mintID(c); explicit {
		s.id = id
		n.ids.Set(id, c.id)
	}
	if n.mounts[n.contentOf(c.article.File)] && !n.loading && !n.Old[c.article.File] {
		s.first = n.now
	}
	if u := c.article.Updated; u.After(time.Unix(published, 0)) && !u.After(n.clock) {
		s.updated = u.Unix()
	}
	if former := n.gather(c); len(former) > 0 {
		s = s.withRare(func(r *rare) { r.former = join(r.former, former) })
	}
	n.countUpdated(s, 1)
	c.page.story = s
	n.saved[c.id] = true
}

// stamp gives the first second from at on that no other story was published
// in, and takes it: the last one before at where the day ends before that.
func (n *next) stamp(at int64) int64 {
	second := n.times.free(at)
	if second > at && n.dateAt(second) != n.dateAt(at) {
		if before := n.times.freeBefore(at); n.dateAt(before) == n.dateAt(at) {
			second = before
		}
	}
	n.times.add(second)
	if date := n.dateAt(second); n.minted[date] > 0 {
		n.minted[date]++
	}
	return second
}

// dateAt gives the date of a second in the zone of the site.
func (n *next) dateAt(at int64) int64 { return dateNumber(time.Unix(at, 0).In(n.options.Zone)) }

// mintedOn counts the stories that were published on a date.
func (n *next) mintedOn(date int64) int {
	count := n.minted[date]
	if count == 0 {
		begin := n.midnight(time.Unix(date*24*60*60, 0).UTC())
		count = n.times.count(begin.Unix(), begin.AddDate(0, 0, 1).Unix())
		n.minted[date] = count
	}
	return count
}

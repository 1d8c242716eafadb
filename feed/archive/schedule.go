package archive

import (
	"time"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// isFuture reports whether an article will be published later.
func (s *Snapshot) isFuture(a *article.Article) bool { return s.dueAt(a).After(s.clock) }

// dueAt returns when an article will be published, in the site's time zone.
func (s *Snapshot) dueAt(a *article.Article) time.Time { return a.Due(s.options.Zone) }

// Appears returns when the article of a file will be published, or the zero time
// if it is published already, hidden, or not there.
func (s *Snapshot) Appears(file string) time.Time {
	a := s.articleOf(s.pageOf(file), file)
	if a == nil || a.Hidden != "" || !s.isFuture(a) {
		return time.Time{}
	}
	return s.dueAt(a)
}

// NextFile returns the file of the article that is due next (see Due), or "" if
// there is none.
func (s *Snapshot) NextFile() string {
	m, _ := s.scheduled.Min()
	for _, a := range s.filesOf(m.page) {
		if ceil(s.dueAt(a)) == m.at {
			return a.File
		}
	}
	return ""
}

// midnight returns when a date begins, in the zone of the site.
func (s *Snapshot) midnight(date time.Time) time.Time {
	return article.Midnight(date, s.options.Zone)
}

// schedule and unschedule maintain when the article of a page is published and
// when it expires.
func (tx *tx) schedule(id article.PageID, a *article.Article) {
	if a.Hidden != "" {
		return
	}
	if tx.isFuture(a) {
		tx.scheduled.Set(moment{ceil(tx.dueAt(a)), id})
	}
	if a.Expires.After(tx.clock) {
		tx.expiring.Set(moment{ceil(a.Expires), id})
	}
}

func (tx *tx) unschedule(id article.PageID, a *article.Article) {
	if tx.scheduled.Len() > 0 {
		tx.scheduled.Delete(moment{ceil(tx.dueAt(a)), id})
	}
	if tx.expiring.Len() > 0 {
		tx.expiring.Delete(moment{ceil(a.Expires), id})
	}
}

// ceil returns the first whole second not before t.
func ceil(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

// wake makes arrivals of the pages whose article is due or has expired.
func (x *fileIndex) wake() {
	x.wakePages(x.scheduled, arrival{due: true})
	x.wakePages(x.expiring, arrival{})
}

// wakePages makes arrivals of the pages whose moment has come.
func (x *fileIndex) wakePages(moments *btree.BTreeG[moment], why arrival) {
	for m, ok := moments.Min(); ok && m.at <= x.now; m, ok = moments.Min() {
		moments.Delete(m)
		x.standAgain(m.page)
		a := x.arrived[m.page]
		a.due = a.due || why.due
		x.arrived[m.page] = a
	}
}

// wake removes entries from the windows of their feeds when they are no longer
// recent, and edits pages whose tombstone has expired.
func (w *feedWriter) wake() {
	for m, ok := w.recent.Min(); ok && !w.isRecentSince(m.at); m, ok = w.recent.Min() {
		w.recent.Delete(m)
		e := w.page(m.page).entry
		w.change(nil, seen).age(e)
		for t := range e.all() {
			w.change(t, seen).age(e)
		}
	}
	if w.global.tombstones != nil {
		w.global.tombstones.Scan(func(t *Tombstone) bool {
			old := w.now >= expiry(t.at)
			if old {
				w.remake(t.page)
			}
			return old
		})
	}
}

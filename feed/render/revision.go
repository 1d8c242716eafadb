package render

import (
	"math/bits"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// Revision identifies a version of the document at an address. Equal revisions
// mean equal bytes, for one Renderer and snapshots that follow one another;
// different revisions may still have equal bytes. Revisions from before a restart
// or a reload of the configuration cannot be compared, because snapshots are
// numbered anew there: compare ETags instead.
type Revision struct {
	// Serial is that of the last snapshot that changed something in the document.
	Serial uint32
	// Period is the beginning of the hour or day that the document is for, in
	// Unix seconds. It is zero if the document does not depend on the clock.
	Period int64
	// Sum distinguishes what serials do not: versions of a file of the tree, and on
	// pages which articles are neighbours, which notices there are and how many
	// related articles, because forgotten pages have no serial.
	Sum uint64
}

// FeedRevision returns the revision of the feeds of a subject. That is the
// subject's own, unless content shows the titles of related articles, which may
// be any articles.
func (r *Renderer) FeedRevision(s *archive.Snapshot, sub Subject) Revision {
	if r.Site.Related && sub.items == nil {
		return Revision{Serial: s.Global().Serial()}
	}
	return sub.Revision
}

// FeedChanged returns when the feeds of a subject last changed: that is when
// subscribers could last see a change, unless content shows what the archive does
// not count as that, the titles of related articles or the Markdown of files.
func (r *Renderer) FeedChanged(s *archive.Snapshot, sub Subject) time.Time {
	if (r.Site.Related || r.Site.Markdown != nil) && sub.items == nil {
		return s.Global().Touched()
	}
	return sub.Changed
}

// ListRevision returns the revision of the page of a subject, and when it last changed. The
// page of a date also shows the dates beside it. It may be told to have changed with an
// article of the days (UTC) from the date before it to the date after it.
func (r *Renderer) ListRevision(s *archive.Snapshot, sub Subject) (Revision, time.Time) {
	span, ok := sub.dated()
	if !ok {
		return sub.Revision, sub.Changed
	}
	older, newer := span.Beside()
	revision := sub.Revision
	revision.Sum = uint64(mix(0).with(r.dateNumber(older, sub.Date)).with(r.dateNumber(newer, sub.Date)))
	return revision, s.ChangedBetween(older, newer)
}

// PageChanged returns when the page of an article last changed, or an article of the same
// day (UTC) as it, as a related one, as a neighbour or as one that was between its
// neighbours: only that is remembered.
func (r *Renderer) PageChanged(s *archive.Snapshot, e *archive.Entry) time.Time {
	at := s.ChangedBetween(s.Neighbours(e))
	for _, t := range e.Topics {
		if f, ok := s.Topic(t.Slug); ok {
			at = later(at, f.Changed())
		}
	}
	for _, c := range e.Related {
		at = later(at, s.DayOf(s.Meant(c.Page)))
	}
	return at
}

// PageRevision returns the revision of the page of an article. The page may show whatever
// belongs to the entry itself, the sizes of its topics, its related articles and its
// neighbours as lists show them, and its notices.
func (r *Renderer) PageRevision(s *archive.Snapshot, e *archive.Entry) Revision {
	serial := s.SerialOf(article.Page(e.Path))
	for _, t := range e.Topics {
		if f, ok := s.Topic(t.Slug); ok {
			serial = max(serial, f.Serial())
		}
	}
	var sum mix
	older, newer := s.Neighbours(e)
	for _, other := range []*archive.Entry{older, newer} {
		if other == nil {
			sum = sum.with(0)
			continue
		}
		page := article.Page(other.Path)
		serial, sum = max(serial, s.SerialOf(page)), sum.with(int64(page))
	}
	for _, n := range s.NoticesOf(e) {
		sum = sum.with(n.Number)
	}
	for _, c := range e.Related {
		meant := s.Meant(c.Page)
		serial = max(serial, s.SerialOf(meant))
		if _, ok := s.Page(meant); ok {
			sum = sum.with(1)
		}
	}
	return Revision{Serial: serial, Sum: uint64(sum)}
}

// dateNumber returns the date of an entry, as exact as another one, as a number, 0 for
// none: 202604.
func (r *Renderer) dateNumber(e *archive.Entry, like string) int64 {
	if e == nil {
		return 0
	}
	year, month, day := e.Published().In(r.Site.Zone).Date()
	switch len(like) {
	case len("2006"):
		return int64(year)
	case len("2006-01"):
		return int64(year)*100 + int64(month)
	}
	return (int64(year)*100+int64(month))*100 + int64(day)
}

// mix is a hash of numbers in their order. It is no protection against somebody who
// looks for two lists with the same hash.
type mix uint64

func (m mix) with(n int64) mix {
	const odd = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio, which spreads bits evenly
	return mix(bits.RotateLeft64((uint64(m)^uint64(n))*odd, 29) + 1)
}

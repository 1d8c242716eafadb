package render

import (
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
	// Sum distinguishes what serials do not: versions of a file of the tree, and
	// how many related articles the page of an article shows, because forgotten
	// pages have no serial.
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

// PageChanged returns when the page of an article last changed, or an article of
// the same day (UTC) as it or as a related one: only that is remembered.
func (r *Renderer) PageChanged(s *archive.Snapshot, e *archive.Entry) time.Time {
	at := s.DayOf(article.Page(e.Path))
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

// PageRevision returns the revision of the page of an article, which shows the
// sizes of its topics and the titles of related articles.
func (r *Renderer) PageRevision(s *archive.Snapshot, e *archive.Entry) Revision {
	serial := s.SerialOf(article.Page(e.Path))
	for _, t := range e.Topics {
		if f, ok := s.Topic(t.Slug); ok {
			serial = max(serial, f.Serial())
		}
	}
	var shown uint64
	for _, c := range e.Related {
		meant := s.Meant(c.Page)
		serial = max(serial, s.SerialOf(meant))
		if _, ok := s.Page(meant); ok {
			shown++
		}
	}
	return Revision{Serial: serial, Sum: shown}
}

package archive

import (
	"iter"
	"time"

	"dateline/feed/article"
)

// Span is the entries of a feed from one moment until before another.
type Span struct {
	feed        *Feed
	from, until int64 // Unix seconds
}

// Span gives the entries that were published from one moment until before
// another.
func (f *Feed) Span(from, until time.Time) Span { return Span{f, from.Unix(), until.Unix()} }

// At gives the entry that was published at a moment (Unix seconds).
func (f *Feed) At(second int64) (e *Entry, ok bool) {
	for e := range (Span{f, second, second + 1}).entries() {
		return e, true
	}
	return nil, false
}

// Window gives the newest n entries and all that were first seen of late, as
// that of a Feed does. It reads no other entries than those.
func (s Span) Window(n int) []*Entry {
	recent := func(yield func(*Entry) bool) {
		if s.feed.recent != nil {
			s.feed.recent.Descend(s.end(), s.inside(yield))
		}
	}
	return window(n, s.entries(), recent)
}

// entries gives all of them, newest first.
func (s Span) entries() iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) { s.feed.entries.Descend(s.end(), s.inside(yield)) }
}

// Between gives the entries of the span that were published from one moment
// until before another, newest first.
func (s Span) Between(from, until time.Time) iter.Seq[*Entry] {
	return Span{s.feed, max(s.from, from.Unix()), min(s.until, until.Unix())}.entries()
}

// Months gives the months of the span in a zone, as those of a Feed are. A
// span of months reads no entries, any other all of its own.
func (s Span) Months(zone *time.Location) []Month {
	from, until := time.Unix(s.from, 0).In(zone), time.Unix(s.until, 0).In(zone)
	first, end := MonthOf(from), MonthOf(until)
	if MonthStart(first, zone).Equal(from) && MonthStart(end, zone).Equal(until) {
		all := s.feed.Months(zone)
		return all[monthIndex(all, first):monthIndex(all, end)]
	}
	m := months{zone: zone}
	for e := range s.entries() {
		m.count(e, 1)
	}
	return m.list
}

// end is before all entries of the moment that ends the span, and after all
// before: no id begins with a NUL.
func (s Span) end() *Entry {
	return &Entry{Article: &article.Article{}, story: &story{id: "\x00", published: s.until}}
}

// inside ends where the span begins.
func (s Span) inside(yield func(*Entry) bool) func(*Entry) bool {
	return func(e *Entry) bool { return e.published >= s.from && yield(e) }
}

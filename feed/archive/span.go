package archive

import (
	"iter"
	"slices"
	"time"

	"dateline/feed/article"
)

// Span is the entries of a feed from one moment until before another.
type Span struct {
	feed        *Feed
	dated       *Feed // knows when each day changed; has all entries of feed
	from, until int64 // Unix seconds
}

// Span returns the entries published from one moment until before another.
func (f *Feed) Span(from, until time.Time) Span { return Span{f, f, from.Unix(), until.Unix()} }

// In returns the entries of the span that are in another feed, whose entries are
// all in the feed of the span.
func (s Span) In(f *Feed) Span {
	s.feed = f
	return s
}

// At returns the entries published at a moment (Unix seconds): at most one, unless
// some are adopted.
func (f *Feed) At(second int64) []*Entry {
	return slices.Collect((Span{f, f, second, second + 1}).entries())
}

// Latest returns the newest n entries, newest first.
func (s Span) Latest(n int) []*Entry { return first(n, s.entries()) }

// Window returns the newest entries and all that were first seen recently, newest
// first, as far as the limits allow. Unlike that of a Feed, it also shows what came
// with a backfill, and fills up with older entries when some are removed, because a
// subscriber of a day wants all of that day. It reads no other entries.
func (s Span) Window(l Limits) []*Entry {
	recent := func(yield func(*Entry) bool) {
		if s.feed.recent != nil {
			s.feed.recent.Descend(s.end(), s.inside(yield))
		}
	}
	return window{s.entries(), recent, s.feed.isRecent}.within(l)
}

// entries returns all entries, newest first.
func (s Span) entries() iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) { s.feed.entries.Descend(s.end(), s.inside(yield)) }
}

// Between returns the entries of the span published from one moment until
// before another, newest first.
func (s Span) Between(from, until time.Time) iter.Seq[*Entry] {
	return Span{s.feed, s.dated, max(s.from, from.Unix()), min(s.until, until.Unix())}.entries()
}

// Months returns the months of the span in a zone, like those of a Feed. A
// span of whole months reads no entries; any other reads all of its own.
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

// end is an entry that comes after all entries before the end of the span and
// before all others: no id begins with a NUL.
func (s Span) end() *Entry {
	var end struct { // one allocation
		Entry
		of story
	}
	end.of.id, end.of.published = "\x00", s.until
	end.Article, end.story = &nameless, &end.of
	return &end.Entry
}

// nameless is the article of all such entries. It is never written to.
var nameless article.Article

// inside stops where the span begins.
func (s Span) inside(yield func(*Entry) bool) func(*Entry) bool {
	return func(e *Entry) bool { return e.published >= s.from && yield(e) }
}

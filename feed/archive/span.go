package archive

import (
	"time"

	"dateline/feed/article"
)

// Span is the entries of a feed from one moment until before another.
type Span struct {
	feed        *Feed
	from, until int64 // Unix seconds
}

// Between gives the entries that were published from one moment until before
// another.
func (f *Feed) Between(from, until time.Time) Span { return Span{f, from.Unix(), until.Unix()} }

// Window gives the newest n entries and all that were first seen of late, as
// that of a Feed does. It reads no other entries than those.
func (s Span) Window(n int) []*Entry {
	newest := func(yield func(*Entry) bool) { s.feed.entries.Descend(s.end(), s.inside(yield)) }
	recent := func(yield func(*Entry) bool) {
		if s.feed.recent != nil {
			s.feed.recent.Descend(s.end(), s.inside(yield))
		}
	}
	return window(n, newest, recent)
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

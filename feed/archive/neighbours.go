package archive

import (
	"math"
	"time"
)

// Neighbours returns the entries that a reader goes to from an entry: the ones before
// and after it in time, of the same content directory, or else of the same language. Each
// is nil if there is none.
func (s *Snapshot) Neighbours(e *Entry) (older, newer *Entry) {
	f := s.global
	if e.Directory != nil {
		f = s.feed(e.Directory)
	} else if of, ok := s.Language(e.Language); ok {
		f = of
	}
	return f.neighbours(e)
}

// Adjacent returns the entries before and after an entry in each of the feeds from which
// Neighbours chooses. Only these can have the entry as a neighbour. One may be there
// several times.
func (s *Snapshot) Adjacent(e *Entry) (list []*Entry) {
	feeds := []*Feed{s.global}
	for _, t := range e.Languages {
		feeds = append(feeds, s.feed(t))
	}
	if e.Directory != nil {
		feeds = append(feeds, s.feed(e.Directory))
	}
	for _, f := range feeds {
		older, newer := f.neighbours(e)
		for _, other := range []*Entry{older, newer} {
			if other != nil {
				list = append(list, other)
			}
		}
	}
	return list
}

// neighbours returns the entries before and after an entry in the order of the feed;
// nil if there is none.
func (f *Feed) neighbours(e *Entry) (older, newer *Entry) {
	f.entries.Descend(e, func(other *Entry) bool {
		if !before(other, e) {
			return true
		}
		older = other
		return false
	})
	f.entries.Ascend(e, func(other *Entry) bool {
		if !before(e, other) {
			return true
		}
		newer = other
		return false
	})
	return older, newer
}

// Beside returns the entries of its feed before and after the span, the last one and the
// first one; nil if there is none.
func (s Span) Beside() (older, newer *Entry) {
	s.feed.entries.Descend(Span{until: s.from}.end(), func(e *Entry) bool {
		older = e
		return false
	})
	s.feed.entries.Ascend(s.end(), func(e *Entry) bool {
		newer = e
		return false
	})
	return older, newer
}

// ChangedBetween returns when an entry was last added, changed or removed that was
// published from one entry to another, including these, or the zero time if that is
// unknown. A nil entry is no bound. It may have been one of the same days of UTC.
//
// So it tells when the neighbours of what is between two entries last changed, if they
// are the neighbours now: when another one comes nearer, the day of that changed last of
// all.
func (s *Snapshot) ChangedBetween(older, newer *Entry) time.Time {
	between := Span{s.global, s.global, math.MinInt64, math.MaxInt64}
	if older != nil {
		between.from = older.published
	}
	if newer != nil {
		between.until = newer.published + 1
	}
	return between.Changed()
}

package archive

import (
	"iter"
	"time"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// Serials tell when something last changed: what has the serial of an earlier
// snapshot is the same there. They hold among the snapshots that New or Load and
// the calls of With after it return. They mean nothing in another process, nor for
// another Publisher in the same one.

// Serial returns the serial of the snapshot that last changed the feed.
func (f *Feed) Serial() uint32 { return f.serial }

// Serial returns the serial of the snapshot that last changed the notices.
func (l *Notices) Serial() uint32 { return l.serial }

// SerialOf returns the serial of the snapshot that last changed what is known of
// a page, its entry included, and 0 if nothing is.
func (s *Snapshot) SerialOf(id article.PageID) uint32 {
	if p, ok := s.pages.Get(id); ok {
		return p.serial
	}
	return 0
}

// days are the serials of the snapshots that last changed an entry of a day. The
// days are those of UTC, as a feed does not know the zone of those who ask.
type days = btree.Map[int64, uint32]

const secondsADay = 24 * 60 * 60

func dayOf(second int64) int64 {
	day := second / secondsADay
	if second%secondsADay < 0 {
		day--
	}
	return day
}

// mark notes that an entry came, changed, went or ceased to be recent.
func (f *Feed) mark(e *Entry) {
	if f.days != nil {
		f.days.Set(dayOf(e.published), f.serial)
	}
}

// Serial returns the serial of a snapshot since which the span has not changed:
// the latest that changed a day of UTC that overlaps it.
func (s Span) Serial() uint32 {
	if s.feed.days == nil {
		return s.feed.serial
	}
	latest, last := uint32(0), dayOf(s.until-1)
	s.feed.days.Ascend(dayOf(s.from), func(day int64, serial uint32) bool {
		if day <= last {
			latest = max(latest, serial)
		}
		return day <= last
	})
	return latest
}

// DaysSince returns when each day of UTC began of which entries changed after the
// snapshot with a serial. Only the feed of everything knows any.
func (f *Feed) DaysSince(serial uint32) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		if f.days == nil {
			return
		}
		f.days.Scan(func(day int64, changed uint32) bool {
			return changed <= serial || yield(time.Unix(day*secondsADay, 0).UTC())
		})
	}
}

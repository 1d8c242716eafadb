package archive

import (
	"iter"
	"time"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// Serials show when something last changed: what has the serial of an earlier
// snapshot is the same there. They can be compared among the snapshots that come
// from one call of New or Load by calls of With. They mean nothing in another
// process, nor for another Publisher in the same one.

// Serial returns the serial of the snapshot that last changed the feed.
func (f *Feed) Serial() uint32 { return f.serial }

// Serial returns the serial of the snapshot that last changed the notices.
func (l *Notices) Serial() uint32 { return l.serial }

// SerialOf returns the serial of the snapshot that last changed what is known
// about a page, including its entry, or 0 if nothing is known.
func (s *Snapshot) SerialOf(id article.PageID) uint32 {
	if p, ok := s.pages.Get(id); ok {
		return p.serial
	}
	return 0
}

// days say when an entry of a day last changed. The days are those of UTC, because
// a feed does not know the zone of its users.
type days = btree.Map[int64, dayState]

type dayState struct {
	serial  uint32 // of the snapshot that last changed an entry
	changed int64  // when such a snapshot was last committed, in Unix seconds; 0 if it is unknown
}

const secondsADay = 24 * 60 * 60

func dayOf(second int64) int64 {
	day := second / secondsADay
	if second%secondsADay < 0 {
		day--
	}
	return day
}

// mark records that an entry was added, changed or removed, or ceased to be
// recent.
func (f *Feed) mark(e *Entry) {
	if f.days != nil {
		day := dayOf(e.published)
		known, _ := f.days.Get(day)
		if known.serial != f.serial {
			f.marked = append(f.marked, day)
		}
		f.days.Set(day, dayState{f.serial, max(known.changed, f.made)})
		f.touched = max(f.touched, f.made)
	}
}

// Serial returns the serial of a snapshot since which the span has not changed:
// the latest that changed a day of UTC that overlaps it.
func (s Span) Serial() uint32 {
	return s.last().serial
}

// last returns the latest serial and the latest moment at which a day of UTC
// changed that overlaps the span.
func (s Span) last() (latest dayState) {
	if s.dated.days == nil {
		return dayState{s.feed.serial, s.feed.state.changed}
	}
	last := dayOf(s.until - 1)
	s.dated.days.Ascend(dayOf(s.from), func(day int64, d dayState) bool {
		if day <= last {
			latest = dayState{max(latest.serial, d.serial), max(latest.changed, d.changed)}
		}
		return day <= last
	})
	return latest
}

// DaysSince returns the beginnings of the days (UTC) whose entries changed after
// the snapshot with a serial. Only the feed of everything has any.
func (f *Feed) DaysSince(serial uint32) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		if f.days == nil {
			return
		}
		f.days.Scan(func(day int64, d dayState) bool {
			return d.serial <= serial || yield(time.Unix(day*secondsADay, 0).UTC())
		})
	}
}

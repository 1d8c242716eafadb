package archive

import (
	"iter"
	"time"
)

// Placement is where an entry is in the window of a feed, or why it is not there.
type Placement struct {
	At     int // place in the window from 1, newest first; 0 if it is not there
	Of     int // entries in the window
	Newer  int // entries that the window may show and that are newer, if it is not there
	Absent Absence
}

// Absence is why the window of a feed does not show an entry.
type Absence string

// The reasons, empty if the window shows the entry.
const (
	Crowded    Absence = "newer"    // newer entries fill the window
	TooLarge   Absence = "size"     // it and newer entries have more than Limits.MaxBytes
	TooOld     Absence = "late"     // it was seen recently, but its date was more than Options.Late back
	OfBackfill Absence = "backfill" // it came with a backfill
	TopicLate  Absence = "topic"    // the topic of the feed came to it too late
	NeverHeld  Absence = "behind"   // it came, or came back, behind the oldest entry that the window held
)

// FeedsOf returns the feeds that have an entry: that of everything, then those of
// its topics, outlets and languages.
func (s *Snapshot) FeedsOf(e *Entry) iter.Seq[*Feed] {
	return func(yield func(*Feed) bool) {
		if !yield(s.global) {
			return
		}
		for t := range e.all() {
			if f, ok := s.feeds[t.Kind].Get(t.Slug); ok && !yield(f) {
				return
			}
		}
	}
}

// Windowed is a list of entries with a window: a Feed, a Span.
type Windowed interface{ Window(Limits) []*Entry }

// Place returns where an entry is in the window that subscribers of a list get by
// default.
func (s *Snapshot) Place(in Windowed, e *Entry) Placement {
	window, newer := in.Window(s.options.Limits), 0
	for i, other := range window {
		if other.published == e.published && other.ID() == e.ID() {
			return Placement{At: i + 1, Of: len(window)}
		}
		newer += truth(before(e, other))
	}
	p := Placement{Of: len(window), Newer: newer, Absent: TooLarge}
	if f, ok := in.(*Feed); ok {
		p.Newer, p.Absent = s.absence(f, e)
	} else if newer >= s.options.Limits.Items {
		p.Absent = Crowded
	}
	return p
}

// absence returns why the window of a feed does not show an entry, and how many
// newer entries it may show.
func (s *Snapshot) absence(f *Feed, e *Entry) (newer int, why Absence) {
	l, bytes := s.options.Limits, 0
	f.candidates().Reverse(func(other *Entry) bool {
		if before(other, e) {
			return false
		}
		newer += truth(before(e, other))
		if l.Size != nil && newer < l.Items {
			bytes += l.Size(other)
		}
		return true
	})
	switch {
	case e.isLate(f.Topic):
		return newer, TopicLate
	case !f.accepts(e):
		return newer, OfBackfill
	case s.wouldBeRecent(e):
		return newer, TooOld
	case newer >= l.Items:
		return newer, Crowded
	case l.MaxBytes > 0 && bytes > l.MaxBytes:
		return newer, TooLarge
	}
	return newer, NeverHeld
}

// wouldBeRecent reports whether an entry was first seen so recently that windows
// would show it, if its date were not too far back.
func (s *Snapshot) wouldBeRecent(e *Entry) bool {
	return e.first != 0 && s.clock.Unix()-e.first < int64(s.options.Recent/time.Second) &&
		s.options.Late != 0 && e.first-e.published > int64(s.options.Late/time.Second)
}

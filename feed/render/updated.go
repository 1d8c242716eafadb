package render

import (
	"time"

	"dateline/feed/archive"
)

// updated returns the latest time in a window, or zero if that is empty. It never
// depends on the clock.
func updated(window []*archive.Entry) (latest time.Time) {
	for _, e := range window {
		latest = later(latest, e.Updated())
	}
	return latest
}

// latest returns when one of some entries was last seen first or updated. A
// document that never has other entries had nothing new since then.
func latest(entries []*archive.Entry) (latest time.Time) {
	for _, e := range entries {
		latest = later(latest, later(e.Updated(), e.FirstSeen()))
	}
	return latest.Truncate(time.Second)
}

// later returns the later one of two moments.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// emptied returns the time of a feed of Atom without entries, which has to have
// one: when its last tombstone was made, or else the day from which the ids of the
// site count. It depends on nothing but the subject, as its Revision does.
func emptied(s *archive.Snapshot, sub Subject) time.Time {
	if f, ok := sub.Entries.(*archive.Feed); ok && sub.items == nil {
		for _, g := range f.Tombstones(1) {
			return g.Removed()
		}
	}
	return s.Since()
}

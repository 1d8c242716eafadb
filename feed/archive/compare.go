package archive

import "time"

// Difference is what differs between two snapshots for a subscriber. Its entries
// are those of the second snapshot, or of the first if they are gone. Held are
// entries that the second snapshot shows although their files are gone, or does not
// count as removed although their text is lost, too: these have no title.
type Difference struct {
	New, Updated, Removed, Held []*Entry
	Renamed                     []Renamed
	Redated                     []Redated
	// Rezoned are entries whose time of publication moved with the time zone: their
	// dates stayed.
	Rezoned []Redated
	// Was and Is are the conditions of the two snapshots. Those of a memory may be
	// unknown.
	Was, Is Conditions
	// Reminted is what loading the first snapshot changed about ids.
	Reminted Reminted
	// Backfilled is the number of old articles, of New. It is 0 if there are no
	// more than a window has room for: these count as new.
	Backfilled int
	// Textless is the number of articles before whose text memory had lost, and with
	// it their topics.
	Textless int
}

// Redated is an entry whose time of publication moved, with the one before.
type Redated struct {
	*Entry
	Was time.Time
}

// Renamed is an entry whose address changed, with the path of its page before.
type Renamed struct {
	*Entry
	Was string
}

// Compare returns what changed for subscribers from one snapshot to another,
// oldest first.
func Compare(was, is *Snapshot) Difference {
	d := Difference{Was: was.conditions, Is: is.conditions, Reminted: was.reminted, Textless: was.textless.Len()}
	known := make(map[string]*Entry, was.global.Len())
	was.global.entries.Scan(func(e *Entry) bool {
		known[e.ID()] = e
		return true
	})
	for _, e := range was.textlessEntries() {
		known[e.ID()] = e
	}
	is.global.entries.Scan(func(e *Entry) bool {
		old, ok := known[e.ID()]
		delete(known, e.ID())
		switch {
		case !ok:
			d.New = append(d.New, e)
			if e.first != 0 && e.isOlder(e.first) {
				d.Backfilled++
			}
			return true
		case old.Path != e.Path:
			d.Renamed = append(d.Renamed, Renamed{e, old.Path})
		}
		if known, departs := is.departures.files.Get(e.File); departs && known.why == removalHeld {
			d.Held = append(d.Held, e)
		}
		switch {
		case old.published == e.published:
		case !d.hasOtherZone() || isCorrected(old.Article, e.Article):
			d.Redated = append(d.Redated, Redated{e, old.Published()})
		default:
			d.Rezoned = append(d.Rezoned, Redated{e, old.Published()})
		}
		if isUpdate(old, e) {
			d.Updated = append(d.Updated, e)
		}
		return true
	})
	for _, e := range is.textlessEntries() {
		delete(known, e.ID())
		d.Held = append(d.Held, e)
	}
	was.global.entries.Scan(func(e *Entry) bool {
		if _, gone := known[e.ID()]; gone {
			d.Removed = append(d.Removed, e)
		}
		return true
	})
	for _, e := range was.textlessEntries() {
		if _, gone := known[e.ID()]; gone {
			d.Removed = append(d.Removed, e)
		}
	}
	if !is.options.isBackfill(d.Backfilled) {
		d.Backfilled = 0
	}
	return d
}

// hasOtherZone reports whether the zone of the site is another one, as far as that
// is known.
func (d *Difference) hasOtherZone() bool { return d.Was.Zone != "" && d.Was.Zone != d.Is.Zone }

// isUpdate reports whether an entry has something new for those who have another
// one of its story. A second edit in one second has the time of the first, so then
// what the articles say decides (see reviser.revise).
func isUpdate(old, e *Entry) bool {
	if old.updated != e.updated {
		return !(old.isAsPublished() && e.isAsPublished())
	}
	return !old.hadThat(e.Article) && !sameBytes(old.Article, e.Article) && !isFirstText(old.Article, e.Article)
}

// isAsPublished reports whether a story was not updated since it was published.
func (s *story) isAsPublished() bool { return s.updated == s.published }

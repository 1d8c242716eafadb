package archive

import (
	"slices"
	"time"

	"github.com/tidwall/btree"
)

// Which entries the window of a feed may show. The aim is that a subscriber is
// told nothing old as new. An entry is not eligible if it came with a backfill
// after the first entry of the feed, or if the topic of the feed came to it late.
// What a feed is born with is eligible: nobody subscribes to it yet.
//
// A window is the newest eligible entries, and those that were first seen
// recently. So that a removal or an edit brings up no older entry than the window
// ever held, a feed remembers since when all its entries were in the window at
// some time (FeedState.Oldest): an entry that comes to the feed but not into its
// window moves that moment past its own. There is no exception for dates that are
// not long ago: what the window did not hold when it was new is not shown later.

// isOlder reports whether a story was published more than a day before a second.
func (s *story) isOlder(than int64) bool { return than-s.published > secondsADay }

// isBackfilled reports whether a story came with a backfill. It does not count if
// its date was corrected since to one that is not old.
func (s *story) isBackfilled() bool {
	return s.rare != nil && s.rare.backfilled && s.isOlder(s.first)
}

// accepts reports whether an entry is eligible for the window of a feed.
func (f *Feed) accepts(e *Entry) bool {
	if f.Topic == nil && e.rare != nil && e.rare.fills {
		return true
	}
	return !(e.isBackfilled() && f.state.since < e.first) && !e.isLate(f.Topic)
}

// isRecentSince reports whether a second of first sight is recent.
func (tx *tx) isRecentSince(first int64) bool {
	return first != 0 && tx.now-first < int64(tx.options.Recent/time.Second)
}

// isRecent reports whether an entry is in the windows of its feeds besides their
// newest entries: it was first seen recently, and not with a backfill, and its date
// was at most Options.Late back then. The latter does not apply to what was first
// seen before the ledger knew feeds, because subscribers were promised otherwise.
func (tx *tx) isRecent(e *Entry) bool {
	return tx.isRecentSince(e.first) && !e.isBackfilled() &&
		(tx.options.Late == 0 || e.first-e.published <= int64(tx.options.Late/time.Second) || e.first < tx.global.state.since)
}

// addTo puts an entry into a feed. A feed begins at the second of the commit, which
// no other change has.
func (w *feedWriter) addTo(f *Feed, e *Entry) {
	if !w.loading && f.state.since == 0 {
		f.state.since = w.commit()
	}
	replaced := f.add(e)
	switch {
	case !f.accepts(e):
	case w.isRecent(e):
		f.addRecent(e)
	case !replaced && !w.loading && !w.isRezoned(e) && w.options.Limits.Items > 0 && w.mounts[w.contentOf(e.File)]:
		w.entered[f.Topic] = append(w.entered[f.Topic], e)
	}
}

// limitWindows records, for feeds to which entries came that are not in their
// windows, that the windows did not hold them.
func (w *feedWriter) limitWindows() {
	for t, list := range w.entered {
		f := w.writable(t)
		oldest, _ := w.oldestHeld(f, w.options.Limits)
		for _, e := range list {
			if e.published < oldest {
				f.state.oldest = max(f.state.oldest, e.published+1)
			}
		}
	}
}

// oldestHeld returns when the oldest entry in the window of a feed was published,
// not counting those that are there because they are recent, and whether there are
// older eligible ones. If all are recent, it is the moment of the change.
func (w *feedWriter) oldestHeld(f *Feed, l Limits) (second int64, more bool) {
	held, second := 0, w.now+1
	for _, e := range f.Window(l) {
		if !f.isRecent(e) {
			second = e.published
		}
		held++
	}
	return second, held < f.candidates().Len()
}

// resetWindows records anew what the windows of all feeds hold, after an import:
// what was imported was there before anybody subscribed.
func (w *feedWriter) resetWindows() {
	for f := range w.everyFeed() {
		if w.options.Limits.Items > 0 && f.Len() > min(w.options.Limits.Items, max(w.options.Limits.MinItems, 1)) {
			w.resetWindow(w.writable(f.Topic), w.options.Limits)
		}
	}
}

func (w *feedWriter) resetWindow(f *Feed, l Limits) {
	f.state.oldest = 0
	if second, more := w.oldestHeld(f, l); more {
		f.state.oldest = second
	}
}

// longAgo is when a feed got its first entry if that is unknown.
const longAgo = 1

// beginWindows lets the feed of everything begin after all that the ledger knows,
// if that is one of an earlier version, which knows no feeds. One in which ids are
// only reserved knows none either.
func (n *next) beginWindows(m Memory) {
	if len(m.Feeds) == 0 && slices.ContainsFunc(m.Items, func(it Item) bool { return !it.Adopted }) {
		n.global.state.since = n.now + 1
	}
}

// completeWindows assumes that the windows of feeds about which nothing is
// remembered held their newest entries, of whatever size. The ledger of such a feed
// is one of an earlier version, or the configuration is a new one.
func (n *next) completeWindows() {
	for f := range n.everyFeed() {
		if _, known := n.registry.states[feedKey(f.Topic)]; known || f.Len() == 0 {
			continue
		}
		f = n.writer.writable(f.Topic)
		f.state.since = max(f.state.since, longAgo)
		if most := n.options.Limits.Items; most > 0 && f.Len() > most {
			n.writer.resetWindow(f, Limits{Items: most})
		}
	}
}

// candidates returns the eligible entries of a feed.
func (f *Feed) candidates() *btree.BTreeG[*Entry] {
	if f.eligible != nil {
		return f.eligible
	}
	return f.entries
}

// isRecent reports whether an entry is in the window besides the newest.
func (f *Feed) isRecent(e *Entry) bool {
	if f.recent == nil {
		return false
	}
	_, ok := f.recent.Get(e)
	return ok
}

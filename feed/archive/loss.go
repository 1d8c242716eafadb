package archive

import (
	"sort"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// A removal is judged together with those of the day before it, because a slow
// deletion loses as much as a fast one. What counts is a published article whose
// file is gone, from the second of its removal on. An article does not count if its
// author hid it, if it expired, moved or was superseded, if it is back, or if the
// operator accepted the removal, then or later.

// losses are the removals of one content directory that count, by second. Those of
// more than a day ago may be among them.
type losses = btree.BTreeG[moment]

// lostAt returns when the story of a page was removed because its file was gone,
// or 0 if it was not.
func lostAt(p *page) int64 {
	if p.story == nil || p.story.rare == nil || !p.story.rare.lost {
		return 0
	}
	return p.story.rare.removed
}

// updateLosses updates the losses of all pages that were edited or, if the operator
// accepted that the clock was set back, of all pages: losses that were forgotten may
// be of this day again.
func (n *next) updateLosses() {
	if n.clock.Before(n.old.clock) {
		n.findLosses()
		return
	}
	for _, d := range n.due {
		was, is := lostAt(n.old.page(d.id)), lostAt(d.page)
		if was == is {
			continue
		}
		if was != 0 {
			n.dropLoss(n.contentOf(n.old.page(d.id).story.lastPlace()), moment{was, d.id})
		}
		if is > Seconds(n.conditions.Accepted) {
			n.addLoss(n.contentOf(d.story.lastPlace()), moment{is, d.id})
		}
	}
}

// findLosses finds the losses of all pages.
func (n *next) findLosses() {
	clear(n.losses)
	n.pages.Scan(func(id article.PageID, p *page) bool {
		if at := lostAt(p); at > Seconds(n.conditions.Accepted) {
			n.addLoss(n.contentOf(p.story.lastPlace()), moment{at, id})
		}
		return true
	})
}

// addLoss adds a loss, unless it was more than a day ago, and drops such ones.
func (n *next) addLoss(content int, m moment) {
	begin := n.beginOfDay(content, n.now)
	if m.at <= begin {
		return
	}
	list := n.losses[content]
	if list == nil {
		list = newMoments()
		n.losses[content] = list
	}
	list.Set(m)
	for old, _ := list.Min(); old.at <= begin; old, _ = list.Min() {
		list.Delete(old)
	}
}

func (n *next) dropLoss(content int, m moment) {
	if list := n.losses[content]; list != nil {
		if list.Delete(m); list.Len() == 0 {
			n.losses[content] = nil
		}
	}
}

// beginOfDay returns the second after which losses of a content directory count
// now: a day ago or, while a removal is held, a day before it was first held, so
// that no hold ends only because time passes.
func (s *Snapshot) beginOfDay(content int, now int64) int64 {
	end := now
	if held := s.departures.held[content]; held != nil {
		first, _ := held.Min()
		end = min(end, first.at)
	}
	return end - secondsADay
}

// countLosses returns the number of losses of a content directory that count now,
// and how many it looked at to know that. A loss that is more than a day in the
// future does not count: the operator accepted that the clock was wrong then.
func (s *Snapshot) countLosses(content int, now int64) (count, looked int) {
	list := s.losses[content]
	if list == nil {
		return 0, 0
	}
	until := func(second int64) int {
		return sort.Search(list.Len(), func(i int) bool {
			looked++
			m, _ := list.GetAt(i)
			return m.at > second
		})
	}
	return until(now+secondsADay) - until(s.beginOfDay(content, now)), looked
}

// acceptLosses records that the operator accepted all removals until now. Those
// of the rest of this second are accepted, too. If the clock was set back since the
// last acceptance, by up to a day, that one stands.
func (r *resolver) acceptLosses() {
	if last := r.conditions.Accepted; !last.After(r.clock) || r.acceptedAhead() {
		r.conditions.Accepted = r.clock
	}
	r.delta.Memory.Conditions = r.conditions
	for content, list := range r.losses {
		for list != nil && list.Len() > 0 {
			if m, _ := list.Min(); m.at > Seconds(r.conditions.Accepted) {
				break
			}
			list.PopMin()
		}
		if list != nil && list.Len() == 0 {
			r.losses[content] = nil
		}
	}
}

// acceptedAhead reports whether the last acceptance is more than a day in the
// future, because the clock was wrong then.
func (r *resolver) acceptedAhead() bool {
	return Seconds(r.conditions.Accepted) > r.now+secondsADay
}

func copyAll[T any](list []*btree.BTreeG[T]) []*btree.BTreeG[T] {
	all := make([]*btree.BTreeG[T], len(list))
	for i, tree := range list {
		if tree != nil {
			all[i] = tree.Copy()
		}
	}
	return all
}

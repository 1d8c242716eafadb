package archive

import (
	"iter"
	"math"
	"slices"
	"time"

	"github.com/tidwall/btree"
)

// Selection is the entries that are in a feed of every group and in none of
// Except.
type Selection struct {
	Groups []Group // at least one
	Except []*Feed
}

// Group is one or more feeds. An entry must be in all of them, or in any.
type Group struct {
	Feeds []*Feed
	Any   bool
}

// Latest returns the newest n entries, newest first.
func (s Selection) Latest(n int) []*Entry { return first(n, s.before(nil)) }

// Window returns the newest entries and all that were first seen recently,
// newest first, like that of a Feed. An entry must be eligible for the windows of
// all feeds of a group, or of any that has it. It reads the shortest group until
// it has enough, and looks up the other feeds in the entries themselves.
func (s Selection) Window(l Limits) []*Entry {
	feeds, from := s.driver(), s.from(l)
	eligible := func(tree func(*Feed) *btree.BTreeG[*Entry], from int64) iter.Seq[*Entry] {
		return func(yield func(*Entry) bool) {
			for e := range s.only(descend(feeds, tree, nil)) {
				if e.published < from || s.accepts(e) && !yield(e) {
					return
				}
			}
		}
	}
	isRecent := func(e *Entry) bool {
		return slices.ContainsFunc(feeds, func(f *Feed) bool { return f.isRecent(e) })
	}
	recent := func(f *Feed) *btree.BTreeG[*Entry] { return f.recent }
	return window{eligible((*Feed).candidates, from), eligible(recent, math.MinInt64), isRecent}.within(l)
}

// from returns the second of publication before which the window shows no entry
// unless it is recent. A selection remembers nothing, so the bound is derived from
// those of its feeds. Of feeds that all must have an entry, it is that of the one
// that reaches furthest back: since then, the selection never had more entries than
// fit, so none comes up when another is removed, corrected or loses a topic. So a
// selection shows no more of an import than the windows of its feeds could; the
// rest is in its archive documents. Of feeds any of which may have an entry, it is
// the latest, before which one of them did not hold all. There a removal can still
// bring up an old entry that one of the feeds held, but not the selection, and an
// entry that loses a topic of Except comes up, too: no feed remembers these.
func (s Selection) from(l Limits) int64 {
	second := int64(math.MaxInt64)
	for _, g := range s.Groups {
		second = min(second, g.from(l))
	}
	return second
}

func (g Group) from(l Limits) int64 {
	second := g.Feeds[0].from(l)
	for _, f := range g.Feeds[1:] {
		if g.Any {
			second = max(second, f.from(l))
		} else {
			second = min(second, f.from(l))
		}
	}
	return second
}

// accepts reports whether an entry is eligible.
func (s Selection) accepts(e *Entry) bool {
	return !slices.ContainsFunc(s.Groups, func(g Group) bool {
		if g.Any {
			return !slices.ContainsFunc(g.Feeds, func(f *Feed) bool { return e.in(f.Topic) && f.accepts(e) })
		}
		return slices.ContainsFunc(g.Feeds, func(f *Feed) bool { return !f.accepts(e) })
	})
}

// Between returns the entries published from one moment until before another,
// newest first. It reads those of the shortest group.
func (s Selection) Between(from, until time.Time) iter.Seq[*Entry] {
	span := Span{from: from.Unix(), until: until.Unix()}
	return func(yield func(*Entry) bool) {
		for e := range s.before(span.end()) {
			if !span.inside(yield)(e) {
				return
			}
		}
	}
}

// before returns the entries that come before another entry, newest first. A nil one
// comes after all entries.
func (s Selection) before(end *Entry) iter.Seq[*Entry] { return s.only(descend(s.driver(), all, end)) }

// Months returns the months in which there may be entries, oldest first. Their
// Len is an upper bound. Their Sum changes whenever the entries do, because
// what an entry is in follows from what it says.
func (s Selection) Months(zone *time.Location) []Month {
	list := s.Groups[0].months(zone)
	for _, g := range s.Groups[1:] {
		list = common(list, g.months(zone))
	}
	for _, f := range s.Except {
		for _, m := range f.Months(zone) {
			if i := monthIndex(list, m.Number); i < len(list) && list[i].Number == m.Number {
				list[i].Sum += m.Sum
			}
		}
	}
	return list
}

// months returns the months in which entries of the group may be.
func (g Group) months(zone *time.Location) []Month {
	list := slices.Clone(g.Feeds[0].Months(zone))
	for _, f := range g.Feeds[1:] {
		if g.Any {
			list = either(list, f.Months(zone))
		} else {
			list = common(list, f.Months(zone))
		}
	}
	return list
}

// common returns the months that are in both lists.
func common(a, b []Month) []Month {
	var list []Month
	for _, m := range a {
		if i := monthIndex(b, m.Number); i < len(b) && b[i].Number == m.Number {
			list = append(list, Month{m.Number, min(m.Len, b[i].Len), m.Sum + b[i].Sum})
		}
	}
	return list
}

// either returns the months that are in either list. It writes to a.
func either(a, b []Month) []Month {
	for _, m := range b {
		i := monthIndex(a, m.Number)
		if i == len(a) || a[i].Number != m.Number {
			a = slices.Insert(a, i, m)
			continue
		}
		a[i].Len += m.Len
		a[i].Sum += m.Sum
	}
	return a
}

// driver returns feeds that together have all selected entries: those of the
// shortest group.
func (s Selection) driver() []*Feed {
	shortest := slices.MinFunc(s.Groups, func(a, b Group) int { return a.bound() - b.bound() })
	if shortest.Any {
		return shortest.Feeds
	}
	return []*Feed{slices.MinFunc(shortest.Feeds, func(a, b *Feed) int { return a.Len() - b.Len() })}
}

func all(f *Feed) *btree.BTreeG[*Entry] { return f.entries }

// bound is the largest number of entries that a group can have.
func (g Group) bound() int {
	shortest, sum := g.Feeds[0].Len(), 0
	for _, f := range g.Feeds {
		shortest = min(shortest, f.Len())
		sum += f.Len()
	}
	if g.Any {
		return sum
	}
	return shortest
}

// only returns the entries that the selection selects.
func (s Selection) only(entries iter.Seq[*Entry]) iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) {
		for e := range entries {
			if s.has(e) && !yield(e) {
				return
			}
		}
	}
}

func (s Selection) has(e *Entry) bool {
	for _, g := range s.Groups {
		if !g.has(e) {
			return false
		}
	}
	return !e.inAny(s.Except)
}

func (g Group) has(e *Entry) bool {
	if g.Any {
		return e.inAny(g.Feeds)
	}
	for _, f := range g.Feeds {
		if !e.in(f.Topic) {
			return false
		}
	}
	return true
}

func (e *Entry) inAny(feeds []*Feed) bool {
	for _, f := range feeds {
		if e.in(f.Topic) {
			return true
		}
	}
	return false
}

// descend returns the entries of several trees that come before another entry, newest
// first, each once. A nil tree is empty; a nil end comes after all entries.
func descend(feeds []*Feed, tree func(*Feed) *btree.BTreeG[*Entry], end *Entry) iter.Seq[*Entry] {
	return merge(feeds, tree, (*btree.IterG[*Entry]).Prev, func(it *btree.IterG[*Entry]) bool {
		if end != nil && it.Seek(end) {
			return it.Prev()
		}
		return it.Last()
	}, func(a, b *Entry) bool { return before(b, a) })
}

// ascend returns the entries of several feeds that do not come before another entry,
// oldest first, each once.
func ascend(feeds []*Feed, begin *Entry) iter.Seq[*Entry] {
	return merge(feeds, all, (*btree.IterG[*Entry]).Next, func(it *btree.IterG[*Entry]) bool { return it.Seek(begin) }, before)
}

// merge returns the entries of several trees, each once, in the order in which step goes
// through a tree: an entry for which comes is true comes before the other. start moves to
// the first entry of a tree. step and start report whether there is one.
func merge(feeds []*Feed, tree func(*Feed) *btree.BTreeG[*Entry], step, start func(*btree.IterG[*Entry]) bool, comes func(a, b *Entry) bool) iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) {
		var heads []*btree.IterG[*Entry]
		for _, f := range feeds {
			if t := tree(f); t != nil {
				if it := t.Iter(); start(&it) {
					heads = append(heads, &it)
				}
			}
		}
		for len(heads) > 0 {
			next := heads[0].Item()
			for _, h := range heads[1:] {
				if e := h.Item(); comes(e, next) {
					next = e
				}
			}
			if !yield(next) {
				return
			}
			heads = slices.DeleteFunc(heads, func(h *btree.IterG[*Entry]) bool { return h.Item() == next && !step(h) })
		}
	}
}

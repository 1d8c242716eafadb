package archive

import (
	"iter"
	"slices"

	"github.com/tidwall/btree"
)

// Selection is the entries that are in a feed of every group, and in none of
// Except.
type Selection struct {
	Groups []Group // one at least
	Except []*Feed
}

// Group is one feed or more: an entry is to be in all of them, or in any.
type Group struct {
	Feeds []*Feed
	Any   bool
}

// Window gives the newest n entries and all that were first seen of late,
// newest first, as that of a Feed does. It reads the shortest group, until it
// has enough, and looks up the other feeds in the entries themselves.
func (s Selection) Window(n int) []*Entry {
	driver := slices.MinFunc(s.Groups, func(a, b Group) int { return a.bound() - b.bound() })
	feeds := driver.Feeds
	if !driver.Any {
		feeds = []*Feed{slices.MinFunc(feeds, func(a, b *Feed) int { return a.Len() - b.Len() })}
	}
	return window(n, s.only(merge(feeds, func(f *Feed) *btree.BTreeG[*Entry] { return f.entries })),
		s.only(merge(feeds, func(f *Feed) *btree.BTreeG[*Entry] { return f.recent })))
}

// bound is the most entries that a group can have.
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

// only leaves the entries that the selection lets pass.
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

// merge gives the entries of some trees, newest first, each once. A nil tree
// is empty.
func merge(feeds []*Feed, tree func(*Feed) *btree.BTreeG[*Entry]) iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) {
		var heads []*btree.IterG[*Entry]
		for _, f := range feeds {
			if t := tree(f); t != nil {
				if it := t.Iter(); it.Last() {
					heads = append(heads, &it)
				}
			}
		}
		for len(heads) > 0 {
			newest := heads[0].Item()
			for _, h := range heads[1:] {
				if e := h.Item(); before(newest, e) {
					newest = e
				}
			}
			if !yield(newest) {
				return
			}
			heads = slices.DeleteFunc(heads, func(h *btree.IterG[*Entry]) bool { return h.Item() == newest && !h.Prev() })
		}
	}
}

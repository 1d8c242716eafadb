package archive

import (
	"iter"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/tidwall/btree"
)

// Feed is a list of entries: of everything, of a topic, an outlet, a
// language. Immutable; a change to any of its entries makes a new one.
type Feed struct {
	Topic      *Topic // nil for the feed of everything
	entries    *btree.BTreeG[*Entry]
	recent     *btree.BTreeG[*Entry] // those first seen of late; nil for none
	months     atomic.Pointer[months]
	tombstones *btree.BTreeG[*Tombstone] // of those removed of late; nil for none
	serial     uint32                    // of the snapshot that made it
}

func newEntries() *btree.BTreeG[*Entry] {
	return btree.NewBTreeGOptions(before, btree.Options{NoLocks: true})
}

func newFeed(t *Topic) *Feed { return &Feed{Topic: t, entries: newEntries()} }

// before orders entries by time of publication, then id.
func before(a, b *Entry) bool {
	if a.published != b.published {
		return a.published < b.published
	}
	return a.ID() < b.ID()
}

// Len gives the number of entries.
func (f *Feed) Len() int { return f.entries.Len() }

// Newest gives the entries, newest first.
func (f *Feed) Newest() iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) { f.entries.Reverse(yield) }
}

// Window gives the newest n entries and all that were first seen of late,
// newest first: who polls daily misses nothing, however late it came.
func (f *Feed) Window(n int) []*Entry {
	recent := func(yield func(*Entry) bool) {
		if f.recent != nil {
			f.recent.Reverse(yield)
		}
	}
	return window(n, f.Newest(), recent)
}

// window gives the first n entries and those of recent that are older. Both
// come newest first.
func window(n int, newest, recent iter.Seq[*Entry]) []*Entry {
	var list []*Entry
	for e := range newest {
		if len(list) == n {
			break
		}
		list = append(list, e)
	}
	if len(list) < n || n == 0 {
		return list
	}
	oldest := list[len(list)-1]
	for e := range recent {
		if before(e, oldest) {
			list = append(list, e)
		}
	}
	return list
}

// copy gives a feed that may be written to.
func (f *Feed) copy(serial uint32) *Feed {
	c := &Feed{Topic: f.Topic, entries: f.entries.Copy(), serial: serial}
	if f.recent != nil {
		c.recent = f.recent.Copy()
	}
	if m := f.months.Load(); m != nil {
		c.months.Store(&months{m.zone, slices.Clone(m.list)})
	}
	if f.tombstones != nil {
		c.tombstones = f.tombstones.Copy()
	}
	return c
}

// add places an entry, instead of an equal one.
func (f *Feed) add(e *Entry) {
	old, replaced := f.entries.Load(e)
	if m := f.months.Load(); m != nil {
		if replaced {
			m.count(old, -1)
		}
		m.count(e, 1)
	}
}

// addRecent has an entry stay in the window whatever its date.
func (f *Feed) addRecent(e *Entry) {
	if f.recent == nil {
		f.recent = newEntries()
	}
	f.recent.Set(e)
}

func (f *Feed) remove(e *Entry) {
	old, there := f.entries.Delete(e)
	if m := f.months.Load(); m != nil && there {
		m.count(old, -1)
	}
	f.age(e)
}

// age has an entry count as one of many.
func (f *Feed) age(e *Entry) {
	if f.recent == nil {
		return
	}
	if f.recent.Delete(e); f.recent.Len() == 0 {
		f.recent = nil
	}
}

// Topics gives the feed of every topic, by slug.
func (s *Snapshot) Topics() iter.Seq[*Feed] {
	return func(yield func(*Feed) bool) {
		s.feeds[OfTopic].Scan(func(_ string, f *Feed) bool { return yield(f) })
	}
}

// Listed gives the feeds of the topics that are worth a place in a list, by
// slug: with articles enough, and not ignored.
func (s *Snapshot) Listed() iter.Seq[*Feed] {
	return func(yield func(*Feed) bool) {
		for f := range s.Topics() {
			if f.Len() >= max(1, s.options.MinArticles) && !s.ignores(f.Topic) && !yield(f) {
				return
			}
		}
	}
}

// ignores reports whether a topic has a name that lists leave out.
func (s *Snapshot) ignores(t *Topic) bool {
	name := flat.Replace(Fold(t.Name))
	return slices.ContainsFunc(s.options.Ignore, func(pattern string) bool {
		match, _ := path.Match(flat.Replace(Fold(pattern)), name) // a bad pattern matches nothing
		return match
	})
}

// flat takes from slashes what they mean in paths.
var flat = strings.NewReplacer("/", "\x00")

func (e *Entry) in(t *Topic) bool {
	switch t.Kind {
	case OfOutlet:
		return slices.Contains(e.Outlets, t)
	case OfLanguage:
		return slices.Contains(e.Languages, t)
	}
	return slices.Contains(e.Topics, t)
}

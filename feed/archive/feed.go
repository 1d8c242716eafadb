package archive

import (
	"iter"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// Feed is a list of entries: of everything, or of a topic, an outlet, a language
// or a content directory. It is immutable; a change of any of its entries makes a new Feed.
type Feed struct {
	Topic      *Topic // nil for the feed of everything
	entries    *btree.BTreeG[*Entry]
	eligible   *btree.BTreeG[*Entry]      // those that the window may show; nil if these are all
	recent     *btree.BTreeG[*Entry]      // first seen recently; nil if there are none
	months     atomic.Pointer[months]     // nil until the first call of Months
	alongside  atomic.Pointer[[]Together] // nil until the first call of Alongside
	tombstones *btree.BTreeG[*Tombstone]  // of entries removed recently; nil if there are none
	serial     uint32                     // number of the snapshot that made it
	made       int64                      // when that was committed, in Unix seconds; 0 if it was loaded
	state      feedState
	usual      int     // Options.Limits.Items
	days       *days   // when each day changed; nil but for the feed of everything
	marked     []int64 // the days that the snapshot changed which made it
	touched    int64   // when a day last changed, in Unix seconds
}

func newEntries() *btree.BTreeG[*Entry] {
	return btree.NewBTreeGOptions(before, btree.Options{NoLocks: true})
}

func newFeed(t *Topic, usual int) *Feed {
	f := &Feed{Topic: t, entries: newEntries(), usual: usual}
	if t == nil {
		f.days = new(days)
	}
	return f
}

// before orders entries by time of publication, then id.
func before(a, b *Entry) bool {
	if a.published != b.published {
		return a.published < b.published
	}
	return a != b && a.ID() < b.ID()
}

// Len returns the number of entries.
func (f *Feed) Len() int { return f.entries.Len() }

// Newest returns the entries, newest first.
func (f *Feed) Newest() iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) { f.entries.Reverse(yield) }
}

// Latest returns the newest n entries, newest first.
func (f *Feed) Latest(n int) []*Entry { return first(n, f.Newest()) }

// first returns the first n entries of a sequence.
func first(n int, entries iter.Seq[*Entry]) (list []*Entry) {
	for e := range entries {
		if len(list) == n {
			break
		}
		list = append(list, e)
	}
	return list
}

// copy returns a copy that may be written to.
func (f *Feed) copy(serial uint32) *Feed {
	c := &Feed{Topic: f.Topic, entries: f.entries.Copy(), serial: serial, state: f.state, usual: f.usual, touched: f.touched}
	if f.eligible != nil {
		c.eligible = f.eligible.Copy()
	}
	if f.recent != nil {
		c.recent = f.recent.Copy()
	}
	if m := f.months.Load(); m != nil {
		c.months.Store(&months{m.zone, slices.Clone(m.list)})
	}
	if f.tombstones != nil {
		c.tombstones = f.tombstones.Copy()
	}
	if f.days != nil {
		c.days = f.days.Copy()
	}
	return c
}

// add adds an entry, or replaces one of the same time and id, and reports
// whether it did that.
func (f *Feed) add(e *Entry) (replaced bool) {
	f.mark(e)
	old, replaced := f.entries.Load(e)
	if m := f.months.Load(); m != nil {
		if replaced {
			m.count(old, -1)
		}
		m.count(e, 1)
	}
	switch ok := f.accepts(e); {
	case ok && f.eligible != nil:
		f.eligible.Load(e)
	case !ok:
		if f.eligible == nil {
			f.eligible = f.entries.Copy()
		}
		f.eligible.Delete(e)
	}
	return replaced
}

// addRecent keeps an entry in the window besides the newest.
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
	if f.eligible != nil {
		if f.eligible.Delete(e); f.eligible.Len() == f.entries.Len() {
			f.eligible = nil
		}
	}
	f.age(e)
}

// age removes an entry from those that were first seen recently.
func (f *Feed) age(e *Entry) {
	f.mark(e)
	if f.recent == nil {
		return
	}
	if f.recent.Delete(e); f.recent.Len() == 0 {
		f.recent = nil
	}
}

// Topics returns the feed of every topic, by slug.
func (s *Snapshot) Topics() iter.Seq[*Feed] {
	return func(yield func(*Feed) bool) {
		s.feeds[OfTopic].Scan(func(_ string, f *Feed) bool { return yield(f) })
	}
}

// Listed returns the feeds of the topics that belong in lists, by slug: those
// with enough articles that are not ignored.
func (s *Snapshot) Listed() iter.Seq[*Feed] {
	return func(yield func(*Feed) bool) {
		for f := range s.Topics() {
			if s.Lists(f) && !yield(f) {
				return
			}
		}
	}
}

// Lists reports whether a topic belongs in lists.
func (s *Snapshot) Lists(f *Feed) bool {
	return f.Len() >= max(1, s.options.MinArticles) && !s.ignores(f.Topic)
}

// ignores reports whether lists leave out a topic because of its name.
func (s *Snapshot) ignores(t *Topic) bool {
	if len(s.ignored) == 0 {
		return false
	}
	name := foldedFlat(t.Name)
	return slices.ContainsFunc(s.ignored, func(pattern string) bool {
		match, _ := path.Match(pattern, name) // a malformed pattern matches nothing
		return match
	})
}

// foldedFlat returns a name or a pattern as ignores compares them.
func foldedFlat(name string) string { return flat.Replace(article.Fold(name)) }

// ignoring returns the patterns of the names that lists leave out, as ignores needs them.
func ignoring(patterns []string) []string {
	list := make([]string, len(patterns))
	for i, pattern := range patterns {
		list[i] = foldedFlat(pattern)
	}
	return list
}

// flat replaces slashes, which path.Match would treat as separators.
var flat = strings.NewReplacer("/", "\x00")

func (e *Entry) in(t *Topic) bool {
	switch t.Kind {
	case OfOutlet:
		return slices.Contains(e.Outlets, t)
	case OfLanguage:
		return slices.Contains(e.Languages, t)
	case OfContent:
		return e.Directory == t
	}
	return slices.Contains(e.Topics, t)
}

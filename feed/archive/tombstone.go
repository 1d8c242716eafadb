package archive

import (
	"iter"
	"slices"
	"time"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// tombstoneAge is how long feeds show that an article was removed. Subscribers
// who poll once a month learn of it.
const tombstoneAge = 30 * 24 * time.Hour

// Tombstone marks in feeds an article that was removed recently (RFC 6721). It is
// immutable. A story whose place another one took has none. In Atom, tombstones
// come before the entries, because entries are the last elements in the grammar
// of RFC 4287.
type Tombstone struct {
	ID               string // of the removed entry
	at               int64  // Unix seconds
	published, first int64  // of the story
	page             article.PageID
	topics           []*Topic // and its content directory; by kind and slug
}

// Removed returns when the article was removed, in whole seconds.
func (g *Tombstone) Removed() time.Time { return time.Unix(g.at, 0).UTC() }

// feeds returns the topics whose feeds have the tombstone, nil for the feed of
// everything.
func (g *Tombstone) feeds() iter.Seq[*Topic] {
	return func(yield func(*Topic) bool) {
		if !yield(nil) {
			return
		}
		slices.Values(g.topics)(yield)
	}
}

// same reports whether two tombstones are equal. Either may be nil.
func (g *Tombstone) same(other *Tombstone) bool {
	if g == nil || other == nil {
		return g == other
	}
	return g.ID == other.ID && g.at == other.at && g.published == other.published && slices.Equal(g.topics, other.topics)
}

func newTombstones() *btree.BTreeG[*Tombstone] {
	return btree.NewBTreeGOptions(func(a, b *Tombstone) bool {
		return a.at < b.at || a.at == b.at && a.ID < b.ID
	}, btree.Options{NoLocks: true})
}

// Tombstones returns the n tombstones of a feed that were made last, the
// latest first.
func (f *Feed) Tombstones(n int) []*Tombstone {
	var list []*Tombstone
	if f.tombstones != nil {
		f.tombstones.Reverse(func(g *Tombstone) bool {
			if len(list) < n {
				list = append(list, g)
			}
			return len(list) < n
		})
	}
	return list
}

// TombstonesWithin returns those of the n last tombstones whose entries were among
// the newest of the feed when they were removed, up to a limit. So a subscriber of
// these alone learns of the removal, although others came meanwhile.
func (f *Feed) TombstonesWithin(limit, n int) []*Tombstone {
	list := f.Tombstones(n)
	newer := make([]int, len(list)) // how many entries were newer
	for i, g := range list {
		for _, other := range list {
			if other.published > g.published && other.at >= g.at && other.first < g.at {
				newer[i]++
			}
		}
	}
	f.candidates().Reverse(func(e *Entry) (open bool) {
		for i, g := range list {
			if newer[i] < limit && e.published > g.published {
				open = true
				if e.first < g.at {
					newer[i]++
				}
			}
		}
		return open
	})
	within := list[:0]
	for i, g := range list {
		if newer[i] < limit {
			within = append(within, g)
		}
	}
	return within
}

// oldest returns the tombstone that expires first.
func (f *Feed) oldest() (g *Tombstone, ok bool) {
	if f.tombstones == nil {
		return nil, false
	}
	return f.tombstones.Min()
}

func (f *Feed) addTombstone(g *Tombstone) {
	if f.tombstones == nil {
		f.tombstones = newTombstones()
	}
	f.tombstones.Set(g)
}

func (f *Feed) removeTombstone(g *Tombstone) {
	if f.tombstones.Delete(g); f.tombstones.Len() == 0 {
		f.tombstones = nil
	}
}

// updateTombstones updates the tombstones of all pages that were edited. If
// there are new topics, any older tombstone may belong to them.
func (w *feedWriter) updateTombstones(newTopics bool) {
	for _, d := range w.due {
		w.updateTombstone(d.id, d.page)
	}
	if !newTopics {
		return
	}
	for _, id := range w.tombstones.Keys() {
		p := w.page(id)
		w.updateTombstone(id, p)
	}
}

func (w *feedWriter) updateTombstone(id article.PageID, p *page) {
	was, _ := w.tombstones.Get(id)
	is := w.tombstoneAt(id, p)
	if was.same(is) {
		return
	}
	if was != nil {
		w.tombstones.Delete(id)
		for t := range was.feeds() {
			w.change(t, seen).removeTombstone(was)
		}
	}
	if is != nil {
		w.tombstones.Set(id, is)
		for t := range is.feeds() {
			w.change(t, seen).addTombstone(is)
		}
	}
}

// tombstoneAt returns the tombstone of a page, or nil if no story was removed
// there recently. Its topics are those that are claimed for the story and already
// exist: a removed article creates no topics.
func (w *feedWriter) tombstoneAt(id article.PageID, p *page) *Tombstone {
	if p.story == nil || !p.story.isRemoved() || w.now >= expiry(p.story.rare.removed) {
		return nil
	}
	g := &Tombstone{ID: p.story.idAt(p.story.rare.path), at: p.story.rare.removed, published: p.story.published, first: p.story.first, page: id}
	claimed := w.claims.claimed(p, nil)
	for _, name := range claimed[:min(len(claimed), article.MaxTopics)] {
		if t, ok := w.registry.known(name); ok {
			g.topics = append(g.topics, t)
		}
	}
	if t := w.directoryOf(p.story.lastPlace()); t != nil {
		g.topics = append(g.topics, t)
	}
	slices.SortFunc(g.topics, (*Topic).compare)
	g.topics = slices.Clip(slices.Compact(g.topics))
	return g
}

// expiry returns the moment from which a removal is no longer shown.
func expiry(removed int64) int64 { return removed + int64(tombstoneAge/time.Second) }

package archive

import (
	"iter"
	"slices"
	"time"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// mourning is how long feeds tell that an article was removed.
const mourning = 30 * 24 * time.Hour

// Grave is what feeds hold of an article that was removed of late: what a
// tombstone (RFC 6721) says. Immutable.
type Grave struct {
	ID     string // of the entry that was
	at     int64  // Unix seconds
	page   article.PageID
	topics []*Topic // by slug
}

// Removed gives when the article was removed, in whole seconds.
func (g *Grave) Removed() time.Time { return time.Unix(g.at, 0).UTC() }

// feeds gives what the article is missed in, nil for the feed of everything.
func (g *Grave) feeds() iter.Seq[*Topic] {
	return func(yield func(*Topic) bool) {
		if !yield(nil) {
			return
		}
		slices.Values(g.topics)(yield)
	}
}

// same reports whether two graves, of which each may be nil, say the same.
func (g *Grave) same(other *Grave) bool {
	if g == nil || other == nil {
		return g == other
	}
	return g.ID == other.ID && g.at == other.at && slices.Equal(g.topics, other.topics)
}

func newGraves() *btree.BTreeG[*Grave] {
	return btree.NewBTreeGOptions(func(a, b *Grave) bool {
		return a.at < b.at || a.at == b.at && a.ID < b.ID
	}, btree.Options{NoLocks: true})
}

// Graves gives those of the n articles of a topic, or of all, that were
// removed last, the latest first.
func (f *Feed) Graves(n int) []*Grave {
	var list []*Grave
	if f.graves != nil {
		f.graves.Reverse(func(g *Grave) bool {
			if len(list) < n {
				list = append(list, g)
			}
			return len(list) < n
		})
	}
	return list
}

// oldest gives the grave that has to go first.
func (f *Feed) oldest() (g *Grave, ok bool) {
	if f.graves == nil {
		return nil, false
	}
	return f.graves.Min()
}

func (f *Feed) dig(g *Grave) {
	if f.graves == nil {
		f.graves = newGraves()
	}
	f.graves.Set(g)
}

func (f *Feed) level(g *Grave) {
	if f.graves.Delete(g); f.graves.Len() == 0 {
		f.graves = nil
	}
}

// mourn has feeds tell of the pages that were touched which articles are
// gone. A topic that is new may be one that is claimed for such an article.
func (n *next) mourn(newTopics bool) {
	for _, d := range n.due {
		n.mournAt(d.id, d.page)
	}
	if !newTopics {
		return
	}
	for _, id := range n.graves.Keys() {
		p := n.page(id)
		n.mournAt(id, p)
	}
}

func (n *next) mournAt(id article.PageID, p *page) {
	was, _ := n.graves.Get(id)
	is := n.graveOf(id, p)
	if was.same(is) {
		return
	}
	if was != nil {
		n.graves.Delete(id)
		for t := range was.feeds() {
			n.change(t, false).level(was)
		}
	}
	if is != nil {
		n.graves.Set(id, is)
		for t := range is.feeds() {
			n.change(t, false).dig(is)
		}
	}
}

// graveOf gives the grave at a page, nil where no story was removed of late.
// Its topics are those that are claimed for the story, and known: what is
// gone makes none.
func (n *next) graveOf(id article.PageID, p *page) *Grave {
	if p.story == nil || !p.story.isRemoved() || n.now >= expiry(p.story.rare.removed) {
		return nil
	}
	g := &Grave{ID: p.story.idAt(p.story.rare.path), at: p.story.rare.removed, page: id}
	claimed := n.claimed(p, nil)
	for _, name := range claimed[:min(len(claimed), article.MaxTopics)] {
		if t, ok := n.known(name); ok {
			g.topics = append(g.topics, t)
		}
	}
	slices.SortFunc(g.topics, (*Topic).compare)
	g.topics = slices.Clip(slices.Compact(g.topics))
	return g
}

// expiry gives the moment from which nothing tells of a removal.
func expiry(removed int64) int64 { return removed + int64(mourning/time.Second) }

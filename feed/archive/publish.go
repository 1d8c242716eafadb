package archive

import (
	"cmp"
	"slices"

	"dateline/feed/article"
)

// publish makes the entries of all pages that were touched, in the order of
// time so that topics come first with their oldest article, and puts them
// into their feeds; of those that are gone it leaves the tombstones.
func (n *next) publish() {
	n.pending = slices.Grow(n.pending, claimsOf(n.due))
	shown := n.areShown(nil)
	for i, is := range shown {
		n.exchangeClaims(n.due[i], is)
	}
	n.countClaims() // touches more pages: those that are claimed for
	shown = n.areShown(shown)
	n.relink() // and this those that lead to them
	shown = n.areShown(shown)
	made := make([]showing, 0, len(n.due))
	for i, d := range n.due {
		switch {
		case shown[i]:
			made = append(made, showing{d.story.published, d})
		case d.entry != nil:
			n.retract(d.id, d.page)
		}
		n.unreport(d.id)
		if d.article == nil && d.story == nil && d.movedTo == 0 && len(d.claims) == 0 {
			n.pages.Delete(d.id)
		}
	}
	slices.SortFunc(made, func(a, b showing) int { return cmp.Compare(a.published, b.published) })
	topics := n.folded.Len()
	for _, d := range made {
		n.put(d.due, n.entry(d.due))
	}
	n.updateTombstones(n.folded.Len() > topics)
}

// unreport drops the complaints about an entry, until it is made again.
func (n *next) unreport(id article.PageID) {
	n.bare.Delete(id)
	n.deadLinks.Delete(id)
	n.unlisted.Delete(id)
	n.crowded.Delete(id)
	n.misnamed.Delete(id)
}

// areShown completes the list of which pages that were touched are published.
func (n *next) areShown(list []bool) []bool {
	for _, d := range n.due[len(list):] {
		d.shown = n.isShown(d)
		list = append(list, d.shown)
	}
	return list
}

// claimsOf counts the claims that pages may come to make.
func claimsOf(pages []due) int {
	sum := 0
	for _, d := range pages {
		if d.article != nil {
			sum += len(d.article.Related)
		}
	}
	return sum
}

// showing is a page to be published, and when.
type showing struct {
	published int64
	due
}

// isShown reports whether a page is published. One whose time is yet to come
// it schedules.
func (n *next) isShown(d due) bool {
	if d.movedTo != 0 || d.story == nil || d.story.isRemoved() || d.article == nil {
		return false
	}
	if n.wants(d.id, d.page) {
		return true
	}
	n.schedule(d.id, d.article)
	return false
}

// exchangeClaims has the article that is published from now on make its
// claims instead of the one before.
func (n *next) exchangeClaims(d due, shown bool) {
	if d.entry != nil && shown && d.entry.Article == d.article {
		return
	}
	if d.entry != nil {
		n.noteClaims(d.entry.Related, -1)
		n.keep(d.id, d.story, d.entry.Article.Topics)
	}
	if shown {
		n.noteClaims(d.article.Related, 1)
	}
}

func (n *next) entry(d due) *Entry {
	topics, crowded := n.topicsOf(d.page)
	e := &Entry{Article: d.article, story: d.story, Topics: topics, Outlets: n.outletsOf(d.article.Sources), Languages: n.languagesOf(d.article.Language)}
	if crowded {
		n.crowded.Set(d.id, e)
	}
	if d.article.ID != "" && e.ID() != n.givenID(d.article.ID) {
		n.misnamed.Set(d.id, e)
	}
	if d.article.CoverPath != "" {
		e.Picture = n.asset(d.article.CoverPath)
		if e.Picture == nil {
			n.bare.Set(d.id, e)
		}
	}
	if x := d.article.Enclosure; x != nil && x.Path != "" {
		if e.Enclosed = n.asset(x.Path); e.Enclosed == nil {
			n.bare.Set(d.id, e)
		}
	}
	l := n.linksOf(d.article, d.entry)
	if e.Links = l.urls; l.dead {
		n.noteDeadLinks(d.id, e)
	}
	if l.own && !n.placed {
		n.unplaced = append(n.unplaced, d.id)
	}
	if n.leftOut(d.id, d.article) {
		n.unlisted.Set(d.id, e)
	}
	return e
}

// put places an entry in its feeds, instead of the one before.
func (n *next) put(d due, e *Entry) {
	old := d.entry
	recent := n.isRecent(e.first)
	if recent {
		n.recent.Set(moment{e.first, d.id})
	}
	if old != nil && same(old, e) {
		return
	}
	d.page.entry = e
	unseen := old != nil && looksLike(old, e)
	if old != nil {
		n.takeOut(old, e, unseen)
	} else {
		n.shown[n.contentOf(e.File)]++
	}
	if !unseen {
		n.delta.Moments = append(n.delta.Moments, e.published)
	}
	n.change(nil, unseen).add(e, recent)
	for t := range e.all() {
		n.change(t, unseen).add(e, recent)
	}
	switch {
	case old == nil:
		n.delta.Added++
	case !unseen:
		n.delta.Changed++
	}
}

// takeOut removes an entry from the feeds where its successor e does not
// simply take its place.
func (n *next) takeOut(old, e *Entry, unseen bool) {
	inPlace := old.published == e.published
	if !inPlace {
		n.delta.Moments = append(n.delta.Moments, old.published)
		n.change(nil, unseen).remove(old)
	}
	for t := range old.all() {
		if !inPlace || !e.in(t) {
			n.change(t, unseen).remove(old)
		}
	}
}

// retract takes the entry of a page out of everything.
func (n *next) retract(id article.PageID, p *page) {
	e := p.entry
	p.entry = nil
	n.delta.Moments = append(n.delta.Moments, e.published)
	n.change(nil, false).remove(e)
	for t := range e.all() {
		n.change(t, false).remove(e)
	}
	n.recent.Delete(moment{e.first, id})
	n.shown[n.contentOf(e.File)]--
	n.delta.Removed++
}

// feed gives the feed of a topic; nil is everything.
func (s *Snapshot) feed(t *Topic) *Feed {
	if t == nil {
		return s.global
	}
	f, _ := s.feeds[t.Kind].Get(t.Slug)
	return f
}

// change gives the feed of a topic to write to. Unless the change is one that
// no reader sees, the feed counts as changed.
func (n *next) change(t *Topic, unseen bool) *Feed {
	if !unseen {
		n.visible[t] = true
	}
	if f, ok := n.open[t]; ok {
		return f
	}
	f := n.feed(t)
	if f.serial != n.serial {
		f = f.copy(n.serial)
		if t == nil {
			n.global = f
		} else {
			n.feeds[t.Kind].Set(t.Slug, f)
		}
	}
	n.open[t] = f
	return f
}

// compare orders topics by kind and slug, nil first.
func (t *Topic) compare(u *Topic) int {
	switch {
	case t == u:
		return 0
	case t == nil:
		return -1
	case u == nil:
		return 1
	}
	return cmp.Or(cmp.Compare(t.Kind, u.Kind), cmp.Compare(t.Slug, u.Slug))
}

// same reports whether nothing of an entry changed.
func same(a, b *Entry) bool { return a.Article == b.Article && a.story == b.story && sameFrame(a, b) }

// looksLike reports whether no subscriber could tell two entries apart.
func looksLike(a, b *Entry) bool {
	return sameFrame(a, b) && a.Path == b.Path && a.Title == b.Title && a.Summary == b.Summary && a.HTML == b.HTML && a.Language == b.Language &&
		a.Cover == b.Cover && a.CoverPath == b.CoverPath && a.CoverAlt == b.CoverAlt && a.Enclosure.SameAs(b.Enclosure) &&
		slices.Equal(a.Sources, b.Sources) && slices.Equal(a.Authors, b.Authors)
}

// sameFrame reports whether two entries agree in what the archive adds to an
// article.
func sameFrame(a, b *Entry) bool {
	return a.published == b.published && a.updated == b.updated &&
		slices.Equal(a.Topics, b.Topics) && slices.Equal(a.Links, b.Links) &&
		sameAsset(a.Picture, b.Picture) && sameAsset(a.Enclosed, b.Enclosed)
}

func sameAsset(a, b *Asset) bool { return a == b || a != nil && b != nil && *a == *b }

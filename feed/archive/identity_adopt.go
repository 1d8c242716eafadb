package archive

import (
	"slices"
	"strings"
	"time"

	"dateline/feed/article"
)

// An adoption gives a story the id and the times under which subscribers know it
// from another feed. Its former id ends, because who polled it here may know it.
//
// An item without an article keeps its id reserved: at the page to which it links
// if nothing stands there, else at a page that no article has. A reserved story is
// one that was removed long ago and of which nobody knows what it said. So it
// leaves no tombstone, its address is not that of a removed article, and an article
// that appears at its page or declares its id goes on with it.
//
// What an adoption changed is recorded. Taking it back restores ids, and the times
// that nothing has changed since. It is not refused if somebody has polled a feed
// since, because an adoption of the wrong feed has to be corrected the sooner: such
// subscribers are shown the articles once more, as they would be by no adoption.

// isReserved reports whether only an id is known of a story.
func (s *story) isReserved() bool { return s.print == 0 && s.isAdopted() && s.isRemoved() }

// isAdopted reports whether the id and the time of a story are those of another
// feed.
func (s *story) isAdopted() bool { return s.rare != nil && s.rare.adopted }

// unadopted returns the story with a time that is no longer that of another feed.
func (s *story) unadopted() *story {
	if !s.isAdopted() {
		return s
	}
	return s.withRare(func(x *rare) { x.adopted = false })
}

// adopt adopts items, and takes adoptions back.
func (r *resolver) adopt() {
	for i := range r.Adopted {
		a := &r.Adopted[i]
		_, there := r.holderOf(a.ID)
		switch {
		case a.File != "":
			r.adoptStory(r.holder(r.pageOf(a.File)), a)
		case !there: // else the id is reserved, or that of a story
			r.record(r.reserve(r.pageFor(a), a))
		}
	}
	for _, a := range slices.Backward(r.Unadopted) {
		r.takeBack(a)
		r.delta.Memory.Unadopted = append(r.delta.Memory.Unadopted, a.Number)
	}
}

// followNotices lets the notices of a story that has another id follow it. No
// document shows their ids, so the list of notices does not count as changed.
func (r *resolver) followNotices(from, to string) {
	if from == to || !slices.ContainsFunc(r.notices.list, func(n *Notice) bool { return n.ID == from }) {
		return
	}
	list := slices.Clone(r.notices.list)
	for i, n := range list {
		if n.ID == from {
			follows := *n
			follows.ID = to
			list[i] = &follows
			r.delta.Memory.Notices = append(r.delta.Memory.Notices, follows)
		}
	}
	r.notices = &Notices{list: list, serial: r.notices.serial, changed: r.notices.changed}
}

// adoptStory gives the story of a page an id and times. If an article has no story
// yet, because it is not published, the id is reserved for it.
func (r *resolver) adoptStory(at article.PageID, a *Adoption) {
	if from, ok := r.holderOf(a.ID); ok && from != at && from != nowhere {
		r.record(r.release(from))
	}
	s := r.page(at).story
	if s == nil {
		r.record(r.reserve(at, &Adoption{ID: a.ID, Path: r.page(at).article.Path, Published: a.Published, Updated: a.Updated}))
		return
	}
	was := Before{ID: r.idOf(r.page(at)), FirstSeen: TimeOf(s.first), Published: unixTime(s.published), Updated: unixTime(s.updated), Adopted: s.isAdopted()}
	published, updated := s.published, s.updated
	if !a.Published.IsZero() {
		published, updated = a.Published.Unix(), a.Published.Unix()
	}
	updated = max(published, updated)
	if !a.Updated.IsZero() {
		updated = max(published, a.Updated.Unix())
	}
	if was.ID == a.ID {
		r.uncount(s)
	} else {
		r.endID(at, was.ID)
	}
	r.setStory(at, s.with(func(c *story) {
		c.id, c.first, c.published, c.updated = a.ID, 0, published, updated
	}).withRare(func(x *rare) { x.adopted = true }))
	r.followNotices(was.ID, a.ID)
	r.record(Adopted{Kind: TookOver, ID: a.ID, Published: unixTime(published), Updated: unixTime(updated), Was: was})
}

// endID ends an id of the story of a page, which gets another one.
func (r *resolver) endID(at article.PageID, id string) {
	was := r.claims.item(at, r.page(at))
	was.ID, was.Path = id, ""
	if was.Removed.IsZero() {
		was.Removed = TimeOf(r.now)
	}
	was.Leaving, was.Held, was.Kept, was.Came = time.Time{}, false, nil, nil
	r.delta.Memory.Items = append(r.delta.Memory.Items, was)
	r.ids.Set(id, nowhere)
}

// pageFor returns the page at which the id of an item without an article is
// reserved.
func (r *resolver) pageFor(a *Adoption) article.PageID {
	if path := strings.TrimSuffix(a.Path, "/"); path != "" {
		at := article.Page(path)
		if p := r.page(at); p.story == nil && p.movedTo == 0 {
			a.Path = path
			return at
		}
	}
	a.Path = "id:" + a.ID // no path of an article begins so
	return article.Page(a.Path)
}

// reserve reserves an id at a page without a story.
func (r *resolver) reserve(at article.PageID, a *Adoption) Adopted {
	if p := r.edit(at); p.movedTo != 0 {
		r.leave(at, a.Path)
	}
	published := Seconds(a.Published)
	s := &story{tag: r.tag, id: a.ID, published: published, updated: max(published, Seconds(a.Updated)),
		rare: &rare{removed: removedHidden, path: a.Path, adopted: true}}
	r.setStory(at, s)
	return Adopted{Kind: Reserved, ID: a.ID, Path: a.Path, Published: TimeOf(s.published), Updated: TimeOf(s.updated)}
}

// release frees the id that is reserved at a page.
func (r *resolver) release(at article.PageID) Adopted {
	p := r.edit(at)
	s := p.story
	r.uncount(s)
	r.ids.Delete(s.id)
	p.story = nil
	return Adopted{Kind: Released, ID: s.id, Path: s.rare.path, Published: TimeOf(s.published), Updated: TimeOf(s.updated)}
}

// takeBack takes back what an adoption did with an id.
func (r *resolver) takeBack(a Adopted) {
	at, there := r.holderOf(a.ID)
	if a.Kind == Released {
		if !there {
			r.reserve(article.Page(a.Path), &Adoption{ID: a.ID, Path: a.Path, Published: a.Published, Updated: a.Updated})
		}
		return
	}
	if !there || at == nowhere {
		return
	}
	switch s := r.page(at).story; {
	case a.Kind == TookOver:
		r.restoreStory(at, a)
	case s.isReserved():
		r.uncount(s)
		r.edit(at).story = nil
		r.drop(a.ID)
	case s.isAdopted() && r.page(at).article != nil: // an article has come for it
		r.drop(a.ID)
		r.uncount(s)
		id, _ := r.minter.mintID(&candidate{page: r.edit(at), id: at})
		r.setStory(at, s.with(func(c *story) { c.id = id }).unadopted())
		r.followNotices(a.ID, id)
	}
}

// restoreStory gives the story of a page back what it had before an adoption. Times
// that have changed since stay.
func (r *resolver) restoreStory(at article.PageID, a Adopted) {
	s := r.page(at).story
	r.uncount(s)
	if a.Was.ID != a.ID {
		r.drop(a.ID)
		r.uncount(&story{published: a.Was.Published.Unix(), updated: a.Was.Updated.Unix()}) // of the id that had ended
	}
	r.setStory(at, s.with(func(c *story) {
		c.id, c.first = a.Was.ID, Seconds(a.Was.FirstSeen)
		if c.published == a.Published.Unix() {
			c.published = a.Was.Published.Unix()
		}
		if c.updated == a.Updated.Unix() {
			c.updated = a.Was.Updated.Unix()
		}
		c.updated = max(c.updated, c.published)
	}).withRare(func(x *rare) { x.adopted = a.Was.Adopted }))
	r.followNotices(a.ID, a.Was.ID)
}

// drop forgets an id that only an adoption brought.
func (r *resolver) drop(id string) {
	r.ids.Delete(id)
	r.delta.Memory.Dropped = append(r.delta.Memory.Dropped, id)
}

// setStory sets the story of a page, whose id does not follow from the page.
func (r *resolver) setStory(at article.PageID, s *story) {
	r.times.add(s.published)
	r.countUpdated(s, 1)
	r.ids.Set(s.id, at)
	r.edit(at).story = s
	r.saved[at] = true
	r.noteYoung(at, s)
}

// uncount frees the times of a story.
func (r *resolver) uncount(s *story) {
	r.times.remove(s.published)
	r.countUpdated(s, -1)
}

func (r *resolver) record(a Adopted) {
	r.delta.Memory.Adoptions = append(r.delta.Memory.Adoptions, a)
}

// known returns the story of an article that comes for a reserved id. If the feed
// did not say when it was published, it takes a second like a new one.
func (rv *reviser) known(a *article.Article, s *story) *story {
	return s.with(func(c *story) {
		c.print = a.Fingerprint
		if c.published == 0 {
			rv.times.remove(0)
			clear(rv.minter.minted)
			c.published = rv.minter.take(a)
			c.updated = max(c.updated, c.published)
		}
	})
}

// adoptWindows records anew what windows hold if nothing has come or gone since the
// first import: the articles have other times now, and nobody was shown any of them.
// Else windows keep their bounds, as what is old must not come up as new.
func (n *next) adoptWindows() {
	if len(n.Adopted) == 0 {
		return
	}
	first := true
	n.pages.Scan(func(_ article.PageID, p *page) bool {
		s := p.story
		first = s == nil || s.first == 0 && (!s.isRemoved() || s.wasHidden())
		return first
	})
	if first {
		n.writer.resetWindows()
	}
}

// unixTime returns a moment that is known, also that at which Unix time began.
func unixTime(second int64) time.Time { return time.Unix(second, 0).UTC() }

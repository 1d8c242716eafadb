package archive

import (
	"cmp"
	"slices"
	"time"

	"dateline/feed/article"
)

// due is a page whose entry is to be made.
type due struct {
	*article.Article
	*page
	id        article.PageID
	published time.Time
}

// publish makes the entries of all pages that were touched, in the order of
// time so that topics come first with their oldest article, and puts them
// into their feeds.
func (n *next) publish() {
	var made []due
	for id := range n.due {
		p := n.page(id)
		a := p.standing()
		switch {
		case a != nil:
			published, again := n.times[a]
			if !again {
				published = p.entry.Published
			}
			made = append(made, due{a, p, id, published})
		case p.entry != nil:
			n.retract(p)
		}
		if p.article == nil && len(p.claims) == 0 {
			n.pages.Delete(id)
		}
		n.bare.Delete(id)
	}
	slices.SortFunc(made, func(a, b due) int {
		return cmp.Or(a.published.Compare(b.published), cmp.Compare(a.Path, b.Path))
	})
	for _, s := range made {
		n.put(s.page, n.entry(s))
		if e := s.page.entry; e.CoverPath != "" && e.Picture == nil {
			n.bare.Set(s.id, e)
		}
	}
}

func (n *next) entry(s due) *Entry {
	e := &Entry{
		Article:   s.Article,
		tag:       n.tag,
		Published: s.published,
		Topics:    n.topicsOf(s),
	}
	if s.CoverPath != "" {
		e.Picture, _ = n.images.Get(s.CoverPath)
	}
	return e
}

// topicsOf gives the topics claimed by the article itself, then those
// claimed for it by other pages, the latter in the order of their names.
func (n *next) topicsOf(s due) []*Topic {
	topics := make([]*Topic, 0, len(s.Article.Topics)+1)
	add := func(name article.Name) {
		if t := n.topic(name.Value()); !slices.Contains(topics, t) {
			topics = append(topics, t)
		}
	}
	for _, name := range s.Article.Topics {
		add(name)
	}
	var claimed []article.Name
	for _, c := range s.claims {
		if c.topic != (article.Name{}) && !slices.Contains(s.Article.Topics, c.topic) {
			claimed = append(claimed, c.topic)
		}
	}
	slices.SortFunc(claimed, func(a, b article.Name) int { return cmp.Compare(a.Value(), b.Value()) })
	for _, name := range claimed {
		add(name)
	}
	return append(make([]*Topic, 0, len(topics)), topics...)
}

// put places an entry in its feeds, instead of the one before.
func (n *next) put(p *page, e *Entry) {
	old, had := p.entry, p.entry != nil
	if had && same(old, e) {
		return
	}
	p.entry = e
	unseen := had && looksLike(old, e)
	if had {
		n.takeOut(old, e, unseen)
	}
	n.change("", unseen).entries.Set(e)
	for _, t := range e.Topics {
		n.change(t.Slug, unseen).entries.Set(e)
	}
	switch {
	case !had:
		n.delta.Added++
	case !unseen:
		n.delta.Changed++
	}
}

// takeOut removes an entry from the feeds where its successor e does not
// simply take its place.
func (n *next) takeOut(old, e *Entry, unseen bool) {
	inPlace := old.Published.Equal(e.Published)
	if !inPlace {
		n.change("", unseen).entries.Delete(old)
	}
	for _, t := range old.Topics {
		if !inPlace || !slices.Contains(e.Topics, t) {
			n.change(t.Slug, unseen).entries.Delete(old)
		}
	}
}

// retract takes the entry of a page out of everything.
func (n *next) retract(p *page) {
	e := p.entry
	p.entry = nil
	n.change("", false).entries.Delete(e)
	for _, t := range e.Topics {
		n.change(t.Slug, false).entries.Delete(e)
	}
	n.delta.Removed++
}

// feed gives a feed by slug; "" is the feed of everything.
func (s *Snapshot) feed(slug string) *Feed {
	if slug == "" {
		return s.global
	}
	f, _ := s.topics.Get(slug)
	return f
}

// change gives a feed that may be written to. Unless the change is one that
// no reader sees, the feed counts as changed.
func (n *next) change(slug string, unseen bool) *Feed {
	if !unseen {
		n.visible[slug] = true
	}
	f := n.feed(slug)
	if n.fresh[f] {
		return f
	}
	f = &Feed{Topic: f.Topic, entries: f.entries.Copy()}
	n.fresh[f] = true
	if slug == "" {
		n.global = f
	} else {
		n.topics.Set(slug, f)
	}
	return f
}

// same reports whether nothing of an entry changed.
func same(a, b *Entry) bool { return a.Article == b.Article && sameFrame(a, b) }

// looksLike reports whether no subscriber could tell two entries apart.
func looksLike(a, b *Entry) bool {
	return sameFrame(a, b) && a.Title == b.Title && a.Summary == b.Summary && a.HTML == b.HTML && a.Language == b.Language &&
		a.Cover == b.Cover && a.CoverPath == b.CoverPath && a.CoverAlt == b.CoverAlt &&
		slices.Equal(a.Sources, b.Sources) && slices.Equal(a.Authors, b.Authors)
}

// sameFrame reports whether two entries agree in what the archive adds to an
// article.
func sameFrame(a, b *Entry) bool {
	return a.Published.Equal(b.Published) && a.Updated().Equal(b.Updated()) &&
		slices.Equal(a.Topics, b.Topics) && (a.Picture == b.Picture || a.Picture != nil && b.Picture != nil && *a.Picture == *b.Picture)
}

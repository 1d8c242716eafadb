package archive

import (
	"time"

	"dateline/feed/article"
)

// firstTextAge is the age from which a first text does not make an article
// news again.
const firstTextAge = 7 * 24 * time.Hour

// revise follows what an article says anew. Its time moves only with a
// fingerprint that it never had, and not because the same bytes are read in
// another way.
func (n *next) revise(id article.PageID, was *article.Article) {
	p := n.page(id)
	a, s := p.article, p.story
	if a == nil || s == nil || !n.isVisible(a) {
		return
	}
	if p.entry != nil {
		was = p.entry.Article
	} else if was != nil && was.Hidden != "" { // what it said cannot be relied on
		was = nil
	}
	if was != nil && !was.DateOnly && !a.DateOnly && !was.Date.Equal(a.Date) {
		s = s.with(func(s *story) {
			n.times.remove(s.published)
			clear(n.minted)
			s.published = n.stamp(a.Date.Unix())
			s.updated = max(s.updated, s.published)
		})
	}
	if !s.had(a.Fingerprint) {
		s = s.withRare(func(r *rare) { r.prints = append(r.prints, a.Fingerprint) })
		if !n.saysNothingNew(was, a, s) {
			s = s.with(func(s *story) { s.updated = n.updatedBy(a, s) })
			if p.entry != nil {
				n.events = append(n.events, event{Corrected, id, p.entry})
			}
		}
	}
	if s != p.story {
		n.countUpdated(p.story, -1)
		n.countUpdated(s, 1)
		n.edit(id).story = s
		n.saved[id] = true
	}
}

// saysNothingNew reports whether a new fingerprint is none of an edit, or
// one that comes too late to be news: the first text of an old article.
func (n *next) saysNothingNew(was, a *article.Article, s *story) bool {
	switch {
	case was == nil:
		return false
	case was.Hash == a.Hash && a.Hash != [16]byte{}:
		return true
	}
	first := was.HTML == "" && was.Summary == "" && was.Title == a.Title && len(a.Sources) == len(was.Sources)
	return first && n.clock.Sub(time.Unix(s.published, 0)) > firstTextAge
}

// updatedBy gives when an edit was made: what front matter says, if that can
// be, else now. Of a batch each edit has a second of its own: the latest one
// that no other story has, unless all since its last update are taken.
func (n *next) updatedBy(a *article.Article, s *story) int64 {
	if u := a.Updated.Unix(); !a.Updated.IsZero() && u > s.updated && u <= n.now {
		return u
	}
	for ; n.latest > s.updated; n.latest-- {
		if _, taken := n.revised.Get(n.latest); !taken && !n.times.has(n.latest) {
			return n.latest
		}
	}
	return max(n.now, s.updated)
}

// countUpdated counts a story, or no longer, among those that were updated in
// its second. One that never was has the second of its publication.
func (n *next) countUpdated(s *story, by int) {
	if s.updated == s.published {
		return
	}
	count, _ := n.revised.Get(s.updated)
	if count += by; count > 0 {
		n.revised.Set(s.updated, count)
	} else {
		n.revised.Delete(s.updated)
	}
}

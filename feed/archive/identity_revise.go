package archive

import (
	"slices"
	"time"

	"dateline/feed/article"
)

// reviser updates the times of stories whose articles have something new.
type reviser struct {
	*stories
	minter *minter
	latest int64 // second, not after now; all later ones are taken by updates
}

// firstTextAge is the age from which a first text no longer makes an article
// news.
const firstTextAge = 7 * 24 * time.Hour

// reviseAll revises the stories that arrived or moved.
func (rv *reviser) reviseAll(all []*candidate) {
	for _, c := range all {
		rv.redate(c.id, c.arrival)
	}
	rv.latest = rv.now
	for _, c := range slices.Backward(all) { // so that the newest gets the latest second
		rv.revise(c.id, c.before)
	}
	for _, id := range distinct(rv.moved) {
		rv.redate(id, arrival{})
		rv.revise(id, nil)
	}
}

// revise updates the story of a page from its article. The story is updated only
// by a fingerprint that it never had, and only if the bytes of the file changed
// too, so that a new configuration or program updates nothing, nor does a cover.
// If two titles alternate, the first occurrence of the second is an update and
// later ones are not.
func (rv *reviser) revise(id article.PageID, was *article.Article) {
	p := rv.page(id)
	a, s := p.article, p.story
	if a == nil || s == nil || s.isRemoved() || !rv.isVisible(a) { // a new article may wait where a removed one was
		return
	}
	if p.entry != nil {
		was = p.entry.Article
	} else if was != nil && was.Hidden != "" { // what a hidden article said cannot be relied on
		was = nil
	}
	if s.print == 0 { // nobody knows what a reserved story said
		s = rv.known(a, s)
	} else if !s.had(a.Fingerprint) {
		s = s.withPrint(was, a)
		if !rv.saysNothingNew(was, a, s) {
			s = s.with(func(s *story) { s.updated = rv.updatedBy(a, s) })
			if p.entry != nil {
				rv.list = append(rv.list, decision{kind: Corrected, page: id, was: p.entry})
			}
		}
	}
	rv.replace(id, s)
}

// replace replaces the story of a page by an edited copy, unless it is the same.
func (rv *reviser) replace(id article.PageID, s *story) {
	p := rv.page(id)
	if s == p.story {
		return
	}
	rv.countUpdated(p.story, -1)
	rv.countUpdated(s, 1)
	rv.edit(id).story = s
	rv.saved[id] = true
}

// saysNothingNew reports whether a new fingerprint is not news: because the story
// had the one that former versions of the program would give the article, because
// no byte of the file changed, or because nothing is new but the first text of an
// old article. Another source or author is news even if a text comes with it.
func (rv *reviser) saysNothingNew(was, a *article.Article, s *story) bool {
	if former := a.FormerFingerprint(); former != a.Fingerprint && s.had(former) {
		return true
	}
	if was == nil {
		return false
	}
	return sameBytes(was, a) || isFirstText(was, a) && rv.clock.Sub(time.Unix(s.published, 0)) > firstTextAge
}

// sameBytes reports whether two articles were read from the same bytes.
func sameBytes(was, a *article.Article) bool {
	return was.Hash == a.Hash && a.Hash != [16]byte{}
}

// isFirstText reports whether an article had neither text nor summary before, has
// one now, and is otherwise the same.
func isFirstText(was, a *article.Article) bool {
	return was.HTML+was.Summary == "" && a.HTML+a.Summary != "" && was.Title == a.Title &&
		slices.Equal(was.AuthorNames(), a.AuthorNames()) && article.SameSources(was, a)
}

// withPrint returns a copy of the story with the fingerprint of an article. If
// only the program has changed since the story got its first one, it replaces
// that one, which FormerFingerprint still returns: so an upgrade takes no memory.
func (s *story) withPrint(was, a *article.Article) *story {
	if was != nil && sameBytes(was, a) && s.print == was.Fingerprint && s.print == a.FormerFingerprint() {
		return s.with(func(s *story) { s.print = a.Fingerprint })
	}
	return s.withRare(func(x *rare) { x.prints = append(x.prints, a.Fingerprint) })
}

// updatedBy returns when an edit was made. A time in front matter counts if it is
// possible, but only together with a new fingerprint. Otherwise it is now: each
// edit of one change gets a second of its own, the latest that no other story
// has, so that a feed never has the same updated twice. If all seconds since the
// story's last update are taken, it is exactly now.
func (rv *reviser) updatedBy(a *article.Article, s *story) int64 {
	if u := a.Updated.Unix(); !a.Updated.IsZero() && u > s.updated && u <= rv.now {
		return u
	}
	for ; rv.latest > s.updated; rv.latest-- {
		if _, taken := rv.revised.Get(rv.latest); !taken && !rv.times.has(rv.latest) {
			return rv.latest
		}
	}
	return max(rv.now, s.updated)
}

// countUpdated adds a story to those updated in its second, or removes it. A
// story that was never updated is not counted.
func (st *stories) countUpdated(s *story, by int) {
	if s.updated == s.published {
		return
	}
	count, _ := st.revised.Get(s.updated)
	if count += by; count > 0 {
		st.revised.Set(s.updated, count)
	} else {
		st.revised.Delete(s.updated)
	}
}

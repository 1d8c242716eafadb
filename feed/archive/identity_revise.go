package archive

import (
	"slices"
	"time"

	"dateline/feed/article"
)

// reviser moves the times of stories whose articles say something new.
type reviser struct {
	*stories
	minter *minter
	latest int64 // second, not after now, behind which all are taken by updates
}

// firstTextAge is the age from which a first text does not make an article
// news again.
const firstTextAge = 7 * 24 * time.Hour

// reviseAll follows what the articles of all stories that arrived or moved say
// anew.
func (rv *reviser) reviseAll(all []*candidate) {
	rv.latest = rv.now
	for _, c := range slices.Backward(all) { // the newest has the latest second
		rv.revise(c.id, c.before)
	}
	for _, id := range distinct(rv.moved) {
		rv.revise(id, nil)
	}
}

// revise follows what an article says anew. Its time moves only with a
// fingerprint that it never had, and not because the same bytes are read in
// another way.
func (rv *reviser) revise(id article.PageID, was *article.Article) {
	p := rv.page(id)
	a, s := p.article, p.story
	if a == nil || s == nil || !rv.isVisible(a) {
		return
	}
	if p.entry != nil {
		was = p.entry.Article
	} else if was != nil && was.Hidden != "" { // what it said cannot be relied on
		was = nil
	}
	if was != nil && !was.DateOnly && !a.DateOnly && !was.Date.Equal(a.Date) {
		s = s.with(func(s *story) {
			rv.times.remove(s.published)
			clear(rv.minter.minted)
			s.published = rv.minter.stamp(a.Date.Unix())
			s.updated = max(s.updated, s.published)
		})
	}
	if !s.had(a.Fingerprint) {
		s = s.withRare(func(x *rare) { x.prints = append(x.prints, a.Fingerprint) })
		if !rv.saysNothingNew(was, a, s) {
			s = s.with(func(s *story) { s.updated = rv.updatedBy(a, s) })
			if p.entry != nil {
				rv.list = append(rv.list, decision{kind: Corrected, page: id, was: p.entry})
			}
		}
	}
	if s != p.story {
		rv.countUpdated(p.story, -1)
		rv.countUpdated(s, 1)
		rv.edit(id).story = s
		rv.saved[id] = true
	}
}

// saysNothingNew reports whether a new fingerprint is none of an edit, or
// one that comes too late to be news: the first text of an old article.
func (rv *reviser) saysNothingNew(was, a *article.Article, s *story) bool {
	switch {
	case was == nil:
		return false
	case was.Hash == a.Hash && a.Hash != [16]byte{}:
		return true
	}
	first := was.HTML == "" && was.Summary == "" && was.Title == a.Title && len(a.Sources) == len(was.Sources)
	return first && rv.clock.Sub(time.Unix(s.published, 0)) > firstTextAge
}

// updatedBy gives when an edit was made: what front matter says, if that can
// be, else now. Of a batch each edit has a second of its own: the latest one
// that no other story has, unless all since its last update are taken.
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

// countUpdated counts a story, or no longer, among those that were updated in
// its second. One that never was has the second of its publication.
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

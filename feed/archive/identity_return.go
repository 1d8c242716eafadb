package archive

import (
	"slices"

	"dateline/feed/article"
)

// part frees a page of the story that moved away from it if another story
// appears there now. A file that appears at a path which another story left is
// a new story, unless the article of that story names the path in its Changes or
// is similar. If that story has lost its file, it may come back with any text,
// unless that seems to be the text of another article.
func (r *resolver) part(c *candidate, all []*candidate) {
	if c.movedTo == 0 || !r.appears(c) || !r.wants(c.id, c.page) {
		return
	}
	at := r.holder(c.id)
	h := r.page(at)
	switch {
	case h.story == nil:
		return
	case h.article == nil && !r.declaresOther(c, at) && !r.seemsOther(c, at, all):
		return
	case h.article == nil:
	case r.isSuperseded(c.article.Path, at), r.isBack(c, at):
		return
	case !slices.Contains(h.article.Former(), c.article.Path) && r.matcher.similar(c.article, h.article):
		return
	}
	r.leave(c.id, c.article.Path)
}

// seemsOther reports whether an article is unlike the story that left its page and
// has lost its file, and one of them has a better match: the story a new or young
// article, which a story that was removed before has only at one of its own pages, or
// the article another one of its date, which is published or has lost its file, too.
func (r *resolver) seemsOther(c *candidate, at article.PageID, all []*candidate) bool {
	s, was := r.page(at).story, r.arrived[at].before
	isIt := func(a *article.Article) bool { return s.hadThat(a) || was != nil && r.matcher.similar(a, was) }
	if isIt(c.article) {
		return false
	}
	if r.matcher.effort -= int64(len(all)); r.matcher.effort < 0 {
		return false
	}
	goesOn, returns := false, false
	others := r.minter.liveOn(c.date, c.id)
	for _, o := range all {
		switch {
		case o.id == at || o.id == c.id:
		case o.article == nil && o.date == c.date && r.lost(o):
			others = append(others, newLooks(o, o.last()))
		case o.file && r.isVacant(o.page) && r.wants(o.id, o.page):
			if isIt(o.article) {
				goesOn, returns = true, returns || r.holder(o.id) == at
			}
		}
	}
	r.eachYoung(func(_ article.PageID, p *page) { goesOn = goesOn || p.story.first > s.first && isIt(p.article) })
	return goesOn && !s.isRemoved() || returns || r.matcher.resembles(newLooks(c, c.article), others)
}

// declaresOther reports whether an article declares that its story is one that
// stands at another page than at.
func (r *resolver) declaresOther(c *candidate, at article.PageID) bool {
	return slices.ContainsFunc(c.article.Former(), func(path string) bool {
		other := r.holder(article.Page(path))
		p, ok := r.pages.Get(other)
		return ok && other != at && p.story != nil && !p.story.isRemoved()
	})
}

// comeBackNow returns a story to a page from which it moved if its other page
// loses it with this change.
func (r *resolver) comeBackNow(c *candidate) {
	if _, arrived := r.arrived[r.holder(c.id)]; arrived {
		r.comeBack(c)
	}
}

// comeBackLater returns a story to a page from which it moved if its other
// page lost it before.
func (r *resolver) comeBackLater(c *candidate) {
	if _, arrived := r.arrived[r.holder(c.id)]; !arrived {
		r.comeBack(c)
	}
}

// comeBack returns a story to a page from which it moved if its other file is
// gone or withheld, or if the page of the day drops it.
func (r *resolver) comeBack(c *candidate) {
	if c.movedTo == 0 || !r.wants(c.id, c.page) || !c.listed && !r.appears(c) && !(c.file && r.isExpired(c.before)) {
		return
	}
	at := r.holder(c.id)
	if h := r.page(at); h.story != nil && (h.article == nil || r.arrived[at].dropped || r.isBack(c, at)) {
		r.move(at, c.id, c.article.Path)
	}
}

// isBack reports whether the article of a page seems to be the withheld article
// to which its story moved.
func (r *resolver) isBack(c *candidate, at article.PageID) bool {
	h := r.page(at)
	if h.article == nil || !r.isWithheld(h.article) || r.declaresOther(c, at) {
		return false
	}
	was, is := newLooks(nil, h.article), newLooks(nil, c.article)
	return was.Fingerprint == 0 && was.title == "" || r.matcher.similar(h.article, c.article) || closeness(was.title, is.title) >= alike
}

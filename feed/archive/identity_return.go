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
// article, unless it was removed before, or the article another one of its date,
// which is published or has lost its file, too.
func (r *resolver) seemsOther(c *candidate, at article.PageID, all []*candidate) bool {
	s, was := r.page(at).story, r.arrived[at].before
	isIt := func(a *article.Article) bool { return s.hadThat(a) || was != nil && r.matcher.similar(a, was) }
	if isIt(c.article) {
		return false
	}
	if r.matcher.effort -= int64(len(all)); r.matcher.effort < 0 {
		return false
	}
	goesOn := false
	others := r.minter.liveOn(c.date, c.id)
	for _, o := range all {
		switch {
		case o.id == at || o.id == c.id:
		case o.article == nil && o.date == c.date && r.lost(o):
			others = append(others, newLooks(o, o.last()))
		case o.file && r.isVacant(o.page) && r.wants(o.id, o.page):
			goesOn = goesOn || isIt(o.article)
		}
	}
	r.eachYoung(func(_ article.PageID, p *page) { goesOn = goesOn || p.story.first > s.first && isIt(p.article) })
	return goesOn && !s.isRemoved() || r.matcher.resembles(newLooks(c, c.article), others)
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

// shift moves the story of a page with its file, whose page has changed. If the
// bytes are the same, only the rules for the pages of files have changed, so the
// story keeps its id and subscribers are not told. The story stays if another
// story has the new page. If another file has taken the old page with this change, it
// begins a story of its own there.
func (r *resolver) shift(s shift) {
	f, t, before := r.edit(s.from), r.edit(s.to), r.arrived[s.from].before
	if t.article == nil || t.article.File != s.file || t.story != nil && !t.story.isRemoved() ||
		f.article != nil && (before == nil || before.File != s.file || f.story == nil) {
		return
	}
	removed, told := int64(0), len(r.list)
	if f.story == nil {
		r.shiftVersion(s, before)
		return
	}
	if f.story.rare != nil {
		removed = f.story.rare.removed
	}
	r.move(s.from, s.to, "")
	if before != nil && before.Hash == t.article.Hash {
		for i := range r.list[told:] {
			r.list[told+i].quiet = true
		}
	}
	if removed != 0 {
		t.story = t.story.withRare(func(x *rare) { x.removed, x.path = removed, t.article.Path })
	}
	if f.article != nil {
		r.leave(s.from, f.article.Path)
		a := r.arrived[s.from]
		a.before = nil
		r.arrived[s.from] = a
	}
}

// inOrder returns shifts so that a story leaves a page before another one comes
// there. In a circle the first by page comes first.
func inOrder(shifts []shift) (ordered []shift) {
	from := make(map[article.PageID]int, len(shifts))
	for i, s := range shifts {
		from[s.from] = i
	}
	follow := func(i int) (next int, more bool) {
		next, more = from[shifts[i].to]
		return next, more
	}
	done := make([]bool, len(shifts))
	for i := range shifts {
		var chain []shift
		for next, more := i, true; more && !done[next]; next, more = follow(next) {
			done[next] = true
			chain = append(chain, shifts[next])
		}
		slices.Reverse(chain)
		ordered = append(ordered, chain...)
	}
	return ordered
}

// shiftVersion keeps an earlier version, whose story is elsewhere, an earlier
// version at its new page.
func (r *resolver) shiftVersion(s shift, before *article.Article) {
	at := r.holder(s.from)
	h, t := r.page(at), r.edit(s.to)
	if at == s.from || at == s.to || h.story == nil || t.story != nil {
		return
	}
	if r.holder(s.to) != at {
		if t.movedTo != 0 {
			r.leave(s.to, t.article.Path)
		}
		t.movedTo = at
		h = r.edit(at)
		h.story = h.story.withRare(func(r *rare) { r.former = join(r.former, []string{t.article.Path}) })
		r.saved[at] = true
		r.remember(s.to, Move{t.article.Path, r.pathOf(at, "")})
	}
	a := r.arrived[s.to]
	a.before = before
	r.arrived[s.to] = a
}

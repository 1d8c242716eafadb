package archive

import "dateline/feed/article"

// remove removes stories whose files are gone, unless an earlier version is still
// there. First their articles depart: until their grace is over or, if too many
// are gone, until the files are back or the removal is accepted.
func (r *resolver) remove(all []*candidate) {
	removed := make([][]*candidate, len(r.options.Contents))
	for _, c := range all {
		if c.article != nil || c.before == nil || c.story == nil || !r.mayStay(c) && r.revert(c) || c.story.isRemoved() {
			continue
		}
		if c.shown == nil && c.before != nil && r.isWithheld(c.before) {
			r.removeStory(c)
			continue
		}
		content := r.contentOf(c.before.File)
		removed[content] = append(removed[content], c)
	}
	for content, list := range removed {
		r.removeFrom(content, list)
	}
}

// removeFrom removes the stories of a content directory, or has them depart.
func (r *resolver) removeFrom(content int, list []*candidate) {
	tooMany := r.tooMany(content, list)
	if tooMany && !r.Accepted {
		r.depart(list, removalHeld)
		r.turnDepartures(content, fileGone, removalHeld)
		return
	}
	var stay, held []*candidate
	for _, c := range list {
		switch {
		case r.mayStay(c):
			stay = append(stay, c)
		case r.releaser.released[c.before.File].why == removalHeld && !r.Accepted:
			held = append(held, c)
		default:
			r.removeStory(c)
			r.lose(c)
		}
	}
	r.depart(stay, fileGone)
	r.depart(held, removalHeld)
	if !tooMany && r.options.Contents[content].Grace > 0 {
		r.turnDepartures(content, removalHeld, fileGone)
	}
}

// lose marks a removed story as lost if its article was published.
func (r *resolver) lose(c *candidate) {
	if c.shown != nil {
		c.page.story = c.story.withRare(func(x *rare) { x.lost = true })
		r.accepts = r.accepts || r.Accepted
	}
}

// mayStay reports whether an article whose file is gone departs for a while before
// its story is removed, or moves back to an earlier version.
func (r *resolver) mayStay(c *candidate) bool {
	return c.shown != nil && c.before != nil && r.graceOf(c.before.File) > 0 && !r.Over && !r.Accepted && !r.ended[c.id]
}

// revert moves a story back to a page where it stood before and whose file is
// still there: one that the page of the day lists, else the first by name.
func (r *resolver) revert(c *candidate) bool {
	var back article.PageID
	var best *page
	for _, path := range c.story.former() {
		id := article.Page(path)
		p := r.page(id)
		if p.movedTo == 0 || r.holder(id) != c.id || !r.wants(id, p) {
			continue
		}
		if best == nil || r.rankBefore(p.article, best.article) {
			back, best = id, p
		}
	}
	if best != nil {
		r.move(c.id, back, "")
	}
	return best != nil
}

func (r *resolver) rankBefore(a, b *article.Article) bool {
	outA, outB := r.leftOut(article.Page(a.Path), a), r.leftOut(article.Page(b.Path), b)
	if outA != outB {
		return outB
	}
	return a.Path < b.Path
}

// expire removes the stories of expired articles. Like hidden ones, they keep
// their ids and times in case they return.
func (r *resolver) expire(all []*candidate) {
	for _, c := range all {
		if a := c.article; a != nil && c.story != nil && !c.story.isRemoved() && !r.isWithheld(a) && r.isExpired(a) {
			r.removeStory(c)
		}
	}
}

// removeStory reduces a story to what is remembered. If its article was withheld
// before, subscribers are not told.
func (st *stories) removeStory(c *candidate) {
	at := st.now
	if c.entry == nil && c.before != nil && st.isWithheld(c.before) {
		at = removedHidden
	}
	st.removeStoryAt(c, at)
	if c.entry != nil {
		st.list = append(st.list, decision{kind: Removed, page: c.id, was: c.entry})
	}
}

// removeStoryAt marks the story of a page as removed at a second.
func (st *stories) removeStoryAt(c *candidate, at int64) {
	path, file := c.path(), rememberedFile(c.present())
	c.page.story = c.story.withRare(func(x *rare) { x.removed, x.path, x.file = at, path, file })
	st.saved[c.id] = true
}

// undoRemoval marks the story of a page as not removed.
func (st *stories) undoRemoval(c *candidate) {
	c.page.story = c.story.withRare(func(x *rare) { x.removed, x.path, x.file = 0, "", "" })
	st.saved[c.id] = true
	st.returns = true
}

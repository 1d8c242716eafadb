package archive

import "dateline/feed/article"

// fewRemoved is the least number of articles that a removal must take to be
// held.
const fewRemoved = 20

// remove takes stories away whose files are gone, unless an earlier version
// is still there, or too many went at once: then their articles stay until
// the files are back or the removal is accepted.
func (n *next) remove(all []*candidate) {
	removed := make([][]*candidate, len(n.options.Contents))
	for _, c := range all {
		if c.article != nil || c.before == nil || c.story == nil || n.revert(c) || c.story.isRemoved() {
			continue
		}
		if c.shown == nil && c.before != nil && n.isWithheld(c.before) {
			n.removeStory(c)
			continue
		}
		content := n.contentOf(c.path())
		removed[content] = append(removed[content], c)
	}
	for content, list := range removed {
		if n.tooMany(content, list) && !n.Accepted {
			n.hold(list)
			continue
		}
		for _, c := range list {
			n.removeStory(c)
		}
	}
}

// revert has a story go back to a page where it stood and whose file is
// still there: one that the page of the day lists, else the first by name.
func (n *next) revert(c *candidate) bool {
	var back article.PageID
	var best *page
	for _, path := range c.story.former() {
		id := article.Page(path)
		p := n.page(id)
		if p.movedTo == 0 || n.holder(id) != c.id || !n.wants(id, p) {
			continue
		}
		if best == nil || n.rankBefore(p.article, best.article) {
			back, best = id, p
		}
	}
	if best != nil {
		n.move(c.id, back, "")
	}
	return best != nil
}

func (n *next) rankBefore(a, b *article.Article) bool {
	outA, outB := n.leftOut(article.Page(a.Path), a), n.leftOut(article.Page(b.Path), b)
	if outA != outB {
		return outB
	}
	return a.Path < b.Path
}

// tooMany reports whether a removal is one that must be accepted.
func (n *next) tooMany(content int, list []*candidate) bool {
	shown := 0
	n.held.Scan(func(file string, _ article.PageID) bool {
		if n.contentOf(file) == content {
			shown++
		}
		return true
	})
	for _, c := range list {
		if c.shown != nil {
			shown++
		}
	}
	return shown >= fewRemoved && shown*100 > n.options.Contents[content].MaxRemoval*n.old.shown[content]
}

// hold puts articles back whose files are gone.
func (n *next) hold(list []*candidate) {
	for _, c := range list {
		n.setArticle(c.id, c.page, c.before)
		n.setPage(c.before.File, article.Page(article.PagePath(c.before.File)), c.id)
		n.held.Set(c.before.File, c.id)
		n.delta.Gone = without(n.delta.Gone, c.before.File)
	}
}

// release gives the removals that were held.
func (n *next) release() []Change {
	var changes []Change
	n.held.Scan(func(file string, _ article.PageID) bool {
		changes = append(changes, Change{File: file})
		return true
	})
	n.held.Clear()
	return changes
}

// expire ends the stories of articles whose time is over like those of files
// that are gone.
func (n *next) expire(all []*candidate) {
	for _, c := range all {
		if a := c.article; a != nil && c.story != nil && !c.story.isRemoved() && !n.isWithheld(a) && n.isExpired(a) {
			n.removeStory(c)
		}
	}
}

// removeStory keeps of a story only what is remembered. Nothing tells of one that was
// withheld before.
func (n *next) removeStory(c *candidate) {
	at := n.now
	if c.entry == nil && c.before != nil && n.isWithheld(c.before) {
		at = removedHidden
	}
	n.removeStoryAt(c, at)
	if c.entry != nil {
		n.events = append(n.events, event{Removed, c.id, c.entry})
	}
}

// removeStoryAt has the story of a page be removed as of a second.
func (n *next) removeStoryAt(c *candidate, at int64) {
	path := c.path()
	c.page.story = c.story.withRare(func(r *rare) { r.removed, r.path = at, path })
	n.saved[c.id] = true
}

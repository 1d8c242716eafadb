package archive

import (
	"path"
	"slices"
	"strings"

	"dateline/feed/article"
)

// What its author hides wins over every rule that keeps: its story is neither
// removed nor held, and nothing tells of it. It waits at the hidden page with its
// id and its times.

// hideStories has withheld articles that arrived take along the stories they hide:
// of files that are gone with this change, or were removed of late.
func (n *next) hideStories(all []*candidate) {
	var lost, found []looks
	taken := map[string]bool{} // what is hidden at pages that have a story
	for _, c := range all {
		switch {
		case c.isLeaving():
			lost = append(lost, newLooks(c, c.last()))
		case c.article == nil || !n.isWithheld(c.article):
		case c.story != nil && c.story.isRemoved():
			n.restore(c)
		case c.file && c.story == nil:
			found = append(found, newLooks(c, c.article))
		case c.file:
			for _, m := range newLooks(c, c.article).content() {
				taken[m] = true
			}
		}
	}
	for _, marks := range []func(looks) []string{looks.content, n.declared, looks.hiddenSlug} {
		lost, found = n.matchBy(marks, lost, found)
	}
	for _, day := range byDate(lost, found) {
		n.matchLikely(day.lost, day.found)
	}
	for _, f := range found {
		n.followBack(f)
	}
	n.hideRemoved(found)
	for _, l := range lost {
		if l.at.story != nil && slices.ContainsFunc(l.content(), func(m string) bool { return taken[m] }) {
			n.removeStoryAt(l.at, removedHidden)
		}
	}
	n.newlyHidden = n.newlyHidden || slices.ContainsFunc(all, func(c *candidate) bool {
		return c.story != nil && (c.story.wasHidden() || n.isKeptSecret(c.id))
	})
}

// isLeaving reports whether the file of a page is gone, and its story not yet
// removed.
func (c *candidate) isLeaving() bool {
	return c.article == nil && c.story != nil && !c.story.isRemoved() && c.last() != nil
}

// isKeptSecret reports whether a file for a page is withheld: then nothing tells what
// became of the page, as that may be the text of this file.
func (n *next) isKeptSecret(id article.PageID) bool {
	p, ok := n.pages.Get(id)
	if !ok || p.article == nil {
		return false
	}
	if n.isWithheld(p.article) || n.rivals.Len() == 0 {
		return n.isWithheld(p.article)
	}
	return slices.ContainsFunc(n.filesOf(id), n.isWithheld)
}

// hideBeside has stories whose files are gone return to withheld articles
// that were there before and say the same, or declare them: a file that is
// moved to drafts may be copied first and removed later.
func (n *next) hideBeside(all []*candidate) {
	lost := map[string]*candidate{} // by marks
	for _, c := range all {
		if c.isLeaving() {
			l := newLooks(c, c.last())
			for _, mark := range slices.Concat(l.content(), n.declared(l)) {
				lost[mark] = c
			}
		}
	}
	if len(lost) == 0 {
		return
	}
	var found []looks
	for _, id := range n.withheldPages() {
		if p := n.page(id); p.article != nil && p.movedTo == 0 && n.isWithheld(p.article) && n.isVacant(p) {
			found = append(found, newLooks(&candidate{page: p, id: id}, p.article))
		}
	}
	for _, f := range found {
		for _, mark := range slices.Concat(f.content(), n.declared(f)) {
			c := lost[mark]
			if c != nil && c.story != nil && n.isOfDay(f, c.story) && n.places(c.id)+n.places(f.at.id) < maxFormer {
				n.move(c.id, f.at.id, "")
				n.newlyHidden = true
				break
			}
		}
	}
}

// withheldPages returns the pages of articles that are hidden or wait for their
// time, in order.
func (n *next) withheldPages() []article.PageID {
	ids := n.hidden.Keys()
	n.scheduled.Scan(func(m moment) bool {
		ids = append(ids, m.page)
		return true
	})
	slices.Sort(ids)
	return slices.Compact(ids)
}

// restore has the story of a page no longer count as removed.
func (n *next) restore(c *candidate) {
	c.page.story = c.story.withRare(func(r *rare) { r.removed, r.path = 0, "" })
	n.saved[c.id] = true
}

// followBack has the story of a page return to it, where a withheld article is,
// from one that lost its file: with this change, or before and as far as one
// knows it is the same.
func (n *next) followBack(f looks) {
	if f.at.movedTo == 0 || f.at.story != nil {
		return
	}
	at := n.holder(f.at.id)
	h := n.page(at)
	if h.article == nil && h.story != nil && (!h.story.isRemoved() || f.Fingerprint == 0 && f.title == "" || h.story.had(f.Fingerprint)) {
		n.move(at, f.at.id, f.Path)
	}
}

// isBack reports whether a page has the story of a withheld article, which moved
// away from there, as its own again: as far as one knows what was hidden.
func (n *next) isBack(c *candidate, at article.PageID) bool {
	h := n.page(at)
	if h.article == nil || !n.isWithheld(h.article) || n.declaresOther(c, at) {
		return false
	}
	was, is := newLooks(nil, h.article), newLooks(nil, c.article)
	return was.Fingerprint == 0 && was.title == "" || n.similar(h.article, c.article) || closeness(was.title, is.title) >= alike
}

// declared returns the marks of what an article says of its story, and of
// where the story stands: an id, paths.
func (n *next) declared(l looks) []string {
	marks := append(l.Former(), l.Path)
	if l.ID != "" {
		marks = append(marks, "id "+n.givenID(l.ID))
	}
	if s := l.at.story; s != nil {
		marks = append(marks, "id "+s.idAt(l.Path))
	}
	return marks
}

// hiddenSlug returns the slug of a hidden article, or of one whose file is gone,
// as a mark: drafts have the same name in another folder, with or without a
// date. An article that only waits for its time has none.
func (l looks) hiddenSlug() []string {
	if name := l.slug(); name != "" && (l.at.article == nil || l.Hidden != "") {
		return []string{name}
	}
	return nil
}

// slug returns the name of a page without a date before it, and without the
// underscore that hides; empty for a name that many files have.
func (l looks) slug() string {
	name := strings.TrimLeft(path.Base(l.Path), "_")
	if strings.IndexAny(name, "0123456789") == 0 {
		name = strings.TrimLeft(name, "0123456789-_.")
	}
	if strings.EqualFold(name, "index") || strings.EqualFold(name, "readme") {
		return ""
	}
	return name
}

// hideRemoved has withheld articles take along stories that were removed
// before: those that they declare, or of late with the same fingerprint.
func (n *next) hideRemoved(found []looks) {
	var removed map[uint64][]article.PageID
	for _, f := range found {
		if !n.isVacant(f.at.page) {
			continue
		}
		if at, ok := n.declaredRemoved(f); ok {
			n.move(at, f.at.id, "")
			continue
		}
		if removed == nil {
			removed = n.removedPrints()
		}
		for _, at := range removed[f.Fingerprint] {
			if p := n.page(at); p.story != nil && p.story.isRemoved() && p.article == nil && n.isOfDay(f, p.story) {
				n.move(at, f.at.id, "")
				break
			}
		}
	}
}

// declaredRemoved returns the page of a removed story that an article declares.
func (n *next) declaredRemoved(f looks) (article.PageID, bool) {
	pages := make([]article.PageID, 0, 1)
	if f.ID != "" {
		if at, ok := n.holderOf(n.givenID(f.ID)); ok {
			pages = append(pages, at)
		}
	}
	for _, path := range f.Former() {
		pages = append(pages, n.holder(article.Page(path)))
	}
	i := slices.IndexFunc(pages, func(at article.PageID) bool {
		p, ok := n.pages.Get(at)
		return ok && at != f.at.id && p.article == nil && p.story != nil && p.story.isRemoved() && n.places(at)+n.places(f.at.id) < maxFormer
	})
	if i < 0 {
		return 0, false
	}
	return pages[i], true
}

// removedPrints returns the pages of stories that were removed of late, by each
// fingerprint they ever had.
func (n *next) removedPrints() map[uint64][]article.PageID {
	pages := map[uint64][]article.PageID{}
	n.tombstones.Scan(func(id article.PageID, _ *Tombstone) bool {
		p, ok := n.pages.Get(id)
		if !ok || p.story == nil || !p.story.isRemoved() { // it is back with this change
			return true
		}
		for _, print := range append([]uint64{p.story.print}, p.story.rare.prints...) {
			if print != 0 {
				pages[print] = append(pages[print], id)
			}
		}
		return true
	})
	return pages
}

// isOfDay reports whether an article with the fingerprint of a removed story is
// likely to be of it: short notes have the same words on many days.
func (n *next) isOfDay(f looks, s *story) bool {
	return len(f.body()) >= muchText || f.Date.IsZero() || n.dateOf(f.Article) == dateNumber(TimeOf(s.published).In(n.options.Zone))
}

// releaseHidden returns the removal of files that are gone and whose removal was
// held, where a hidden article that arrives is likely to be the same: what is
// hidden is not held.
func (n *next) releaseHidden(changes []Change) (gone []Change) {
	marks := map[string]bool{}
	for _, c := range changes {
		if c.Article != nil && n.isWithheld(c.Article) {
			for _, m := range n.marks(&page{}, c.Article) {
				marks[m] = true
			}
		}
	}
	if len(marks) == 0 {
		return nil
	}
	n.held.Scan(func(file string, id article.PageID) bool {
		p := n.page(id)
		if p.article == nil {
			return true
		}
		if slices.ContainsFunc(n.marks(&page{story: p.story}, p.article), func(m string) bool { return marks[m] }) {
			gone = append(gone, Change{File: file})
		}
		return true
	})
	for _, c := range gone {
		n.held.Delete(c.File)
	}
	return gone
}

// marks returns all by which the article of a hidden page is recognised.
func (n *next) marks(p *page, a *article.Article) []string {
	l := newLooks(&candidate{page: p}, a)
	return slices.Concat(l.content(), n.declared(l), l.hiddenSlug())
}

// withdrawNotices drops the notices of what is withheld now.
func (n *next) withdrawNotices() {
	kept := make([]*Notice, 0, len(n.notices.list))
	for _, notice := range n.notices.list {
		if n.isWithdrawn(notice) {
			n.delta.Memory.Withdrawn = append(n.delta.Memory.Withdrawn, notice.Number)
		} else {
			kept = append(kept, notice)
		}
	}
	if len(kept) < len(n.notices.list) {
		n.notices = &Notices{kept}
	}
}

// isWithdrawn reports whether a notice tells of a story that is withheld now. One
// whose id has ended is found by its page.
func (n *next) isWithdrawn(notice *Notice) bool {
	at, ok := n.holderOf(notice.ID)
	if !ok || at == nowhere {
		at = n.holder(article.Page(notice.Path))
	}
	p, ok := n.pages.Get(at)
	return ok && p.story != nil && (p.story.wasHidden() || n.isKeptSecret(at))
}

package archive

import (
	"slices"

	"dateline/feed/article"
)

// Hiding takes precedence over every rule that keeps articles: the story of a
// hidden article is neither removed nor held, and there is no notice or tombstone
// of it. It stays at the hidden page with its id and its times, in case it
// returns.

// hider moves stories to the hidden articles that hide them.
type hider struct {
	*stories
	matcher *matcher
}

// hideStories moves stories to withheld articles that arrived: stories whose
// files are gone with this change, or were removed recently.
func (h *hider) hideStories(all []*candidate) {
	var lost, found []looks
	taken := map[string]bool{} // content of withheld articles whose pages have a story
	for _, c := range all {
		switch {
		case c.isLeaving():
			lost = append(lost, newLooks(c, c.last()))
		case c.article == nil || !h.isWithheld(c.article):
		case c.story != nil && c.story.isRemoved():
			h.undoRemoval(c)
		case c.file && c.story == nil:
			found = append(found, newLooks(c, c.article))
		case c.file:
			for _, m := range newLooks(c, c.article).content() {
				taken[m] = true
			}
		}
	}
	h.sortLost(lost)
	for _, marks := range []func(looks) []string{looks.content, h.declared, looks.hiddenSlug} {
		lost, found = h.matcher.matchBy(marks, lost, found)
	}
	for _, day := range byDate(lost, found) {
		h.matcher.matchDay(day.lost, day.found, firstTies)
	}
	for _, f := range found {
		h.followBack(f)
	}
	h.hideRemoved(found)
	for _, l := range lost {
		if l.at.story != nil && slices.ContainsFunc(l.content(), func(m string) bool { return taken[m] }) {
			h.removeStoryAt(l.at, removedHidden)
		}
	}
	h.hides = h.hides || slices.ContainsFunc(all, func(c *candidate) bool {
		return c.story != nil && (c.story.wasHidden() || h.isKeptSecret(c.id))
	})
}

// sortLost sorts articles that lost their files: first those that did with this
// change, because a hidden article that comes with it is one of them rather than
// one that departed before.
func (h *hider) sortLost(lost []looks) {
	departed := func(l looks) int {
		_, ok := h.old.departures.files.Get(l.File)
		return truth(ok)
	}
	slices.SortStableFunc(lost, func(a, b looks) int { return departed(a) - departed(b) })
}

// hideBeside moves stories whose files are gone to withheld articles that were
// there before and say the same, or declare them: a file may be copied to
// drafts first and removed later.
func (h *hider) hideBeside(all []*candidate) {
	lost := map[string]*candidate{} // by mark
	for _, c := range all {
		if c.isLeaving() {
			l := newLooks(c, c.last())
			for _, mark := range slices.Concat(l.content(), h.declared(l)) {
				lost[mark] = c
			}
		}
	}
	if len(lost) == 0 {
		return
	}
	var found []looks
	for _, id := range h.withheldPages() {
		if p := h.page(id); p.article != nil && p.movedTo == 0 && h.isWithheld(p.article) && h.isVacant(p) {
			found = append(found, newLooks(&candidate{page: p, id: id}, p.article))
		}
	}
	for _, f := range found {
		for _, mark := range slices.Concat(f.content(), h.declared(f)) {
			c := lost[mark]
			if c != nil && c.story != nil && h.isOfDay(f, c.story) && h.places(c.id)+h.places(f.at.id) < maxFormer {
				h.move(c.id, f.at.id, "")
				h.hides = true
				break
			}
		}
	}
}

// withheldPages returns the pages of articles that are hidden or scheduled, in
// order.
func (h *hider) withheldPages() []article.PageID {
	ids := h.hidden.Keys()
	h.scheduled.Scan(func(m moment) bool {
		ids = append(ids, m.page)
		return true
	})
	slices.Sort(ids)
	return slices.Compact(ids)
}

// followBack returns a story to a page that it left and where a withheld article
// is now. The page to which it moved must have lost its file: with this change
// or, if the article seems to be the same, earlier.
func (h *hider) followBack(f looks) {
	if f.at.movedTo == 0 || f.at.story != nil {
		return
	}
	at := h.holder(f.at.id)
	p := h.page(at)
	if p.article == nil && p.story != nil && (!p.story.isRemoved() || f.Fingerprint == 0 && f.title == "" || p.story.hadThat(f.Article)) {
		h.move(at, f.at.id, f.Path)
	}
}

// declared returns marks of what an article declares about its story, and of
// where the story stands: ids and paths.
func (h *hider) declared(l looks) []string {
	marks := append(l.Former(), l.Path)
	if l.ID != "" {
		marks = append(marks, "id "+h.givenID(l.ID))
	}
	if s := l.at.story; s != nil {
		marks = append(marks, "id "+s.idAt(l.Path))
	}
	return marks
}

// hideRemoved moves stories that were removed before to withheld articles:
// those that an article declares, or recent ones with the same fingerprint.
func (h *hider) hideRemoved(found []looks) {
	var removed map[uint64][]article.PageID
	for _, f := range found {
		if !h.isVacant(f.at.page) {
			continue
		}
		if at, ok := h.declaredRemoved(f); ok {
			h.move(at, f.at.id, "")
			continue
		}
		if removed == nil {
			removed = h.removedPrints()
		}
		for _, at := range slices.Concat(removed[f.Fingerprint], removed[f.FormerFingerprint()]) {
			if p := h.page(at); p.story != nil && p.story.isRemoved() && p.article == nil && h.isOfDay(f, p.story) {
				h.move(at, f.at.id, "")
				break
			}
		}
	}
}

// declaredRemoved returns the page of a removed story that an article declares.
func (h *hider) declaredRemoved(f looks) (article.PageID, bool) {
	pages := make([]article.PageID, 0, 1)
	if f.ID != "" {
		if at, ok := h.holderOfGiven(f.ID); ok {
			pages = append(pages, at)
		}
	}
	for _, path := range f.Former() {
		pages = append(pages, h.holder(article.Page(path)))
	}
	i := slices.IndexFunc(pages, func(at article.PageID) bool {
		p, ok := h.pages.Get(at)
		return ok && at != f.at.id && p.article == nil && p.story != nil && p.story.isRemoved() && h.places(at)+h.places(f.at.id) < maxFormer
	})
	if i < 0 {
		return 0, false
	}
	return pages[i], true
}

// removedPrints returns the pages of stories that were removed recently, by
// each fingerprint they ever had.
func (h *hider) removedPrints() map[uint64][]article.PageID {
	pages := map[uint64][]article.PageID{}
	h.tombstones.Scan(func(id article.PageID, _ *Tombstone) bool {
		p, ok := h.pages.Get(id)
		if !ok || p.story == nil || !p.story.isRemoved() { // it came back with this change
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
// likely to be that story. The date matters because short notes may have the same
// words on many days.
func (h *hider) isOfDay(f looks, s *story) bool {
	return len(f.body()) >= muchText || f.Date.IsZero() || h.dateOf(f.Article) == dateNumber(TimeOf(s.published).In(h.options.Zone))
}

// takenOver returns the departing files that a hidden article in changes is likely
// to be: what an author hides does not stay.
func (h *hider) takenOver(changes []Change) (files []string) {
	marks := map[string]bool{}
	for _, c := range changes {
		if c.Article != nil && h.isWithheld(c.Article) {
			for _, m := range h.marks(&page{}, c.Article) {
				marks[m] = true
			}
		}
	}
	if len(marks) == 0 {
		return nil
	}
	h.departures.files.Scan(func(file string, d departure) bool {
		p := h.page(d.page)
		if p.article != nil && slices.ContainsFunc(h.marks(&page{story: p.story}, p.article), func(m string) bool { return marks[m] }) {
			files = append(files, file)
		}
		return true
	})
	return files
}

// marks returns all marks by which the article of a hidden page is recognised.
func (h *hider) marks(p *page, a *article.Article) []string {
	l := newLooks(&candidate{page: p}, a)
	return slices.Concat(l.content(), h.declared(l), l.hiddenSlug())
}

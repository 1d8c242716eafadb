package archive

import (
	"cmp"
	"slices"

	"dateline/feed/article"
)

// publish makes the entries of all pages that were edited and puts them into
// their feeds. It makes them in order of publication, so that with an empty
// ledger a topic takes the spelling and slug of its oldest article. Removed
// entries leave tombstones.
func (w *feedWriter) publish() {
	w.claims.pending = slices.Grow(w.claims.pending, claimsOf(w.due))
	shown := w.areShown(nil)
	for i, is := range shown {
		w.exchangeClaims(w.due[i], is)
	}
	w.claims.apply() // edits more pages: those that have changed claims
	shown = w.areShown(shown)
	w.links.relink() // edits more pages: those that link to what changed
	shown = w.areShown(shown)
	made := make([]showing, 0, len(w.due))
	for i, d := range w.due {
		switch {
		case shown[i]:
			made = append(made, showing{d.story.published, d})
		default:
			w.timeUnseen(d)
			if d.entry != nil {
				w.retract(d.id, d.entry)
				d.page.entry = nil
			}
		}
		w.unreport(d.id)
		if d.article == nil && d.story == nil && d.movedTo == 0 && len(d.claims) == 0 {
			w.pages.Delete(d.id)
		}
	}
	slices.SortFunc(made, func(a, b showing) int { return cmp.Compare(a.published, b.published) })
	topics := w.folded.Len()
	for _, d := range made {
		w.put(d.due, w.entry(d.due))
	}
	w.updateTombstones(w.folded.Len() > topics)
}

// unreport drops the complaints about an entry until the entry is made again.
func (w *feedWriter) unreport(id article.PageID) {
	w.bare.Delete(id)
	w.deadLinks.Delete(id)
	w.unlisted.Delete(id)
	w.crowded.Delete(id)
	w.misnamed.Delete(id)
}

// areShown decides which of the edited pages are published, for those that are
// not yet in the list.
func (w *feedWriter) areShown(list []bool) []bool {
	for _, d := range w.due[len(list):] {
		d.shown = w.isShown(d)
		list = append(list, d.shown)
	}
	return list
}

// claimsOf returns an upper bound on the number of claims that the articles of
// pages make.
func claimsOf(pages []due) int {
	sum := 0
	for _, d := range pages {
		if d.article != nil {
			sum += len(d.article.Related)
		}
	}
	return sum
}

// showing is a page to be published, and its time.
type showing struct {
	published int64
	due
}

// isShown reports whether a page is published. A page whose time has not come
// is scheduled.
func (tx *tx) isShown(d due) bool {
	if d.movedTo != 0 || d.story == nil || d.story.isRemoved() || d.article == nil {
		return false
	}
	if tx.wants(d.id, d.page) {
		return true
	}
	tx.schedule(d.id, d.article)
	return false
}

// exchangeClaims makes the claims of the article that is published from now
// on, and withdraws those of the article before it.
func (w *feedWriter) exchangeClaims(d due, shown bool) {
	if d.entry != nil && shown && d.entry.Article == d.article {
		return
	}
	if d.entry != nil {
		w.claims.note(d.entry.Related, -1)
		w.claims.keep(d.id, d.story, d.entry.Article.Topics)
		if !shown {
			w.claims.keepOfFile(d.id, d.story, d.id)
		}
	}
	if shown {
		w.claims.note(d.article.Related, 1)
	}
}

func (w *feedWriter) entry(d due) *Entry {
	claimed := w.claims.claimed(d.page, d.article.Topics)
	topics, crowded := w.registry.topicsOf(d.article.Topics, claimed)
	e := &Entry{Article: d.article, story: d.story, Topics: topics, Outlets: w.registry.outletsOf(d.article.Sources), Languages: w.registry.languagesOf(d.article.Language),
		Directory: w.directoryOf(d.article.File)}
	w.timeTopics(d, e, claimed)
	if crowded {
		w.crowded.Set(d.id, e)
	}
	if d.article.ID != "" && !w.isNamed(e, d.article.ID) {
		w.misnamed.Set(d.id, e)
	}
	if d.article.CoverPath != "" {
		e.Picture = w.asset(d.article.CoverPath)
		if e.Picture == nil {
			w.bare.Set(d.id, e)
		}
	}
	if x := d.article.Enclosure; x != nil && x.Path != "" {
		if e.Enclosed = w.asset(x.Path); e.Enclosed == nil {
			w.bare.Set(d.id, e)
		}
	}
	l := w.links.linksOf(d.article, d.entry)
	if e.Links = l.urls; l.dead {
		w.links.noteDeadLinks(d.id, e)
	}
	if l.own && !w.links.placed {
		w.links.unplaced = append(w.links.unplaced, d.id)
	}
	if w.leftOut(d.id, d.article) {
		w.unlisted.Set(d.id, e)
	}
	return e
}

// same reports whether nothing of an entry changed.
func same(a, b *Entry) bool { return a.Article == b.Article && a.story == b.story && sameFrame(a, b) }

// looksLike reports whether no subscriber could tell two entries apart.
func looksLike(a, b *Entry) bool {
	return sameFrame(a, b) && sameID(a, b) && a.Path == b.Path && a.Title == b.Title && a.Summary == b.Summary && a.HTML == b.HTML && a.Language == b.Language &&
		a.Cover == b.Cover && a.CoverPath == b.CoverPath && a.CoverAlt == b.CoverAlt && a.Enclosure.SameAs(b.Enclosure) &&
		slices.Equal(a.Sources, b.Sources) && slices.Equal(a.Authors, b.Authors)
}

// sameID reports whether two entries of a page have the same id.
func sameID(a, b *Entry) bool {
	return a.story == b.story || a.story.id == "" && b.story.id == "" && a.Path == b.Path || a.ID() == b.ID()
}

// sameFrame reports whether two entries agree in what the archive adds to an
// article.
func sameFrame(a, b *Entry) bool {
	return a.published == b.published && a.updated == b.updated &&
		slices.Equal(a.Topics, b.Topics) && slices.Equal(a.Links, b.Links) &&
		sameAsset(a.Picture, b.Picture) && sameAsset(a.Enclosed, b.Enclosed)
}

func sameAsset(a, b *Asset) bool { return a == b || a != nil && b != nil && *a == *b }

package archive

import (
	"cmp"

	"dateline/feed/article"
)

// feedWriter builds the entries of edited pages, puts them into their feeds, and
// removes those that are no longer published. It owns the feeds.
type feedWriter struct {
	*tx
	claims   *claims
	registry *registry
	links    *linker

	open    map[*Topic]*Feed    // feeds that may be written to, by topic; nil for the feed of everything
	visible map[*Topic]bool     // topics of the feeds whose documents may differ; nil for the feed of everything
	entered map[*Topic][]*Entry // those that feeds did not have before and that are not recent; nil for the feed of everything
}

// visibility is whether readers can see a change of a feed.
type visibility bool

const (
	seen   visibility = true
	unseen visibility = false
)

// follow applies the decisions about stories to feeds. The entry of a story that
// moved moves with it, and publish rebuilds it at the new page.
func (w *feedWriter) follow(d decisions) {
	for _, d := range d.list {
		switch d.kind {
		case Moved:
			w.recent.Delete(moment{d.was.first, d.from})
			if w.wants(d.page, w.page(d.page)) {
				w.delta.Renamed++
				w.noteEdit(editRenamed, w.page(d.page).article.File, d.was.File)
			}
		case ended:
			w.claims.note(d.was.Related, -1)
			w.retract(d.page, d.was)
		}
	}
}

// put puts an entry into its feeds, in place of the previous one.
func (w *feedWriter) put(d due, e *Entry) {
	old := d.entry
	if old != nil && old.first != e.first {
		w.recent.Delete(moment{old.first, d.id})
	}
	if w.isRecent(e) {
		w.recent.Set(moment{e.first, d.id})
	} else if w.recent.Len() > 0 { // its date may have been corrected
		w.recent.Delete(moment{e.first, d.id})
	}
	if old != nil && same(old, e) {
		return
	}
	d.page.entry = e
	visible := seen
	if old != nil && looksLike(old, e) {
		visible = unseen
	}
	if old != nil {
		w.takeOut(old, e, visible)
	} else {
		w.shown[w.contentOf(e.File)]++
	}
	if visible {
		w.delta.Moments = append(w.delta.Moments, e.published)
	}
	w.addTo(w.change(nil, visible), e)
	for t := range e.all() {
		w.addTo(w.change(t, visible), e)
	}
	switch {
	case old == nil:
		w.delta.Added++
		w.notePut(d.id, nil, e)
	case visible == seen:
		w.delta.Changed++
		w.notePut(d.id, old, e)
	}
}

// takeOut removes an entry from the feeds in which its successor e does not
// simply replace it.
func (w *feedWriter) takeOut(old, e *Entry, visible visibility) {
	inPlace := old.published == e.published && old.first == e.first && sameID(old, e)
	if !inPlace {
		w.delta.Moments = append(w.delta.Moments, old.published)
		w.change(nil, visible).remove(old)
	}
	for t := range old.all() {
		if !inPlace || !e.in(t) {
			w.change(t, visible).remove(old)
		}
	}
}

// retract removes the entry of a page from all feeds.
func (w *feedWriter) retract(id article.PageID, e *Entry) {
	w.delta.Moments = append(w.delta.Moments, e.published)
	w.change(nil, seen).remove(e)
	for t := range e.all() {
		w.change(t, seen).remove(e)
	}
	w.recent.Delete(moment{e.first, id})
	w.shown[w.contentOf(e.File)]--
	w.delta.Removed++
	w.noteEdit(editRemoved, e.File, "")
}

// feed returns the feed of a topic; nil stands for everything.
func (s *Snapshot) feed(t *Topic) *Feed {
	if t == nil {
		return s.global
	}
	f, _ := s.feeds[t.Kind].Get(t.Slug)
	return f
}

// change returns the writable feed of a topic. If readers can see the change, its
// documents count as changed.
func (w *feedWriter) change(t *Topic, visible visibility) *Feed {
	f := w.writable(t)
	if visible {
		w.visible[t] = true
		f.state.changed = max(f.state.changed, w.commit())
	}
	return f
}

// writable returns the writable feed of a topic.
func (w *feedWriter) writable(t *Topic) *Feed {
	if f, ok := w.open[t]; ok {
		return f
	}
	f := w.feed(t)
	if f.serial != w.serial {
		f = f.copy(w.serial)
		f.made = w.commit()
		if t == nil {
			w.global = f
		} else {
			w.feeds[t.Kind].Set(t.Slug, f)
		}
	}
	w.open[t] = f
	return f
}

// compare orders topics by kind and slug, nil first.
func (t *Topic) compare(u *Topic) int {
	switch {
	case t == u:
		return 0
	case t == nil:
		return -1
	case u == nil:
		return 1
	}
	return cmp.Or(cmp.Compare(t.Kind, u.Kind), cmp.Compare(t.Slug, u.Slug))
}

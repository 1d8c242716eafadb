package archive

import (
	"slices"

	"dateline/feed/article"
)

// A story is textless if the ledger knows it but has lost its file: the ledger was
// damaged, or is a backup of 0.10.0 or before, which held no files. Its id, its
// times and its fingerprints are known, so its file is recognised when it is read,
// and is neither new nor updated. Until then the story is not published, because
// nobody knows what it said.
//
// If its directory has been read completely and no file is it, the story counts as
// removed when the change is over, among the losses of the day. Nothing is removed
// while a place in the directory cannot be read, nor if so many stories are missing
// that their removal would have been held: that is a fault until the files are back or
// the removal is accepted. A removed story returns as itself with its file. Notices do
// not tell of any of this, because the title is unknown, too: the operator is told.

// isTextless reports whether neither the ledger nor a file has the text of a story.
// Then rare.path is the path of its page, as for a removed one.
func (s *story) isTextless() bool { return s.rare != nil && s.rare.path != "" && s.rare.removed == 0 }

// Textless returns the number of articles of a content directory that cannot be
// published, because the ledger has lost their text and no file has it. It is 0 until
// the directory has been read completely.
func (s *Snapshot) Textless(mount string) int {
	content := s.contentOf(mount)
	if s.textless.Len() == 0 || !s.known[content] {
		return 0
	}
	return s.countTextless()[content]
}

// LacksText reports whether the ledger has lost the text of an article of a content
// directory, and its file has not been read yet.
func (s *Snapshot) LacksText(mount string) bool {
	return s.textless.Len() > 0 && s.countTextless()[s.contentOf(mount)] > 0
}

// countTextless returns the number of textless stories by content directory.
func (s *Snapshot) countTextless() []int {
	count := make([]int, len(s.options.Contents))
	s.textless.Scan(func(id article.PageID, _ struct{}) bool {
		count[s.contentOf(s.page(id).story.lastPlace())]++
		return true
	})
	return count
}

// textlessEntries returns an entry for each textless story. It has only an address
// and what stays the same about a story.
func (s *Snapshot) textlessEntries() (list []*Entry) {
	s.textless.Scan(func(id article.PageID, _ struct{}) bool {
		st := s.page(id).story
		list = append(list, &Entry{Article: &article.Article{Path: st.rare.path, Rare: &article.Rare{}}, story: st})
		return true
	})
	return list
}

// noteTextless marks the stories of pages as textless.
func (r *resolver) noteTextless(pages map[article.PageID]bool, items []Item) {
	for i := 0; i < len(items) && len(pages) > 0; i++ {
		id := article.Page(items[i].Path)
		if p := r.page(id); pages[id] && !p.story.isRemoved() {
			p = r.edit(id)
			p.story = p.story.withRare(func(x *rare) { x.path = items[i].Path })
			r.textless.Set(id, struct{}{})
			delete(pages, id)
		}
	}
}

// regain applies the changes that bring back what memory had lost, as if it had been
// loaded, and returns the others. Files at whose pages no story stands leave no trace
// when they are lost, so if no story is textless, the caller must say that memory may
// be incomplete. In the first reading of a directory, a file whose page leads elsewhere
// is then an earlier version, and neither that nor a page of a day appears now. A text
// that its story never had is an edit.
func (n *next) regain(changes []Change) (others []Change) {
	if n.textless.Len() == 0 && !n.Incomplete {
		return changes
	}
	var known []Change
	for _, c := range changes {
		if n.isRegained(&c) {
			known = append(known, c)
		} else {
			others = append(others, c)
		}
	}
	n.loading = true
	n.files.apply(known)
	clear(n.files.dates)
	n.loading = false
	for _, c := range known {
		n.identity.regain(n.articleOf(n.pageOf(c.File), c.File))
	}
	n.identity.dropRegained()
	return others
}

// isRegained reports whether a change brings back what memory had lost.
func (n *next) isRegained(c *Change) bool {
	read := slices.Contains(n.Imported, n.options.Contents[n.contentOf(c.File)].Mount)
	if c.Day != nil {
		_, known := n.dayPages.Get(c.File)
		return read && !known
	}
	if c.Article == nil {
		return false
	}
	if usual, differs := usualPage(c.Article); differs { // it may be displaced
		if p := n.page(usual); p.article == nil && p.story != nil && p.story.isTextless() && p.story.hadThat(c.Article) {
			return true
		}
	}
	p := n.page(article.Page(c.Article.Path))
	return p.article == nil && (p.story != nil && p.story.isTextless() || p.movedTo != 0 && read)
}

// regain gives a textless story the article that stands at its page.
func (r *resolver) regain(a *article.Article) {
	r.regains = true
	if a == nil {
		return
	}
	id := article.Page(a.Path)
	p := r.edit(id)
	if p.article != a {
		return
	}
	if p.story != nil && p.story.isTextless() {
		p.story = p.story.withRare(func(x *rare) { x.path = "" })
	}
	switch {
	case p.story != nil && (!r.isVisible(a) || !p.story.hadThat(a)):
		r.files.arrived[id] = arrival{file: true}
	case a.ID != "" || len(a.Former()) > 0: // as in recognise
		r.files.arrived[id] = arrival{file: true, before: a}
	}
}

// dropRegained drops the pages whose story is no longer textless or went elsewhere.
func (r *resolver) dropRegained() {
	for _, id := range r.textless.Keys() {
		if s := r.page(id).story; s == nil || !s.isTextless() {
			r.textless.Delete(id)
		}
	}
}

// printed is what a textless story is recognised by: a fingerprint, and the date of
// its publication.
type printed struct {
	print uint64
	date  int64
}

// matchTextless moves textless stories to new articles that have their last
// fingerprint and their date. Several that are equal are matched with none, as in
// matchSure. The directory of the story must have been read, since its file may
// still be there.
func (r *resolver) matchTextless(all []*candidate) {
	if r.textless.Len() == 0 {
		return
	}
	lost := map[printed][]article.PageID{}
	r.textless.Scan(func(id article.PageID, _ struct{}) bool {
		if s := r.page(id).story; s != nil && s.isTextless() && r.known[r.contentOf(s.lastPlace())] {
			key := printed{s.lastPrint(), r.dateAt(s.published)}
			lost[key] = append(lost[key], id)
		}
		return true
	})
	var fitting []*candidate
	found := map[printed]int{}
	for _, c := range all {
		if c.file && c.movedTo == 0 && r.wants(c.id, c.page) && r.isVacant(c.page) {
			fitting = append(fitting, c)
			for _, key := range printsOf(c) {
				found[key]++
			}
		}
	}
	for _, c := range fitting {
		for _, key := range printsOf(c) {
			if from := lost[key]; len(from) == 1 && found[key] == 1 && r.isVacant(c.page) && r.page(from[0]).story != nil {
				r.move(from[0], c.id, "")
				r.regains = true
			}
		}
	}
	r.dropRegained()
}

func (s *story) lastPrint() uint64 {
	if s.rare != nil && len(s.rare.prints) > 0 {
		return s.rare.prints[len(s.rare.prints)-1]
	}
	return s.print
}

// printsOf returns what an article may be recognised by: its fingerprint as this
// version computes it, and as former ones did.
func printsOf(c *candidate) []printed {
	return slices.Compact([]printed{{c.article.Fingerprint, c.date}, {c.article.FormerFingerprint(), c.date}})
}

// endTextless removes the textless stories of directories that have been read
// completely, unless they are too many.
func (r *resolver) endTextless() {
	if r.textless.Len() == 0 {
		return
	}
	pages := make([][]article.PageID, len(r.options.Contents))
	for _, id := range r.textless.Keys() {
		content := r.contentOf(r.page(id).story.lastPlace())
		pages[content] = append(pages[content], id)
	}
	before := r.old.countTextless()
	for content, list := range pages {
		if len(list) == 0 || !r.mayEndTextless(content, len(list), before[content]) {
			continue
		}
		for _, id := range list {
			p := r.edit(id)
			p.story = p.story.withRare(func(x *rare) { x.removed, x.lost = r.now, true })
			r.saved[id] = true
			r.textless.Delete(id)
		}
		if r.delta.Lost == nil {
			r.delta.Lost = map[string]int{}
		}
		r.delta.Lost[r.options.Contents[content].Mount] = len(list)
		r.accepts = r.accepts || r.Accepted
	}
}

// mayEndTextless reports whether the textless stories of a content directory count
// as removed now. before is how many there were before this change.
func (r *resolver) mayEndTextless(content, n, before int) bool {
	isUnread := func(place string) bool { return r.contentOf(place) == content }
	switch grace := r.options.Contents[content].Grace; {
	case r.Accepted && r.known[content]:
		return true
	case !r.known[content] || !r.over && grace > 0 || slices.ContainsFunc(r.Unread, isUnread):
		return false
	}
	return !r.exceeds(content, n+r.departures.gone[content], before+r.old.shown[content])
}

package archive

import (
	"slices"

	"dateline/feed/article"
)

// fewRemoved is the smallest removal that can be held, in articles. Removing
// fewer files at once is normal.
const fewRemoved = 20

// tooMany reports whether a removal has to be accepted. Each content directory is
// judged on its own, so that a small one is protected too. A missing directory
// counts as a removal; an unreadable one never gets here.
func (r *resolver) tooMany(content int, list []*candidate) bool {
	shown := 0
	r.held.Scan(func(file string, _ article.PageID) bool {
		if r.contentOf(file) == content {
			shown++
		}
		return true
	})
	for _, c := range list {
		if c.shown != nil {
			shown++
		}
	}
	return shown >= fewRemoved && shown*100 > r.options.Contents[content].MaxRemoval*r.old.shown[content]
}

// hold puts articles back whose files are gone.
func (r *resolver) hold(list []*candidate) {
	for _, c := range list {
		r.files.setArticle(c.id, c.page, c.before)
		r.files.setPage(c.before.File, article.Page(article.PagePath(c.before.File)), c.id)
		r.held.Set(c.before.File, c.id)
		r.delta.Gone = without(r.delta.Gone, c.before.File)
	}
}

// release returns changes together with the held removals that take effect now:
// all of them if they were accepted, else those of stories that a hidden article
// takes over.
func (h *hider) release(changes []Change) []Change {
	if h.held.Len() == 0 {
		return changes
	}
	if !h.Accepted {
		return append(h.releaseHidden(changes), changes...)
	}
	var gone []Change
	h.held.Scan(func(file string, _ article.PageID) bool {
		gone = append(gone, Change{File: file})
		return true
	})
	h.held.Clear()
	return append(gone, changes...)
}

// releaseHidden returns the held removals of files that a hidden article in
// changes is likely to be: what an author hides is not held.
func (h *hider) releaseHidden(changes []Change) (gone []Change) {
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
	h.held.Scan(func(file string, id article.PageID) bool {
		p := h.page(id)
		if p.article == nil {
			return true
		}
		if slices.ContainsFunc(h.marks(&page{story: p.story}, p.article), func(m string) bool { return marks[m] }) {
			gone = append(gone, Change{File: file})
		}
		return true
	})
	for _, c := range gone {
		h.held.Delete(c.File)
	}
	return gone
}

// marks returns all marks by which the article of a hidden page is recognised.
func (h *hider) marks(p *page, a *article.Article) []string {
	l := newLooks(&candidate{page: p}, a)
	return slices.Concat(l.content(), h.declared(l), l.hiddenSlug())
}

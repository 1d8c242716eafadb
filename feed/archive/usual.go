package archive

import "dateline/feed/article"

// The page of an article need not be the one that follows from its file: front matter
// or a pattern may say where it is. Links, claims and day pages still name articles by
// their files. So the usual page of a file stands for its article, as long as no other
// article and no story is or was there, and nobody declares it as a former address.
// The link of a body that has the extension of the file always means that file.

// usualPage returns the page that follows from the file of an article, and whether
// its page is another one.
func usualPage(a *article.Article) (id article.PageID, differs bool) {
	path := a.UsualPath()
	if path == a.Path {
		return 0, false
	}
	return article.Page(path), true
}

// usualKeys calls yield for the usual page of an article whose page is another one,
// and for its composed form.
func usualKeys(a *article.Article, yield func(article.PageID)) {
	path := a.UsualPath()
	if path == a.Path {
		return
	}
	yield(article.Page(path))
	if composed := article.Composed(path); composed != path {
		yield(article.Page(composed))
	}
}

// eachUsual calls visit for each page whose article has a usual page.
func (s *Snapshot) eachUsual(usual article.PageID, visit func(article.PageID)) {
	s.usuals.Ascend(declaration{usual, 0}, func(x declaration) bool {
		if x.path == usual {
			visit(x.page)
		}
		return x.path == usual
	})
}

// Meant returns the page that a claim for a page means: the same page, or that of the
// article whose file has it as its usual page.
func (s *Snapshot) Meant(id article.PageID) article.PageID {
	if s.usuals.Len() == 0 || !isFree(s.page(id)) {
		return id
	}
	var first *article.Article
	meant := id
	s.eachUsual(id, func(at article.PageID) {
		if a := s.page(at).article; first == nil || s.declaresFirst(a, first) {
			meant, first = at, a
		}
	})
	return meant
}

// remakeUsual makes sure that the entries are rebuilt whose usual page begins or
// ceases to stand for them, because the claims for it count or count no longer.
func (tx *tx) remakeUsual(usual article.PageID) {
	if tx.usuals.Len() > 0 && !tx.loading {
		tx.eachUsual(usual, tx.remake)
	}
}

// isFree reports whether no article and no story is or was at a page.
func isFree(p *page) bool { return p.article == nil && p.story == nil && p.movedTo == 0 }

// listed returns what the pages of a day say about the page of an article, which they
// may name by its file.
func listed[T any](list map[article.PageID]T, id article.PageID, a *article.Article) (value T, ok bool) {
	if value, ok = list[id]; ok || len(list) == 0 || a == nil {
		return value, ok
	}
	if usual, differs := usualPage(a); differs {
		value, ok = list[usual]
	}
	return value, ok
}

// fileAt returns the article of a Markdown file that has a page of its own, by its
// path, or nil.
func (s *Snapshot) fileAt(file string) (id article.PageID, a *article.Article) {
	if s.elsewhere.Len() == 0 || !article.IsMarkdown(file) {
		return 0, nil
	}
	id, ok := s.elsewhere.Get(file)
	if !ok {
		return 0, nil
	}
	return id, s.articleOf(id, file)
}

// EntryOf returns the published entry of a file.
func (s *Snapshot) EntryOf(file string) (*Entry, bool) {
	e, ok := s.Page(s.pageOf(file))
	return e, ok && e.File == file
}

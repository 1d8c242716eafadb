package archive

import (
	"cmp"
	"slices"

	"dateline/feed/article"
)

// filed is a change of a file, and the page that follows from its path.
type filed struct {
	*Change
	usual article.PageID
}

// place returns a change with the page at which it has its file stand: an
// article says that itself.
func place(c *Change) placed[filed] {
	path := article.PagePath(c.File)
	usual := article.Page(path)
	if c.Article != nil && c.Article.Path != path {
		return placed[filed]{article.Page(c.Article.Path), filed{c, usual}}
	}
	return placed[filed]{usual, filed{c, usual}}
}

// shift is a file whose page is another one than before.
type shift struct {
	from, to article.PageID
	file     string
}

// applyFile has the article of a file stand at its page, and no longer where
// it stood before.
func (n *next) applyFile(at article.PageID, f filed) {
	was := f.usual
	if n.elsewhere.Len() > 0 {
		if id, ok := n.elsewhere.Get(f.File); ok {
			was = id
		}
	}
	if f.Article == nil {
		there := n.setFile(was, f.File, nil)
		n.elsewhere.Delete(f.File)
		if there && f.Day == nil && f.Asset == nil {
			n.delta.Gone = append(n.delta.Gone, f.File)
		}
		return
	}
	n.held.Delete(f.File)
	if was != at && n.setFile(was, f.File, nil) {
		n.shifts = append(n.shifts, shift{was, at, f.File})
	}
	n.setPage(f.File, f.usual, at)
	n.setFile(at, f.File, f.Article)
}

// setPage notes where a file stands.
func (n *next) setPage(file string, usual, at article.PageID) {
	if at != usual {
		n.elsewhere.Set(file, at)
	} else if n.elsewhere.Len() > 0 {
		n.elsewhere.Delete(file)
	}
}

// pageOf returns the page at which a file stands, or would.
func (s *Snapshot) pageOf(file string) article.PageID {
	if id, ok := s.elsewhere.Get(file); ok {
		return id
	}
	return article.Page(article.PagePath(file))
}

// articleOf returns the article of a file that stands at a page, or is one of
// several files for it; nil for none.
func (s *Snapshot) articleOf(id article.PageID, file string) *article.Article {
	for _, a := range s.filesOf(id) {
		if a.File == file {
			return a
		}
	}
	return nil
}

// filesOf returns the articles for a page, first the one that holds it.
func (s *Snapshot) filesOf(id article.PageID) []*article.Article {
	p, ok := s.pages.Get(id)
	if !ok || p.article == nil {
		return nil
	}
	rivals, _ := s.rivals.Get(id)
	return append([]*article.Article{p.article}, rivals...)
}

// setFile sets the article of a file for a page, or with nil takes it away, and
// reports whether there was one.
func (n *next) setFile(id article.PageID, file string, a *article.Article) (was bool) {
	known, ok := n.pages.Get(id)
	if ok && known.article != nil && (known.article.File != file || n.rivals.Len() > 0) {
		files := n.filesOf(id)
		others := slices.DeleteFunc(slices.Clone(files), func(f *article.Article) bool { return f.File == file })
		was = len(others) < len(files)
		if a != nil {
			others = append(others, a)
		}
		if was || a != nil {
			n.stand(id, others)
		}
		return was
	}
	was = ok && known.article != nil
	if was || a != nil {
		n.setArticle(id, n.edit(id), a)
	}
	return was
}

// stand has the first of several articles for a page hold it: of those that are
// to be shown now the first by name, such as x.markdown before x.md, else the
// first of all. The others wait.
func (n *next) stand(id article.PageID, files []*article.Article) {
	slices.SortFunc(files, func(a, b *article.Article) int {
		if is := n.isVisible(a); is != n.isVisible(b) {
			if is {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.File, b.File)
	})
	rivals, _ := n.rivals.Get(id)
	for _, a := range rivals {
		n.unschedule(id, a)
	}
	n.rivals.Delete(id)
	if len(files) == 0 {
		n.setArticle(id, n.edit(id), nil)
		return
	}
	n.setArticle(id, n.edit(id), files[0])
	if len(files) == 1 {
		return
	}
	n.rivals.Set(id, files[1:])
	for _, a := range files {
		n.schedule(id, a)
	}
}

// standAgain looks at a page again whose articles the time may have shown or
// ended.
func (n *next) standAgain(id article.PageID) {
	n.remake(id)
	if _, several := n.rivals.Get(id); several {
		n.stand(id, n.filesOf(id))
	}
}

// setArticle has an article stand at a page, and its story looked at again.
func (n *next) setArticle(id article.PageID, p *page, a *article.Article) {
	old := p.article
	if old == a {
		return
	}
	if old != nil {
		n.unfile(id, old)
	}
	if p.article = a; a != nil {
		n.file(id, a)
	}
	if arrived := n.arrived[id]; !arrived.file && !n.loading {
		arrived.file, arrived.before = true, old
		n.arrived[id] = arrived
	}
}

// file and unfile note what follows from an article that stands at a page. The
// date of a hidden one cannot be relied on, and matters to nobody.
func (n *next) file(id article.PageID, a *article.Article) {
	n.uses(a, func(of article.PageID) { n.users.Set(use{of, id}) })
	n.callPage(id, a, false)
	if a.Hidden == "" {
		d := n.day(n.dateOf(a))
		d.articles = append(d.articles, dated{a, id})
		n.name(id, a)
	} else {
		n.hidden.Set(id, struct{}{})
	}
	n.schedule(id, a)
}

func (n *next) unfile(id article.PageID, a *article.Article) {
	n.uses(a, func(of article.PageID) { n.users.Delete(use{of, id}) })
	n.callPage(id, a, true)
	if a.Hidden == "" {
		d := n.day(n.dateOf(a))
		d.articles = slices.DeleteFunc(d.articles, func(a dated) bool { return a.id == id })
	} else {
		n.hidden.Delete(id)
	}
	n.unschedule(id, a)
	n.unname(id, a)
}

func (n *next) applyDay(file string, d *article.Day) {
	old, _ := n.dayPages.Delete(file)
	if old != nil || d != nil {
		n.touch(article.Page(article.PagePath(file)))
	}
	if old != nil {
		delete(n.ranks, dateNumber(old.Date))
		n.noteClaims(old.Articles, -1)
		date := dateNumber(old.Date)
		on := n.day(date)
		on.pages = slices.DeleteFunc(on.pages, func(d *article.Day) bool { return d == old })
		n.dates[date] = true
	}
	if d != nil {
		delete(n.ranks, dateNumber(d.Date))
		n.dayPages.Set(file, d)
		n.noteClaims(d.Articles, 1)
		date := dateNumber(d.Date)
		on := n.day(date)
		on.pages = append(on.pages, d)
		n.dates[date] = true
	}
}

func (n *next) applyAsset(file string, asset *Asset) {
	old, composed := n.setAsset(file, asset), article.Composed(file)
	if old == asset || old != nil && asset != nil && *old == *asset {
		return
	}
	if (old == nil) != (asset == nil) {
		n.callFile(file, asset == nil)
		n.touch(article.Page(file), article.Page(composed), nameKey(lastPart(file)))
	}
	for id := range n.usersOf(article.Page(composed)) {
		p := n.page(id)
		if article.Composed(p.article.CoverPath) == composed || p.article.Enclosure != nil && article.Composed(p.article.Enclosure.Path) == composed {
			n.remake(id)
		}
	}
}

func without[T comparable](list []T, value T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return v == value })
}

package archive

import (
	"cmp"
	"slices"

	"dateline/feed/article"
)

// applyArticle sets the article of a file, or nil. Of several files for one
// page, such as x.md beside x.markdown, the first by name holds the page.
func (n *next) applyArticle(id article.PageID, file string, a *article.Article) {
	known, ok := n.pages.Get(id)
	if a == nil && (!ok || known.article == nil) {
		return
	}
	if a != nil {
		n.held.Delete(file)
	}
	p := n.page(id)
	files := n.filesOf(id, p.article, file, a)
	var stands *article.Article
	if len(files) > 0 {
		stands = files[0]
	}
	if len(files) > 1 {
		n.rivals.Set(id, files[1:])
	} else {
		n.rivals.Delete(id)
	}
	n.setArticle(id, p, stands)
	if a == nil {
		n.delta.Gone = append(n.delta.Gone, file)
	}
}

// filesOf gives the articles for a page once file holds a, by name.
func (n *next) filesOf(id article.PageID, present *article.Article, file string, a *article.Article) []*article.Article {
	if present == nil && a != nil {
		return []*article.Article{a}
	}
	rivals, _ := n.rivals.Get(id)
	files := slices.DeleteFunc(append([]*article.Article{present}, rivals...), func(f *article.Article) bool {
		return f == nil || f.File == file
	})
	if a != nil {
		files = append(files, a)
	}
	slices.SortFunc(files, func(a, b *article.Article) int { return cmp.Compare(a.File, b.File) })
	return files
}

// setArticle has an article stand at a page, and its story looked at again.
func (n *next) setArticle(id article.PageID, p *page, a *article.Article) {
	old := p.article
	if old == a {
		return
	}
	if old != nil {
		for _, file := range old.Images {
			n.users.Delete(use{file, id})
		}
		d := n.day(n.dateOf(old))
		d.articles = slices.DeleteFunc(d.articles, func(a dated) bool { return a.id == id })
		n.unschedule(id, old)
	}
	p.article = a
	if a != nil {
		for _, file := range a.Images {
			n.users.Set(use{file, id})
		}
		d := n.day(n.dateOf(a))
		d.articles = append(d.articles, dated{a, id})
		n.schedule(id, a)
	}
	if arrived := n.arrived[id]; !arrived.file && !n.loading {
		arrived.file, arrived.before = true, old
		n.arrived[id] = arrived
	}
}

func (n *next) applyDay(file string, d *article.Day) {
	if old, _ := n.dayPages.Delete(file); old != nil {
		delete(n.ranks, dateNumber(old.Date))
		n.hear(old.Articles, -1)
		date := dateNumber(old.Date)
		on := n.day(date)
		on.pages = slices.DeleteFunc(on.pages, func(d *article.Day) bool { return d == old })
		n.dates[date] = true
	}
	if d != nil {
		delete(n.ranks, dateNumber(d.Date))
		n.dayPages.Set(file, d)
		n.hear(d.Articles, 1)
		date := dateNumber(d.Date)
		on := n.day(date)
		on.pages = append(on.pages, d)
		n.dates[date] = true
	}
}

func (n *next) applyImage(file string, image *Image) {
	old, had := n.images.Delete(file)
	if image != nil {
		n.images.Set(file, image)
	}
	if had && image != nil && *old == *image || !had && image == nil {
		return
	}
	for id := range n.usersOf(file) {
		n.page(id)
	}
}

func without[T comparable](list []T, value T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return v == value })
}

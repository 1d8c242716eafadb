package archive

import (
	"bytes"
	"cmp"
	"slices"

	"dateline/feed/article"
)

// filed is a change of a file, and the page that follows from the path of the
// file.
type filed struct {
	*Change
	usual article.PageID
	was   article.PageID // the page of the file before
	left  bool           // an article of the file was at that page, and no longer is
}

// place returns a change with the page of its file. Articles determine their page
// themselves.
func place(c *Change) placed[filed] {
	path := article.PagePath(c.File)
	usual := article.Page(path)
	if c.Article != nil && c.Article.Path != path {
		return placed[filed]{article.Page(c.Article.Path), filed{Change: c, usual: usual, was: usual}}
	}
	return placed[filed]{usual, filed{Change: c, usual: usual, was: usual}}
}

// fileIndex knows which article stands at which page. It owns the articles of
// pages, and the indexes that follow from these. Its input is changes of files,
// and its output is arrivals: the pages whose story has to be examined.
type fileIndex struct {
	*tx
	claims *claims
	links  *linker

	arrivals
	dates map[int64]bool // dates whose day pages changed
}

// apply applies changes of files. Articles leave their pages before others enter
// these, so that the order of the changes does not matter.
func (x *fileIndex) apply(changes []Change) {
	changes = x.takeFreed(changes)
	all := byPage(placeAll(len(changes), func(i int) placed[filed] { return place(&changes[i]) }))
	x.leaveAll(all)
	x.orderRivals(all)
	for _, c := range all {
		if c.it.Article != nil {
			x.enter(c.page, c.it)
		} else {
			x.leave(c.it) // again, as the same batch may have brought the file before
		}
		x.applyDay(c.it.File, c.it.Day)
		x.applySheet(c.it.File, c.it.Page)
		x.applyAsset(c.it.File, c.it.Asset)
	}
}

// leaveAll removes the articles from their pages whose files are gone or ask for
// other pages.
func (x *fileIndex) leaveAll(all []placed[filed]) {
	for i := range all {
		f := &all[i].it
		f.was = x.wasAt(*f)
		switch {
		case f.Article == nil:
			x.leave(*f)
		case f.was != all[i].page && !x.isDisplaced(f.File):
			if x.Departs(f.File) {
				x.comeBack(f.File)
			}
			f.left = x.setFile(f.was, f.File, nil)
		}
	}
}

// wasAt returns the page of a file before its change.
func (x *fileIndex) wasAt(f filed) article.PageID {
	if x.elsewhere.Len() > 0 {
		if id, ok := x.elsewhere.Get(f.File); ok {
			return id
		}
	}
	return f.usual
}

// leave removes the article of a file that is gone.
func (x *fileIndex) leave(f filed) {
	there := x.setFile(x.wasAt(f), f.File, nil)
	if x.elsewhere.Len() > 0 {
		x.elsewhere.Delete(f.File)
	}
	if there && f.Day == nil && f.Page == nil && f.Asset == nil {
		x.delta.Gone = append(x.delta.Gone, f.File)
	}
}

// enter sets the article of a file at its page: the one for which it asks, or the
// usual one if that belongs to another article.
func (x *fileIndex) enter(at article.PageID, f filed) {
	a := f.Article
	if f.was = x.wasAt(f); at != f.usual && x.isTaken(at, f) {
		x.displaced.Set(f.File, a)
		at, a = f.usual, a.AtUsualPath()
	} else if x.displaced.Len() > 0 {
		x.displaced.Delete(f.File)
	}
	if x.Departs(f.File) {
		x.comeBack(f.File)
	}
	if f.was != at && (f.left || x.setFile(f.was, f.File, nil)) {
		x.shifts = append(x.shifts, shift{from: f.was, to: at, file: f.File})
	}
	x.setPage(f.File, f.usual, at)
	x.setFile(at, f.File, a)
}

// comeBack records that the file of a departing article is there again.
func (x *fileIndex) comeBack(file string) {
	d, _ := x.dropDeparture(file)
	a := x.arrived[d.page]
	a.back = true
	x.arrived[d.page] = a
}

// setPage records the page of a file.
func (x *fileIndex) setPage(file string, usual, at article.PageID) {
	if at != usual {
		x.elsewhere.Set(file, at)
	} else if x.elsewhere.Len() > 0 {
		x.elsewhere.Delete(file)
	}
}

// pageOf returns the page that a file has or would have.
func (s *Snapshot) pageOf(file string) article.PageID {
	if id, ok := s.elsewhere.Get(file); ok {
		return id
	}
	return article.Page(article.PagePath(file))
}

// articleOf returns the article of a file for a page, whether or not it holds
// the page, or nil.
func (s *Snapshot) articleOf(id article.PageID, file string) *article.Article {
	for _, a := range s.filesOf(id) {
		if a.File == file {
			return a
		}
	}
	return nil
}

// filesOf returns the articles for a page. The first one holds it.
func (s *Snapshot) filesOf(id article.PageID) []*article.Article {
	p, ok := s.pages.Get(id)
	if !ok || p.article == nil {
		return nil
	}
	rivals, _ := s.rivals.Get(id)
	return append([]*article.Article{p.article}, rivals...)
}

// setFile sets the article of a file for a page, or removes it if a is nil,
// and reports whether the file had an article there before. An article that is
// only read again, as those with complaints are at every start, changes nothing.
func (x *fileIndex) setFile(id article.PageID, file string, a *article.Article) (had bool) {
	if a != nil && isReadAgain(x.articleOf(id, file), a) {
		return true
	}
	known, ok := x.pages.Get(id)
	if ok && known.article != nil && (known.article.File != file || x.rivals.Len() > 0) {
		files := x.filesOf(id)
		others := slices.DeleteFunc(slices.Clone(files), func(f *article.Article) bool { return f.File == file })
		had = len(others) < len(files)
		if a != nil {
			others = append(others, a)
		}
		if had || a != nil {
			x.stand(id, others)
		}
		return had
	}
	had = ok && known.article != nil
	if had || a != nil {
		x.setArticle(id, x.edit(id), a)
	}
	return had
}

// isReadAgain reports whether b is a, if there is one, read again: the same bytes
// with the same meaning. That of a link or a picture may have changed.
func isReadAgain(a, b *article.Article) bool {
	if a == nil || a.Hash != b.Hash {
		return false
	}
	was, err1 := a.AppendBinary(nil)
	is, err2 := b.AppendBinary(nil)
	return err1 == nil && err2 == nil && bytes.Equal(was, is)
}

// stand decides which of several articles for a page holds it: the first by
// name of those that can be shown now, such as x.markdown before x.md, else
// the first of all. One that asked for the page comes before those, because it held
// the page before they came. The others wait.
func (x *fileIndex) stand(id article.PageID, files []*article.Article) {
	slices.SortFunc(files, func(a, b *article.Article) int {
		return cmp.Or(truth(x.isVisible(b))-truth(x.isVisible(a)), truth(b.Path != b.UsualPath())-truth(a.Path != a.UsualPath()), cmp.Compare(a.File, b.File))
	})
	rivals, _ := x.rivals.Get(id)
	for _, a := range rivals {
		x.unschedule(id, a)
	}
	x.rivals.Delete(id)
	if len(files) == 0 {
		x.setArticle(id, x.edit(id), nil)
		return
	}
	x.setArticle(id, x.edit(id), files[0])
	if len(files) == 1 {
		return
	}
	x.rivals.Set(id, files[1:])
	for _, a := range files {
		x.schedule(id, a)
	}
}

// standAgain decides again which article holds a page, because time may have
// shown or ended one.
func (x *fileIndex) standAgain(id article.PageID) {
	x.remake(id)
	if _, several := x.rivals.Get(id); several {
		x.stand(id, x.filesOf(id))
	}
}

// setArticle sets the article of a page, and makes the page an arrival.
func (x *fileIndex) setArticle(id article.PageID, p *page, a *article.Article) {
	old := p.article
	if old == a {
		return
	}
	if old != nil {
		x.unfile(id, old)
	}
	if p.article = a; a != nil {
		x.file(id, a)
	}
	if (old == nil) != (a == nil) {
		x.remakeUsual(id)
	}
	if arrived := x.arrived[id]; !arrived.file && !x.loading {
		arrived.file, arrived.before = true, old
		x.arrived[id] = arrived
	}
}

// file and unfile maintain the indexes that follow from the article of a page. A
// hidden article is not on its date, which may be wrong.
func (x *fileIndex) file(id article.PageID, a *article.Article) {
	x.uses(a, func(of article.PageID) { x.users.Set(use{of, id}) })
	x.links.addNames(pageNames(id, a))
	if a.Hidden == "" {
		d := x.day(x.dateOf(a))
		d.articles = append(d.articles, dated{a, id})
		x.name(id, a)
	} else {
		x.hidden.Set(id, struct{}{})
	}
	x.schedule(id, a)
}

func (x *fileIndex) unfile(id article.PageID, a *article.Article) {
	x.uses(a, func(of article.PageID) { x.users.Delete(use{of, id}) })
	x.links.dropNames(pageNames(id, a))
	if a.Hidden == "" {
		d := x.day(x.dateOf(a))
		d.articles = slices.DeleteFunc(d.articles, func(a dated) bool { return a.id == id })
	} else {
		x.hidden.Delete(id)
	}
	x.unschedule(id, a)
	x.unname(id, a)
}

func (x *fileIndex) applyDay(file string, d *article.Day) {
	old, _ := x.dayPages.Delete(file)
	if old != nil || d != nil {
		x.links.touch(article.Page(article.PagePath(file)))
	}
	if old != nil {
		delete(x.ranks, dateNumber(old.Date))
		x.claims.note(old.Articles, -1)
		date := dateNumber(old.Date)
		on := x.day(date)
		on.pages = slices.DeleteFunc(on.pages, func(d *article.Day) bool { return d == old })
		x.dates[date] = true
	}
	if d != nil {
		delete(x.ranks, dateNumber(d.Date))
		x.dayPages.Set(file, d)
		x.claims.note(d.Articles, 1)
		date := dateNumber(d.Date)
		on := x.day(date)
		on.pages = append(on.pages, d)
		x.dates[date] = true
	}
}

func (x *fileIndex) applyAsset(file string, asset *Asset) {
	old, at := x.setAsset(file, asset), PathOf(file)
	composed := article.Composed(at)
	if old == asset || old != nil && asset != nil && *old == *asset {
		return
	}
	x.delta.Assets = append(x.delta.Assets, file)
	if (old == nil) != (asset == nil) {
		x.links.setFileName(file, asset)
		x.links.touch(article.Page(at), article.Page(composed), nameKey(lastPart(at)))
	}
	for id := range x.usersOf(article.Page(composed)) {
		p := x.page(id)
		if article.Composed(p.article.CoverPath) == composed || p.article.Enclosure != nil && article.Composed(p.article.Enclosure.Path) == composed {
			x.remake(id)
		}
	}
}

func without[T comparable](list []T, value T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return v == value })
}

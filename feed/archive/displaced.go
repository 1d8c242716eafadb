package archive

import (
	"cmp"
	"slices"

	"dateline/feed/article"
)

// Several articles may ask for one page, by front matter or by a pattern. The one that
// has the page keeps it; of those that come together, the first by date and file gets
// it, unless the story of the page is another one's. The others are displaced: they are
// published at their usual pages, so that nothing is lost, with a complaint, and take
// the page when nothing stands there any longer. An article whose usual page it is has
// no other page, so it waits, unpublished, as long as an article holds the page that
// came first.

// isDisplaced reports whether the article of a file is at its usual page because
// another one has the page for which it asks.
func (x *fileIndex) isDisplaced(file string) bool {
	if x.displaced.Len() == 0 {
		return false
	}
	_, is := x.displaced.Get(file)
	return is
}

// isTaken reports whether the page for which an article asks belongs to another
// article. While a snapshot is loaded, no order of changes is known, but a displaced
// article has its own story at its usual page.
func (x *fileIndex) isTaken(at article.PageID, f filed) bool {
	p := x.page(at)
	if p.article != nil && p.article.File != f.File {
		return true
	}
	return !isOf(p.story, f.Article) && x.wasDisplaced(f)
}

// wasDisplaced reports whether a file that is loaded seems to have been displaced,
// because its own story is at its usual page. The story of the page for which it asks
// may have had its text, too, if that page was its before.
func (x *fileIndex) wasDisplaced(f filed) bool {
	return x.loading && f.usual != article.Page(f.Article.Path) && isOf(x.page(f.usual).story, f.Article)
}

// isOf reports whether an article seems to be that of a story which is not removed.
func isOf(s *story, a *article.Article) bool { return s != nil && !s.isRemoved() && s.hadThat(a) }

// orderRivals orders the files that ask for one page: the one whose story is there
// first, else by date and file. Those whose usual page it is come before these.
func (x *fileIndex) orderRivals(all []placed[filed]) {
	for begin := 0; begin < len(all); {
		end := begin + 1
		for end < len(all) && all[end].page == all[begin].page {
			end++
		}
		if end-begin > 1 && !repeatsFile(all[begin:end]) {
			s := x.page(all[begin].page).story
			slices.SortStableFunc(all[begin:end], func(a, b placed[filed]) int {
				f, g := a.it.Article, b.it.Article
				if f == nil || g == nil {
					return truth(f != nil) - truth(g != nil)
				}
				return cmp.Or(truth(x.wasDisplaced(a.it))-truth(x.wasDisplaced(b.it)), truth(isOf(s, g))-truth(isOf(s, f)), truth(b.it.usual == b.page)-truth(a.it.usual == a.page),
					cmp.Compare(x.dateOf(f), x.dateOf(g)), cmp.Compare(f.File, g.File))
			})
		}
		begin = end
	}
}

// repeatsFile reports whether changes for one page name a file twice, so that their
// order matters.
func repeatsFile(list []placed[filed]) bool {
	seen := map[string]bool{}
	for _, c := range list {
		if seen[c.it.File] {
			return true
		}
		seen[c.it.File] = true
	}
	return false
}

// takeFreed returns changes together with the displaced articles for whose page
// nothing stands any longer.
func (x *fileIndex) takeFreed(changes []Change) []Change {
	if x.displaced.Len() == 0 || x.loading {
		return changes
	}
	x.displaced.Copy().Scan(func(file string, asks *article.Article) bool {
		p := x.page(article.Page(asks.Path))
		switch {
		case x.articleOf(x.pageOf(file), file) == nil:
			x.displaced.Delete(file)
		case p.article != nil, p.story != nil && !p.story.isRemoved(), x.Departs(file),
			slices.ContainsFunc(changes, func(c Change) bool { return c.File == file }):
		default:
			x.displaced.Delete(file)
			changes = append(slices.Clip(changes), Change{File: file, Article: asks})
		}
		return true
	})
	return changes
}

// followStories moves displaced articles to the pages for which they ask if the
// stories that stood there came to them: the files were renamed, and both were there for
// a moment. So their pages stay the same, and subscribers are told of no move.
func (r *resolver) followStories() {
	if r.displaced.Len() == 0 {
		return
	}
	r.displaced.Copy().Scan(func(file string, asks *article.Article) bool {
		at, usual := article.Page(asks.Path), article.Page(asks.UsualPath())
		p := r.page(usual)
		if r.page(at).article != nil || r.page(at).movedTo != usual || p.article == nil || p.article.File != file || p.story == nil {
			return true
		}
		r.displaced.Delete(file)
		r.files.setFile(usual, file, nil)
		r.files.setPage(file, usual, at)
		r.files.setFile(at, file, asks)
		r.move(usual, at, asks.UsualPath())
		return true
	})
}

// displacedProblems returns the complaints about articles that are not at the page
// for which they ask.
func (s *Snapshot) displacedProblems() (all []article.Problem) {
	s.displaced.Scan(func(file string, asks *article.Article) bool {
		a := s.articleOf(s.pageOf(file), file)
		holder := s.page(article.Page(asks.Path)).article
		if a != nil && holder != nil && s.isVisible(a) {
			all = append(all, article.Problem{File: file, About: article.Addresses, What: "its address " + asks.Permalink() + " is already that of " + holder.File,
				Effect: "its page is at " + article.Address(a.Path), Hint: "write another slug or permalink in one of the two files, or a pattern in content.permalink that tells them apart"})
		}
		return true
	})
	return all
}

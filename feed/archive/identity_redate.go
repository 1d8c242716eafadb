package archive

import (
	"path"

	"dateline/feed/article"
)

// redate moves the time of publication of the story of a page along with a date
// that was corrected: to the second that a new article of that date would get that
// is not live. A date-only article whose second is on its date already keeps it.
// The id stays, and nothing is announced. The story counts as updated only if it
// says something new, but never before it is published.
//
// An article that a correction withheld comes back at the corrected time, though
// nobody knows any more what it said before. One that was hidden in between keeps
// its time, because what it said then cannot be relied on.
func (rv *reviser) redate(id article.PageID, why arrival) {
	p := rv.page(id)
	a, s, was := p.article, p.story, why.before
	if a == nil || s == nil || s.isRemoved() || !rv.isVisible(a) || rv.isOn(a, s.published) {
		return
	}
	if p.entry != nil {
		was = p.entry.Article
	}
	returns := why.due && rv.beginning(a) > max(s.published, rv.old.clock.Unix())
	if !returns && (was == nil || was.Hidden != "" || !isCorrected(was, a)) {
		return
	}
	rv.times.remove(s.published)
	clear(rv.minter.minted)
	published := rv.minter.take(a)
	rv.replace(id, s.with(func(s *story) {
		s.published, s.updated = published, max(s.updated, published)
	}).unadopted())
}

// isOn reports whether a second of publication is that of an article: its moment,
// or any on its date if it has only a date.
func (s *Snapshot) isOn(a *article.Article, published int64) bool {
	if a.DateOnly {
		return s.dateAt(published) == s.dateOf(a)
	}
	return published == a.Date.Unix()
}

// beginning returns the first second of the date of an article, or its moment.
func (s *Snapshot) beginning(a *article.Article) int64 {
	if a.DateOnly {
		return s.midnight(a.Date).Unix()
	}
	return a.Date.Unix()
}

// isCorrected reports whether the date of an article was corrected since an
// earlier version. A date that follows from the same bytes in the same file in
// another way, as in another time zone, is no correction (see resolver.rezone). Nor
// is one that a file gets in another folder, because files are moved between the
// folders of days by mistake, and their headings follow: unless its name has another
// date, too, or front matter another time.
func isCorrected(was, a *article.Article) bool {
	switch {
	case was.DateOnly == a.DateOnly && was.Date.Equal(a.Date):
		return false
	case was.File == a.File:
		return was.Hash != a.Hash || a.Hash == [16]byte{}
	case path.Dir(was.File) == path.Dir(a.File), !was.DateOnly && !a.DateOnly:
		return true
	}
	before, named := article.DateInName(was.File)
	now, isNamed := article.DateInName(a.File)
	return named && isNamed && !before.Equal(now)
}

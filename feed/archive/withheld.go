package archive

import (
	"cmp"
	"slices"
	"time"

	"dateline/feed/article"
)

// isWithheld reports whether an author keeps an article from the public, forever
// or until a later time.
func (s *Snapshot) isWithheld(a *article.Article) bool { return a.Hidden != "" || s.isFuture(a) }

// isExpired reports whether an article has expired.
func (s *Snapshot) isExpired(a *article.Article) bool {
	return !a.Expires.IsZero() && !a.Expires.After(s.clock)
}

// isVisible reports whether an article should be published now, according to its
// author.
func (s *Snapshot) isVisible(a *article.Article) bool { return !s.isWithheld(a) && !s.isExpired(a) }

// Withheld is an article that its author keeps from being published.
type Withheld struct {
	File, Path string
	// Why says what hides it, or "dated 2026-12-24", "scheduled
	// 2026-12-24T09:00:00Z", "expired 2026-12-24T09:00:00Z".
	Why string
	// Until is when it will be published, or zero if it never will.
	Until time.Time
}

// Withheld returns, by file, the articles that their authors keep from being
// published. It reads all articles.
func (s *Snapshot) Withheld() []Withheld {
	var list []Withheld
	for a := range s.Articles() {
		if !s.isVisible(a) {
			list = append(list, s.withheld(a))
		}
	}
	slices.SortFunc(list, func(a, b Withheld) int { return cmp.Compare(a.File, b.File) })
	return list
}

func (s *Snapshot) withheld(a *article.Article) Withheld {
	w := Withheld{File: a.File, Path: a.Path, Why: a.Hidden}
	at := func(t time.Time) string { return t.In(s.options.Zone).Format(time.RFC3339) }
	switch due := s.dueAt(a); {
	case a.Hidden != "":
	case s.isExpired(a):
		w.Why = "expired " + at(a.Expires)
	case due.Equal(a.Appears):
		w.Why, w.Until = "scheduled "+at(due), due
	case a.DateOnly:
		w.Why, w.Until = "dated "+due.Format(time.DateOnly), due
	default:
		w.Why, w.Until = "dated "+at(due), due
	}
	return w
}

// isKeptSecret reports whether a file for a page is withheld. Then subscribers
// are not told what happened to the page, because that may reveal the file.
func (s *Snapshot) isKeptSecret(id article.PageID) bool {
	p, ok := s.pages.Get(id)
	if !ok || p.article == nil {
		return false
	}
	if s.isWithheld(p.article) || s.rivals.Len() == 0 {
		return s.isWithheld(p.article)
	}
	return slices.ContainsFunc(s.filesOf(id), s.isWithheld)
}

package archive

import (
	"path"
	"slices"
	"strings"

	"dateline/feed/article"
)

// fit is how a name fits something, the closest first.
type fit int

const (
	none     fit = iota
	wholly       // its path from the root
	byPath       // the end of its path
	byTitle      // its title
	byAlias      // one of its aliases
	byFormer     // a path where its story stood before
)

// fitOf returns what makes a name fit the article of a page.
func (s *Snapshot) fitOf(name string, id article.PageID) fit {
	p := s.page(id)
	a := p.article
	if by := fitOf(name, article.PagePath(a.File), a.Path); by != none {
		return by
	}
	switch {
	case foldName(a.Title) == foldName(name):
		return byTitle
	case fitOf(name, slices.Concat(a.Aliases, a.Perhaps)...) != none:
		return byAlias
	case fitOf(name, formerOf(p)...) != none:
		return byFormer
	}
	return none
}

// fitOf returns whether one of several paths makes a name fit, and how.
func fitOf(name string, paths ...string) (by fit) {
	want := foldPath(pathIn(name))
	for _, p := range paths {
		dir, base := path.Split(p)
		switch is := foldPath(p); {
		case is == want && strings.HasPrefix(name, "/"):
			return wholly
		case strings.HasSuffix(is, want), strings.HasSuffix(foldPath(dir+article.WithoutDate(base)), want):
			by = byPath
		}
	}
	return by
}

// foldPath folds each part of a path like a name.
func foldPath(p string) string {
	parts := strings.Split(p, "/")
	for i := range parts {
		parts[i] = foldName(parts[i])
	}
	return strings.Join(parts, "/")
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

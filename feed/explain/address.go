package explain

import (
	"maps"
	"net/url"
	"path"
	"slices"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/near"
	"dateline/feed/site"
)

// address answers for an address of the site.
func (a *asker) address(u *url.URL) Answer {
	at := u.Path
	if at == "" {
		at = "/"
	}
	found := site.New(site.Options{Renderer: a.Renderer, Search: true, Aliases: a.Aliases}).Lookup(a.snapshot, at, u.RawQuery)
	st := a.snapshot.StandingAt(at)
	sheet, isSheet := a.snapshot.Sheet(article.PageAt(at))
	switch {
	case found.Status == site.Found && found.Kind != site.Articles:
		return a.answer("address", a.asked+" is not an article, but another document of this site ("+found.Kind.String()+").")
	case st.Fate != archive.Unseen:
		return a.standing(a.asked, st)
	case isSheet:
		return a.sheet(a.nameOf(sheet.File), sheet.Article)
	case found.Status == site.Moved, found.Status == site.MovedForNow:
		return a.answer("address", a.asked+" is not an article, but leads to "+a.BaseURL+found.Path+".")
	}
	answer := a.answer("unseen", "There is no article at "+a.asked+", and there never was one that the ledger knows.")
	var names []string
	for _, n := range found.Near {
		names = append(names, n.Path)
	}
	return a.suggest(answer, append(names, a.near(at)...))
}

// maxNear bounds the names that are suggested.
const maxNear = 3

// near returns the names of files whose names resemble that of a path.
func (a *asker) near(of string) (files []string) {
	byName := map[string][]string{}
	for known := range a.snapshot.Articles() {
		name := path.Base(article.PagePath(known.File))
		byName[name] = append(byName[name], known.File)
	}
	for _, n := range near.Matches(path.Base(article.PagePath(of)), maps.Keys(byName), maxNear) {
		files = append(files, a.namesOf(byName[n])...)
	}
	return files
}

// namesOf returns the names under which the operator knows files, in order.
func (a *asker) namesOf(files []string) []string {
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = a.nameOf(f)
	}
	slices.Sort(names)
	return names
}

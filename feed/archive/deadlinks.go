package archive

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dateline/feed/article"
)

// Complaints about links that are dead or miss what is meant.

// deadLinks is an entry with such links. Its complaints are computed on request,
// and again only if its links lead elsewhere.
type deadLinks struct {
	*Entry
	once     sync.Once // guards problems
	problems []article.Problem
}

// maxDeadLinks bounds the complaints about one file. Those about its text have
// the same bound.
const maxDeadLinks = 50

// problemsIn returns the complaints, one for each target.
func (a *deadLinks) problemsIn(s *Snapshot) []article.Problem {
	a.once.Do(func() { a.problems = s.problemsOf(a.Article, a.Links) })
	return a.problems
}

// problemsOf returns the complaints about the references of an article that lead to
// links, one for each target.
func (s *Snapshot) problemsOf(a *article.Article, links []string) (list []article.Problem) {
	told := map[article.Reference]bool{}
	for i := range a.References {
		f := a.References[i]
		p, wrong := s.problemOf(&f, links[i])
		if f.Place = (article.Place{}); !wrong || told[f] {
			continue
		}
		told[f] = true
		if len(list) == maxDeadLinks-1 {
			p.What, p.Hint = "at least "+strconv.Itoa(maxDeadLinks)+" links lead nowhere", "correct the links above first"
		}
		p.File, p.About, p.Line, p.Column = a.File, article.Astray, a.References[i].Line, a.References[i].Column
		if list = append(list, p); len(list) == maxDeadLinks {
			break
		}
	}
	return list
}

// reportDeadLinks collects the complaints that are new with this change, up to
// a bound: there may be thousands when a directory is removed.
func (l *linker) reportDeadLinks() {
	told := func(p article.Problem) string { return p.File + "\n" + p.What }
	slices.Sort(l.suspects)
	for _, id := range slices.Compact(l.suspects) {
		a, ok := l.deadLinks.Get(id)
		if !ok || len(l.delta.DeadLinks) >= maxDeadLinks {
			continue
		}
		heard := map[string]bool{}
		if was, ok := l.old.deadLinks.Get(id); ok {
			for _, p := range was.problemsIn(l.old) {
				heard[told(p)] = true
			}
		}
		for _, p := range a.problemsIn(l.Snapshot) {
			if !heard[told(p)] {
				l.delta.DeadLinks = append(l.delta.DeadLinks, p)
			}
		}
	}
	l.delta.DeadLinks = l.delta.DeadLinks[:min(len(l.delta.DeadLinks), maxDeadLinks)]
}

// noteDeadLinks records an entry with dead links.
func (l *linker) noteDeadLinks(id article.PageID, e *Entry) {
	l.deadLinks.Set(id, &deadLinks{Entry: e})
	l.suspects = append(l.suspects, id)
}

// problemOf returns the complaint about a link that leads to url, and reports
// whether there is one.
func (s *Snapshot) problemOf(f *article.Reference, url string) (p article.Problem, wrong bool) {
	target := article.Shorten(f.Path+f.Name+f.Suffix, 80)
	_, part := partIn(f.Suffix)
	switch {
	case url == "":
		return s.deadProblem(f, target), true
	case part != "" && !strings.Contains(url, "#"):
		return article.Problem{What: "link " + target + " leads to a part of the page that does not exist", Effect: "it leads to the beginning of the page", Hint: "correct the part after #"}, true
	case f.Name == "" && url[0] == '/' && s.isGoneAt(f):
		return article.Problem{What: "link " + target + " leads to an article that was removed", Effect: "readers are told that it was removed", Hint: "remove the link"}, true
	}
	return p, false
}

// isGoneAt reports whether a link leads to an article that was removed and to
// nothing else.
func (s *Snapshot) isGoneAt(f *article.Reference) bool {
	gone := false
	for _, page := range f.Pages() {
		if _, stands := s.ownerOf(article.Page(page)); stands {
			return false
		}
		gone = gone || s.Gone(page)
	}
	return gone
}

// deadProblem returns the complaint about a dead link.
func (s *Snapshot) deadProblem(f *article.Reference, target string) article.Problem {
	p := article.Problem{What: "link " + target + " does not lead to an article", Effect: "shown as text", Hint: "correct the link"}
	what := "link " + target
	if f.Name != "" {
		what = "note " + target
		p.What, p.Hint = what+" does not exist", "write it, or correct the name"
	}
	if a := s.unshown(f); a != nil {
		p.What, p.Hint = what+" leads to "+a.File+", which is not shown", "remove the link, or wait until that article is shown"
		if why := s.withheld(a).Why; !s.isVisible(a) {
			p.What = what + " leads to " + a.File + ", which is hidden (" + why + ")"
		}
		return p
	}
	switch name := f.Path + f.Name; {
	case article.ImageType(name) != "":
		p.What, p.Hint = "image "+target+" does not exist", "put the file there, or correct the link"
	case article.IsAsset(name):
		p.What, p.Hint = "file "+target+" does not exist", "put the file there, or correct the link"
	case f.Name == "" && s.resemblesList(f.Path):
		p.What = what + " does not lead to an article, a topic or a date"
	case f.Name == "" && path.Ext(f.Path) != "" && !article.IsMarkdown(f.Path):
		p.What = what + " does not lead to an article or a file"
	}
	return p
}

// unshown returns an article that a link means and that is not shown, or nil.
func (s *Snapshot) unshown(f *article.Reference) *article.Article {
	if f.Name == "" {
		if _, a := s.fileAt(f.Path); a != nil {
			return a
		}
		for _, page := range f.Pages() {
			if files := s.filesOf(article.Page(page)); len(files) > 0 {
				return files[0]
			}
		}
		return nil
	}
	for _, key := range keysOfName(f.Name) {
		for c := range s.calledSo(key) {
			if p, ok := s.pages.Get(c.page); ok && p.article != nil && s.fitOf(f.Name, c.page) != none {
				return p.article
			}
		}
	}
	return nil
}

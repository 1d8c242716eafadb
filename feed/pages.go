package feed

import (
	"path"
	"slices"

	"dateline/feed/article"
)

// pagesSetting is how the operator knows the list of pages without a date.
const pagesSetting = "pages.files"

// noPages returns the problems of the files that pages.files names and that are no pages:
// they are in no content directory, or have a date. Each directory may have a file of
// that name, but one is enough.
func (p *Publisher) noPages() (list []article.Problem) {
	if !p.scanned() || len(p.contents) == 0 {
		return nil
	}
	for _, rel := range p.contents[0].Pages {
		if problem, wrong := p.noPage(rel); wrong {
			list = append(list, problem)
		}
	}
	return list
}

// noPage returns the problem of such a file, and reports whether there is one. Files that
// are hidden, or that have problems of their own, are told elsewhere.
func (p *Publisher) noPage(rel string) (problem article.Problem, wrong bool) {
	there := func(c *content) bool {
		known, ok := p.snapshot.File(path.Join(c.Mount, rel))
		return ok && (known.Page != nil || hides(known)) || len(c.problems[rel]) > 0
	}
	if slices.ContainsFunc(p.contents, there) {
		return problem, false
	}
	problem = article.Problem{File: rel, About: article.File, What: pagesSetting + " names it, and no content directory has such a file", Effect: "no page",
		Hint: "write its path below the content directory, or remove it from " + pagesSetting}
	for _, c := range p.contents {
		known, ok := p.snapshot.File(path.Join(c.Mount, rel))
		switch {
		case ok && known.Article != nil:
			problem.What, problem.Effect = pagesSetting+" names it, and it has a date", "it is an article"
			problem.Hint = "remove its date, or remove it from " + pagesSetting
		case ok:
			problem.What, problem.Effect = pagesSetting+" names it, and it is the page of a day", "it stays that"
			problem.Hint = "remove it from " + pagesSetting
		case article.IsSection(path.Base(rel)):
			problem.What, problem.Hint = pagesSetting+" names it, and it is the page of a section", "rename it: index.md is the page of its folder"
			continue
		default:
			continue
		}
		problem.File = path.Join(c.Dir, rel)
		break
	}
	return problem, true
}

// logNoPages logs the problems of pages.files that a former state did not have.
func (p *Publisher) logNoPages(before *State) {
	for _, problem := range p.noPages() {
		if before == nil || !slices.Contains(before.Problems, problem) {
			p.log.Warn(problem.Error())
		}
	}
}

package feed

import (
	"path"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// astray returns complaints about links in texts that name a file of Markdown
// and find no article there, or one that is hidden.
func (p *Publisher) astray() []article.Problem {
	var all []article.Problem
	var hidden map[string]archive.Withheld // by page
	for _, c := range p.contents {
		for rel, targets := range c.targets {
			if hidden == nil {
				hidden = p.hidden()
			}
			for _, t := range targets {
				if problem, ok := p.leadsAstray(t, hidden); ok {
					problem.File, problem.Line, problem.Column = path.Join(c.Dir, rel), t.Line, t.Column
					all = append(all, problem)
				}
			}
		}
	}
	return all
}

// hidden returns what is withheld, by page.
func (p *Publisher) hidden() map[string]archive.Withheld {
	pages := map[string]archive.Withheld{}
	for _, w := range p.snapshot.Withheld() {
		pages[w.Path] = w
	}
	return pages
}

// leadsAstray says what is wrong with the target of a link. Only a link with
// the extension of Markdown is sure to mean an article: others may lead to what
// else the site of the author has.
func (p *Publisher) leadsAstray(t article.Target, hidden map[string]archive.Withheld) (article.Problem, bool) {
	page := article.PagePath(t.Path)
	_, published := p.snapshot.Entry(page)
	_, moved := p.snapshot.Moved(page)
	known, _ := p.snapshot.File(t.Path)
	problem := article.Problem{About: article.Links, Effect: "readers find nothing there"}
	link := "link " + article.Shorten(t.URL, 80)
	switch w, withheld := hidden[page]; {
	case published, moved, known.Day != nil:
		return problem, false
	case withheld:
		problem.What, problem.Mend = link+" leads to "+p.fileName(w.File)+", which is hidden ("+w.Why+")", "take the link out, or wait until that article is shown"
		return problem, true
	}
	problem.What, problem.Mend = link+" leads to no article", "correct the link"
	return problem, article.IsMarkdown(t.Path)
}

package feed

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// judge takes in what is wrong with a tree. What nobody could ever read is a
// fault where files of it are remembered.
func (p *Publisher) judge(c *content, b Batch) {
	before := slices.Concat(c.faults, c.odd)
	c.faults, c.odd, c.others = slices.Clone(b.Faults), slices.Clone(b.LeftOut), b.Others
	for _, u := range b.Unread {
		if c.remembers(u.File) {
			u.Effect = "what is remembered of it stays published"
			c.faults = append(c.faults, u)
		} else {
			c.odd = append(c.odd, u)
		}
	}
	for _, f := range slices.Concat(c.faults, c.odd) {
		if !slices.Contains(before, f) {
			f.File = path.Join(c.Dir, f.File)
			p.complain(c, f)
		}
	}
}

// wait has the others published while a directory does not answer: of it
// what is remembered.
func (p *Publisher) wait(c *content, b Batch) {
	c.waiting = true
	p.judge(c, b)
	p.advance(nil, nil, archive.Occasion{})
}

// complain logs new complaints. Those of the first reading are only counted,
// as there may be thousands; check lists them.
func (p *Publisher) complain(c *content, problems ...article.Problem) {
	for i := range problems {
		if c.scanned || c.waiting {
			p.log.Warn(problems[i].Error())
		}
	}
}

// faults gathers what keeps the daemon from its work.
func (p *Publisher) faults() []article.Fault {
	var all []article.Fault
	add := func(k article.Kind, f article.Problem) { all = append(all, article.Fault{Kind: k, Problem: f}) }
	for _, c := range p.contents {
		for _, f := range c.faults {
			f.File = path.Join(c.Dir, f.File)
			add(article.OfTree, f)
		}
		for _, rel := range slices.Sorted(maps.Keys(c.hanging)) {
			for _, f := range c.problems[rel] {
				add(article.OfTree, f)
			}
		}
	}
	if p.snapshot.Held() > 0 {
		add(article.OfRemoval, *p.heldProblem())
	}
	if doubt := p.snapshot.Doubt(); doubt != nil {
		add(article.OfClock, *doubt)
	}
	if p.fault != nil {
		add(article.OfLedger, *ledgerProblem(p.fault))
	}
	return all
}

func (p *Publisher) heldProblem() *article.Problem {
	return &article.Problem{File: "content", About: article.File, What: fmt.Sprintf("%d articles lost their files at once", p.snapshot.Held()),
		Effect: "they stay published", Hint: "bring the files back, or run: dateline accept"}
}

func ledgerProblem(err error) *article.Problem {
	return &article.Problem{File: "ledger", About: article.File, What: err.Error(), Effect: "serving goes on; what could not be saved is saved later",
		Hint: "make room on the disk, or make the ledger writable"}
}

// problems gathers all complaints.
func (p *Publisher) problems() []article.Problem {
	all := p.snapshot.Problems()
	for i := range all {
		all[i].File = p.fileName(all[i].File)
	}
	for _, c := range p.contents {
		for _, list := range c.problems {
			all = append(all, list...)
		}
		all = append(append(all, c.strange...), c.unread()...)
		for _, f := range slices.Concat(c.faults, c.odd) {
			f.File = path.Join(c.Dir, f.File)
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b article.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.What, b.What))
	})
	return all
}

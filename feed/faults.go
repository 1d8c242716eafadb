package feed

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"

	"dateline/feed/article"
)

// complain logs new complaints. Those of the first reading are only counted,
// as there may be thousands; check lists them.
func (p *Publisher) complain(c *content, problems ...article.Problem) {
	for i := range problems {
		if c.scanned {
			p.log.Warn(problems[i].Error())
		}
	}
}

// faults gathers what keeps the daemon from its work.
func (p *Publisher) faults() []article.Problem {
	var all []article.Problem
	for _, c := range p.contents {
		for _, f := range c.faults {
			f.File = path.Join(c.Dir, f.File)
			all = append(all, f)
		}
		for _, rel := range slices.Sorted(maps.Keys(c.hanging)) {
			all = append(all, c.problems[rel]...)
		}
	}
	if p.snapshot.Held() > 0 {
		all = append(all, *p.heldProblem())
	}
	if doubt := p.snapshot.Doubt(); doubt != nil {
		all = append(all, *doubt)
	}
	if p.fault != nil {
		all = append(all, *ledgerProblem(p.fault))
	}
	return all
}

func (p *Publisher) heldProblem() *article.Problem {
	return &article.Problem{File: "content", What: fmt.Sprintf("%d articles lost their files at once", p.snapshot.Held()),
		Effect: "they stay published", Mend: "bring the files back, or run: dateline accept"}
}

func ledgerProblem(err error) *article.Problem {
	return &article.Problem{File: "ledger", What: err.Error(), Effect: "serving goes on; what could not be saved is saved later",
		Mend: "make room on the disk, or make the ledger writable"}
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
		for _, f := range c.faults {
			f.File = path.Join(c.Dir, f.File)
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b article.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.What, b.What))
	})
	return all
}

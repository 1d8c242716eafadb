package feed

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"path"
	"slices"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// judge records what is wrong with a tree. A place that could not be read even
// once since the start is a fault if the ledger holds files of it, or may have lost
// them: they stay published, or are not removed.
func (p *Publisher) judge(c *content, b Batch) {
	faults, leftOut := c.faults, c.leftOut
	before := slices.Concat(faults, leftOut)
	c.faults, c.leftOut, c.others, c.ignored = slices.Clone(b.Faults), slices.Clone(b.LeftOut), b.Others, b.Ignored
	for _, u := range b.Unread {
		if c.remembers(u.File) || !c.static && p.snapshot.LacksText(c.Mount) {
			u.Effect = "what was published from it stays published"
			c.faults = append(c.faults, u)
		} else {
			c.leftOut = append(c.leftOut, u)
		}
	}
	for _, f := range slices.Concat(c.faults, c.leftOut) {
		if !slices.Contains(before, f) {
			f.File = path.Join(c.Dir, f.File)
			p.complain(c, f)
		}
	}
	p.logEnded(c, faults, readAgain)
	p.logEnded(c, leftOut, rightNow)
}

// wait publishes the other directories while one does not answer. What the ledger
// holds of that one stays published.
func (p *Publisher) wait(c *content, b Batch) {
	c.waiting = true
	p.judge(c, b)
	p.advance(taken{}, archive.Occasion{})
}

// complain logs new problems. Those of the first reading are only counted,
// since there may be thousands: dateline check lists them.
func (p *Publisher) complain(c *content, problems ...article.Problem) {
	for i := range problems {
		if c.scanned || c.waiting {
			p.log.Warn(problems[i].Error())
		}
	}
}

// faults returns everything that keeps the daemon from its work.
func (p *Publisher) faults() []article.Fault {
	var all []article.Fault
	add := func(k article.Kind, f article.Problem) { all = append(all, article.Fault{Kind: k, Problem: f}) }
	for _, c := range p.sources {
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
	for _, h := range p.snapshot.Holds() {
		add(article.OfRemoval, *p.heldProblem(h))
	}
	for _, c := range p.contents {
		if n := p.snapshot.Textless(c.Mount); n > 0 {
			add(article.OfRemoval, *textlessProblem(c.Dir, n))
		}
	}
	if doubt := p.snapshot.Doubt(); doubt != nil {
		add(article.OfClock, *doubt)
	}
	if p.fault != nil {
		add(article.OfLedger, *ledger.Problem(p.fault))
	}
	if f := p.backupProblem(); f != nil {
		add(article.OfLedger, *f)
	}
	return all
}

// heldProblem says that a removal is held, and of which directory.
func (p *Publisher) heldProblem(h archive.Hold) *article.Problem {
	effect := "they stay published"
	switch {
	case h.Held == 1 && h.Lost > 1:
		effect = "the one that is still published stays published"
	case h.Held < h.Lost:
		effect = fmt.Sprintf("the %d that are still published stay published", h.Held)
	}
	files := func(yield func(string) bool) {
		for _, a := range p.snapshot.Departing() {
			if c, _ := p.locate(a.File); c != nil && c.Mount == h.Mount && !yield(a.File) {
				return
			}
		}
	}
	i := slices.IndexFunc(p.contents, func(c *content) bool { return c.Mount == h.Mount })
	return &article.Problem{File: p.contents[i].Dir, About: article.File,
		What:   fmt.Sprintf("%d of %d articles lost their files within a day, more than content.max_removal (%d%%)", h.Lost, h.Of, h.MaxRemoval),
		Effect: effect, Hint: HeldHint(p.snapshot, files)}
}

// HeldHint says what to do about a held removal of some files, given as site paths.
func HeldHint(s *archive.Snapshot, files iter.Seq[string]) string {
	hint := "bring the files back, "
	for _, mount := range s.LeftMounts(files) {
		hint += fmt.Sprintf("put the [[content]] with mount %q back into the configuration, ", mount)
	}
	return hint + "or run: dateline accept"
}

// grownHolds returns the removals that are held, and of which more articles are
// than in a former snapshot. At the start, when every directory has been read, it
// returns those from before it, too.
func (p *Publisher) grownHolds(was *archive.Snapshot) []archive.Hold {
	if !p.begun() {
		return nil
	}
	before := map[string]int{}
	if p.Current() != nil {
		before = heldBy(was)
	}
	return slices.DeleteFunc(p.snapshot.Holds(), func(h archive.Hold) bool { return h.Held <= before[h.Mount] })
}

// problems returns all problems, by file and line.
func (p *Publisher) problems() []article.Problem {
	all := p.snapshot.Problems()
	for i := range all {
		all[i].File = p.fileName(all[i].File)
	}
	for _, c := range p.sources {
		for _, list := range c.problems {
			all = append(all, list...)
		}
		all = append(append(all, c.authorProblems...), c.unread()...)
		for _, f := range slices.Concat(c.faults, c.leftOut) {
			f.File = path.Join(c.Dir, f.File)
			all = append(all, f)
		}
	}
	all = append(append(all, p.noArticles()...), p.noPages()...)
	slices.SortFunc(all, func(a, b article.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.What, b.What))
	})
	return all
}

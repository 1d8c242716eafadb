package feed

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/printable"
)

// What the log complains about, it also says when that is over.

// logEnded logs the places of a tree with which something was wrong before, and is
// no longer: each of them if they are few.
func (p *Publisher) logEnded(c *content, before []article.Problem, how string) {
	open := map[string]bool{} // places with which something is wrong, or that are listed
	for _, f := range slices.Concat(c.faults, c.leftOut) {
		open[f.File] = true
	}
	var ended []string
	for _, f := range before {
		if !open[f.File] {
			ended, open[f.File] = append(ended, f.File), true
		}
	}
	if len(ended) > maxNamed {
		p.log.Info("places of "+printable.Line(c.Dir)+" with which something was wrong "+how, "places", len(ended))
		return
	}
	for _, rel := range ended {
		p.logEnd(c, rel, how)
	}
}

// logEnd logs how what was wrong with a place ended.
func (p *Publisher) logEnd(c *content, rel, how string) {
	file := path.Join(c.Dir, rel)
	_, err := within(&c.disk, requestWait, func() (fs.FileInfo, error) { return os.Lstat(c.place(file)) })
	if errors.Is(err, fs.ErrNotExist) {
		how = "is gone, and so is what was wrong with it"
	}
	p.log.Info(printable.Line(file) + " " + how)
}

// How something that was wrong with a place ends.
const (
	readAgain = "can be read again"
	rightNow  = "is all right now"
)

// logSolved logs the files about which there was a complaint in the last state
// and is none now. Faults of a tree have their own lines.
func (p *Publisher) logSolved(was, is []article.Problem) {
	var solved []string
	for i, old := range was {
		if i > 0 && was[i-1].File == old.File {
			continue
		}
		for len(is) > 0 && is[0].File < old.File {
			is = is[1:]
		}
		if (len(is) == 0 || is[0].File != old.File) && p.isRead(old.File) {
			solved = append(solved, old.File)
		}
	}
	if len(solved) > maxNamed {
		p.log.Info("files about which there were complaints are all right now", "files", len(solved))
		return
	}
	for _, name := range solved {
		p.log.Info(printable.Line(name) + " " + rightNow)
	}
}

// isRead reports whether there is a file that is known by a name, and it has been
// read.
func (p *Publisher) isRead(name string) bool {
	return slices.ContainsFunc(p.sources, func(c *content) bool {
		if _, ok := c.authors[name]; ok {
			return true
		}
		rel, ok := c.relative(name)
		file := path.Join(c.Mount, rel)
		_, known := p.snapshot.File(file)
		return ok && known && !p.snapshot.Departs(file)
	})
}

// relative returns the path below the directory of a file that the operator knows
// by a name. ok is false if the file is not in the directory.
func (c *content) relative(name string) (rel string, ok bool) {
	dir := path.Clean(c.Dir)
	if dir == "." {
		return name, true
	}
	return strings.CutPrefix(name, strings.TrimSuffix(dir, "/")+"/")
}

// logHeld logs that a removal is held, and how that ends: it is accepted, or the
// files are back (see logDepartures), or something else became of the articles.
func (p *Publisher) logHeld(was *archive.Snapshot, back map[*content]int, accepted bool) {
	for _, h := range p.grownHolds(was) {
		p.log.Warn(p.heldProblem(h).Error())
	}
	before, now := heldBy(was), heldBy(p.snapshot)
	for _, c := range p.contents {
		switch fewer := before[c.Mount] - now[c.Mount]; {
		case fewer > 0 && accepted:
			p.log.Info("the held removal was accepted", "dir", c.Dir, "articles", fewer)
		case fewer > back[c]:
			p.log.Info("articles are no longer held, because other files took their place or hide them", "dir", c.Dir, "articles", fewer-back[c])
		}
	}
}

// heldBy returns the number of articles that are held, by mount.
func heldBy(s *archive.Snapshot) map[string]int {
	held := map[string]int{}
	for _, h := range s.Holds() {
		held[h.Mount] = h.Held
	}
	return held
}

// logTextless logs which directories have articles whose text the ledger has lost, and
// how that ends: their files are back, or they count as removed.
func (p *Publisher) logTextless(was *archive.Snapshot, lost map[string]int) {
	for _, c := range p.contents {
		before, now := was.Textless(c.Mount), p.snapshot.Textless(c.Mount)
		if now > before {
			p.log.Warn(textlessProblem(c.Dir, now).Error())
		}
		if n := lost[c.Mount]; n > 0 {
			p.log.Warn(lostProblem(c.Dir, n).Error())
		}
		if back := before - now - lost[c.Mount]; back > 0 {
			p.log.Info("files have the text again that the ledger had lost", "dir", c.Dir, "articles", back)
		}
	}
}

// logClock logs that the clock of the system is not trusted, and that it is again.
func (p *Publisher) logClock(was *archive.Snapshot) {
	switch before, now := was.Doubt(), p.snapshot.Doubt(); {
	case now != nil && before == nil:
		p.log.Warn(now.Error())
	case now == nil && before != nil:
		p.log.Info("the clock of the system is trusted again")
	}
}

package feed

import (
	"slices"
	"strings"
	"time"

	"dateline/feed/stamp"
)

// Files are read when a batch names them. Two kinds are read again without
// one: those of which a reader finds that they say something else than what
// is published, and those that could not be read in time.

// suspicion is a file that may say something else than what was read of it.
type suspicion struct {
	*content
	rel string
}

// maxSuspects bounds those that wait to be looked at.
const maxSuspects = 64

// suspect has Run look at a file. It does not wait: where there are too many,
// whoever asks for the file next says so again.
func (p *Publisher) suspect(s suspicion) {
	select {
	case p.suspects <- s:
	default:
	}
}

// examine reads a suspected file again.
func (p *Publisher) examine(s suspicion) {
	if f, ok := s.version(s.rel); ok && s.scanned {
		p.again(s.content, []File{f})
	}
}

// settled is the age from which a file of which nothing more is known is
// taken for whole. It is longer than a step of the clock of any file system.
const settled = 3 * time.Second

// version gives a file as it is now. Not ok is one that cannot be read, that
// somebody may be writing, or that was read again already: it is as bad as it
// was.
func (c *content) version(rel string) (f File, ok bool) {
	now, err := within(&c.disk, requestWait, func() (stamp.Stamp, error) {
		f, err := c.open(rel)
		if err != nil {
			return stamp.Stamp{}, err
		}
		defer f.Close()
		return stamp.OfOpen(f)
	})
	if err != nil || now == c.examined[rel] || c.age(now) < settled {
		return f, false
	}
	c.examined[rel] = now
	return File{Path: rel, Stamp: now}, true
}

// age is how long ago a version of a file was made; never negative, for
// clocks of servers run ahead.
func (c *content) age(s stamp.Stamp) time.Duration { return c.now().Sub(time.Unix(0, s.Ctime)).Abs() }

// answers has Run read again what could not be read in time. It does not wait.
func (p *Publisher) answers() {
	select {
	case p.answering <- struct{}{}:
	default: // it is told already
	}
}

// retry reads again what could not be read in time.
func (p *Publisher) retry() {
	for _, c := range p.contents {
		var files []File
		for _, f := range c.hanging {
			files = append(files, f)
		}
		slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
		p.again(c, files)
	}
}

func (p *Publisher) again(c *content, files []File) {
	if len(files) > 0 {
		p.Apply(Batch{Content: slices.Index(p.contents, c), Changed: files, Faults: c.faults, LeftOut: c.odd})
	}
}

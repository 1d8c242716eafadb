package feed

import (
	"slices"
	"strings"
	"time"

	"dateline/feed/ledger"
)

// Files are read when a batch names them. Two kinds are read again without a
// batch: those that a request finds to differ from what is published, and those
// that could not be read in time.

// suspicion is a file that may have changed since it was read.
type suspicion struct {
	*content
	rel string
}

// maxSuspects bounds the files that wait to be examined.
const maxSuspects = 64

// suspect has Run examine a file. It does not block: if too many wait, the next
// request for the file suspects it again.
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

// settled is the age from which a file counts as completely written if nothing
// more is known of it. It is longer than the resolution of the clock of any file
// system.
const settled = 3 * time.Second

// version returns a file as it is now; ok is false if it cannot be read, if
// somebody may still be writing it, or if this version was read again already,
// so that another reading would change nothing.
func (c *content) version(rel string) (f File, ok bool) {
	now, err := within(&c.disk, requestWait, func() (ledger.Stamp, error) {
		f, err := c.open(rel)
		if err != nil {
			return ledger.Stamp{}, err
		}
		defer f.Close()
		return ledger.StampOfOpen(f)
	})
	if err != nil || now == c.examined[rel] || c.age(now) < settled {
		return f, false
	}
	c.examined[rel] = now
	return File{Path: rel, Stamp: now}, true
}

// age returns how long ago a version of a file was made. It is never negative:
// the clock of a file server may run ahead.
func (c *content) age(s ledger.Stamp) time.Duration { return c.now().Sub(time.Unix(0, s.Ctime)).Abs() }

// answers has Run read again what could not be read in time. It does not block.
func (p *Publisher) answers() {
	select {
	case p.answering <- struct{}{}:
	default: // Run knows already
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
		p.Apply(p.repeat(c, files))
	}
}

// repeat makes a batch that says of the tree what the last one did.
func (p *Publisher) repeat(c *content, files []File) Batch {
	return Batch{Content: slices.Index(p.contents, c), Changed: files, Faults: c.faults, LeftOut: c.odd, Others: c.others}
}

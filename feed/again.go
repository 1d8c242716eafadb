package feed

import (
	"slices"
	"strings"
	"time"

	"dateline/feed/ledger"
)

// Files are read when a batch names them. Two kinds are read again without a
// batch: those that differed from what is published when a request came for
// them, and those that could not be read in time.

// suspicion is a file that may have changed since it was read.
type suspicion struct {
	*content
	rel string
}

// maxSuspects bounds the files that wait to be examined.
const maxSuspects = 64

// suspect queues a file for Run to examine. It does not block: if too many files
// wait, the next request for this one suspects it again.
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

// settled is the age at which a file counts as completely written if nothing
// else is known about it. It is longer than the clock resolution of any file
// system.
const settled = 3 * time.Second

// version returns a file as it is now. ok is false if it cannot be read, if it
// may still be being written, or if this version was already read again:
// reading it once more would change nothing.
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

// age returns how long ago a version of a file was written. It is never
// negative, since the clock of a file server may run ahead of ours.
func (c *content) age(s ledger.Stamp) time.Duration { return c.now().Sub(time.Unix(0, s.Ctime)).Abs() }

// retrySoon makes Run read again what could not be read in time. It does not
// block.
func (p *Publisher) retrySoon() {
	select {
	case p.retries <- struct{}{}:
	default: // a retry is already due
	}
}

// retry reads again what could not be read in time.
func (p *Publisher) retry() {
	for _, c := range p.sources {
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

// repeat returns a batch of some files that leaves everything else about the
// tree as the last one described it.
func (p *Publisher) repeat(c *content, files []File) Batch {
	return Batch{Content: slices.Index(p.sources, c), Changed: files, Faults: c.faults, LeftOut: c.leftOut, Others: c.others, Ignored: c.ignored}
}

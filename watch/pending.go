package watch

import (
	"path"
	"slices"
	"strings"
	"time"
)

// Pending are changes that the next look may take back or explain: removals, and created files that may be what was
// removed, under another name. Both wait until the tree is quiet, at most for delay.
type pending struct {
	delay   time.Duration
	removed map[string]waiting
	created map[string]waiting
}

type waiting struct {
	found
	since time.Time
}

func newPending(delay time.Duration) *pending {
	return &pending{delay, map[string]waiting{}, map[string]waiting{}}
}

// count takes in what a look found and gives what counts now, sorted by path. Settled says that the tree was quiet.
func (p *pending) count(c *changes, settled bool, now time.Time) (changed []File, removed []string) {
	for _, f := range c.removed {
		if _, untold := p.created[f.path]; untold {
			delete(p.created, f.path)
			continue
		}
		p.removed[f.path] = waiting{f, now}
	}
	for i, f := range c.changed {
		if _, back := p.removed[f.path]; back {
			delete(p.removed, f.path)
			c.changed[i].known = true
		}
	}
	left := p.left()
	changed = make([]File, 0, len(c.changed))
	for _, f := range c.changed {
		was, moved := left[f.identity]
		switch w, untold := p.created[f.path]; {
		case untold:
			p.created[f.path] = waiting{f, w.since}
		case f.known:
			changed = append(changed, f.file(f.path))
		case moved && was.size == f.size && was.mtime == f.mtime:
			delete(left, f.identity)
			delete(p.removed, was.path)
			removed = append(removed, was.path)
			changed = append(changed, f.file(was.path))
		case len(p.removed) > 0:
			p.created[f.path] = waiting{f, now}
		default:
			changed = append(changed, f.file(""))
		}
	}
	for name, w := range p.removed {
		if settled || now.Sub(w.since) >= p.delay {
			delete(p.removed, name)
			removed = append(removed, name)
		}
	}
	for name, w := range p.created {
		if len(p.removed) == 0 || now.Sub(w.since) >= p.delay {
			delete(p.created, name)
			changed = append(changed, w.file(""))
		}
	}
	slices.SortFunc(changed, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.Sort(removed)
	return changed, removed
}

// left gives the files that are missing by their identity.
func (p *pending) left() map[identity]found {
	left := make(map[identity]found, len(p.removed))
	for _, w := range p.removed {
		left[w.identity] = w.found
	}
	delete(left, identity{})
	return left
}

// places returns the directories that may have back what is missing.
func (p *pending) places() map[string]bool {
	dirs := map[string]bool{}
	for rel := range p.removed {
		for rel != top {
			rel = path.Dir(rel)
			if dirs[rel] {
				break
			}
			dirs[rel] = true
		}
	}
	return dirs
}

package watch

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// pending holds changes that the next look may take back or explain. Owned by the goroutine of Tree.run.
//
// A removal, and a created file that may be a removed file under another name, waits until it is still true after the
// tree was quiet. A file that arrived at its path during a look waits for the next look, because this one may have seen
// it under its former name as well. Nothing waits longer than delay.
type pending struct {
	delay   time.Duration   // immutable
	partial map[string]bool // files that were Partial in the first batch
	removed map[string]waiting
	created map[string]waiting
}

type waiting struct {
	found
	since time.Time
}

func newPending(delay time.Duration) *pending {
	return &pending{delay, map[string]bool{}, map[string]waiting{}, map[string]waiting{}}
}

// quiet says whether the tree had been quiet for the settle time when a look began.
type quiet bool

// count takes in what a look found that began at now, and returns what goes into the batch, sorted by path.
func (p *pending) count(c *changes, settled quiet, now time.Time) (changed []File, removed []string) {
	p.miss(c, now)
	changed = p.meet(c, now)
	left := p.left()
	for _, name := range slices.Sorted(maps.Keys(p.created)) {
		w := p.created[name]
		if was, moved := left[w.identity]; moved && was.size == w.size && was.mtime == w.mtime {
			delete(left, w.identity)
			delete(p.removed, was.path)
			delete(p.created, name)
			removed = append(removed, was.path)
			changed = append(changed, w.file(was.path))
		}
	}
	for name, w := range p.removed {
		if bool(settled) && w.since.Before(now) || now.Sub(w.since) >= p.delay {
			delete(p.removed, name)
			removed = append(removed, name)
		}
	}
	for name, w := range p.created {
		if len(p.removed) == 0 && !w.during(now) || now.Sub(w.since) >= p.delay {
			delete(p.created, name)
			changed = append(changed, w.file(""))
		}
	}
	slices.SortFunc(changed, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.Sort(removed)
	return changed, removed
}

// miss records which files are missing. A removal starts to wait anew as long as something is being written in its
// place.
func (p *pending) miss(c *changes, now time.Time) {
	for _, f := range c.removed {
		_, missing := p.removed[f.path]
		if _, untold := p.created[f.path]; untold {
			delete(p.created, f.path)
		} else if missing || f.known || p.partial[f.path] {
			p.removed[f.path] = waiting{f, now}
		}
	}
	for _, name := range c.coming {
		if w, missing := p.removed[name]; missing {
			p.removed[name] = waiting{w.found, now}
		}
	}
}

// meet records which files are new, and returns those that were known before.
func (p *pending) meet(c *changes, now time.Time) []File {
	there := make([]File, 0, len(c.changed))
	for _, f := range c.changed {
		_, back := p.removed[f.path]
		delete(p.removed, f.path)
		w, untold := p.created[f.path]
		switch {
		case untold:
			if f.again {
				f.noticed = w.noticed
			}
			p.created[f.path] = waiting{f, w.since}
		case c.first:
			if f.partial {
				p.partial[f.path] = true
			}
			there = append(there, f.file(""))
		case f.known, back:
			there = append(there, f.file(f.path))
		default:
			p.created[f.path] = waiting{f, now}
		}
	}
	return there
}

// during reports whether w may have arrived at its path during the look that began at now. That look may have seen it
// under its former name as well.
func (w waiting) during(now time.Time) bool { return w.ctime > now.Add(-tick).UnixNano() }

// left returns the missing files by their identity.
func (p *pending) left() map[identity]found {
	left := make(map[identity]found, len(p.removed))
	for _, w := range p.removed {
		left[w.identity] = w.found
	}
	delete(left, identity{})
	return left
}

// places returns the directories to read again: those in which a missing file may reappear, and those with files that
// wait.
func (p *pending) places() map[string]bool {
	dirs := map[string]bool{}
	for rel := range p.created {
		dirs[path.Dir(rel)] = true
	}
	for rel := range p.removed {
		for rel != top {
			rel = path.Dir(rel)
			dirs[rel] = true
		}
	}
	return dirs
}

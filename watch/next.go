package watch

import (
	"path"
	"slices"
	"time"
)

// pollEvery is how often what has no events is looked at: soon enough for a reader, seldom enough for a disk.
// Whatever a look takes, the next poll waits pollRest times as long, so that polling costs a twentieth of a CPU.
const (
	pollEvery = 2 * time.Second
	pollRest  = 20
)

// next looks at the tree and reports whether the batch has news.
func (t *Tree) next(now time.Time) (Batch, bool) {
	set, settled := t.marks.take(now, t.opt.Settle)
	t.ask(set, now)
	next := t.lookAt(set)
	t.plan(set, next, now)
	if next == nil {
		return Batch{}, false
	}
	b := Batch{Full: t.state == nil, Faults: next.allFaults(t.held), Directories: next.total.dirs}
	diff(t.state, next, top, &b)
	t.state = next
	b.sort()
	b.Removed = t.removals(b, settled, now)
	news := b.Full || len(b.Changed)+len(b.Removed) > 0 || !sameFaults(t.faults, b.Faults)
	t.faults = b.Faults
	return b, news
}

// ask adds to set what is due without an event.
func (t *Tree) ask(set marked, now time.Time) {
	switch {
	case t.state == nil, t.held != nil, passed(t.rescan, now):
		set.add(top, deep)
	case passed(t.poll, now):
		t.state.visit(top, func(n total) bool { return n.blind > 0 }, func(rel string, d *dir) {
			if d.blind() {
				set.add(rel, list)
			}
		})
	}
}

// lookAt returns the next state. That is the old one while the tree is gone or has lost its last file, and nil if
// there never was one.
func (t *Tree) lookAt(set marked) *dir {
	t.look.marks, t.look.young = set, map[string]bool{}
	next, err := t.look.tree(t.state)
	switch {
	case err != nil:
		t.held = errGone(err)
		return t.state
	case t.state != nil && t.state.total.files > 0 && next.total.files == 0:
		t.held = errEmptied
		return t.state
	}
	t.held = nil
	return next
}

// plan says when to look next, whatever events come.
func (t *Tree) plan(set marked, next *dir, began time.Time) {
	now := time.Now()
	for rel := range t.look.young {
		t.marks.add(rel, list, now)
	}
	if t.opt.Rescan > 0 && set[top]&deep != 0 {
		t.rescan = now.Add(t.opt.Rescan)
	}
	t.poll = time.Time{}
	if next == nil || t.held != nil || next.total.blind > 0 {
		t.poll = now.Add(max(t.pollEvery, pollRest*now.Sub(began)))
	}
}

// removals returns the files whose removal counts now. One found missing amid a storm, or by a rescan, waits: the
// place where it was is looked at again.
func (t *Tree) removals(b Batch, settled bool, now time.Time) []string {
	for _, p := range b.Removed {
		t.gone[p] = now
	}
	for _, f := range b.Changed {
		delete(t.gone, f.Path)
	}
	if t.held != nil {
		return nil
	}
	var counted []string
	for p, since := range t.gone {
		if settled || now.Sub(since) >= t.opt.MaxDelay {
			counted = append(counted, p)
			delete(t.gone, p)
			continue
		}
		for p != top {
			p = path.Dir(p)
			t.marks.add(p, list, now)
		}
	}
	slices.Sort(counted)
	return counted
}

// passed reports whether the time at, if there is one, has come.
func passed(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

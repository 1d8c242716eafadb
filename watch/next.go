package watch

import "time"

// pollEvery is how often directories without events are polled: often enough for a reader, seldom enough for a disk.
// The next poll also waits pollRest times as long as the last look took, so that polling takes at most a twentieth of a
// CPU however large the tree is.
const (
	pollEvery = 2 * time.Second
	pollRest  = 20
)

// next looks at the tree once and reports whether the batch has news.
func (t *Tree) next(now time.Time) (Batch, bool) {
	set, settled := t.marks.take(now, t.opt.Settle)
	t.ask(set, now)
	next := t.lookAt(set)
	changing := t.marks.any() // events came during the look
	t.plan(set, now)
	t.tell(set, next, now)
	last := t.state
	t.state = next
	if !t.begun {
		// Until it is quiet, the first batch waits: a file that is renamed during a listing may be in it under neither name.
		if next == nil || t.held != nil || (next.total.coming > 0 || changing) && now.Before(t.giveUp) {
			return Batch{Faults: new(dir).allFaults(t.held)}, false
		}
		last = nil
	}
	t.begun = true
	b := Batch{Full: last == nil, Faults: next.allFaults(t.held), Directories: next.total.dirs, Others: next.total.others, Ignored: next.total.ignored}
	if t.held == nil {
		c := between(last, next)
		c.notice(func(rel string) time.Time { return t.marks.taken.of(rel, set, now) })
		b.Changed, b.Removed = t.pending.count(c, quiet(settled && !t.look.grown), now)
	}
	for rel := range t.pending.places() {
		t.marks.add(rel, list, now)
	}
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

// lookAt returns the next state. As long as the tree is gone or has lost its last file, that is the last known state,
// or nil if there never was one.
func (t *Tree) lookAt(set marked) *dir {
	next, err := t.look.tree(t.state, set)
	switch {
	case err != nil && t.opt.Optional && (t.state == nil || t.state.unread):
		t.held = nil
		return unreadable(t.state, errMissing(err))
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

// plan sets when to look next if no event comes before.
func (t *Tree) plan(set marked, began time.Time) {
	now := time.Now()
	for rel := range t.look.young {
		t.marks.add(rel, list, now)
	}
	if t.opt.Rescan > 0 && set[top]&deep != 0 {
		t.rescan = now.Add(t.opt.Rescan)
	}
	if set[top]&deep != 0 || !t.poll.After(began) {
		t.poll = now.Add(max(t.pollEvery, pollRest*now.Sub(began)))
	}
}

// passed reports whether the time at has come. The zero time never comes.
func passed(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

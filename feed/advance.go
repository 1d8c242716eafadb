package feed

import (
	"slices"
	"time"

	"dateline/feed/archive"
)

// advance makes the next snapshot, saves what must be remembered, and publishes
// the snapshot: in this order, so that no reader sees anything that a crash would
// undo. Only a first import is published before it is saved, since it can be
// repeated.
func (p *Publisher) advance(t taken, o archive.Occasion) {
	start := time.Now()
	o.Now, o.Busy, o.Unread = p.now(), p.isBusy(), p.unreadPlaces()
	was := p.snapshot
	var delta archive.Delta
	p.snapshot, delta = was.With(t.changes, o)
	back := p.logDepartures(was, p.snapshot, t.changes)
	p.logTextless(was, delta.Lost)
	p.logHeld(was, back, o.Accepted)
	p.logClock(was)
	p.noteFresh()
	before := p.Current()
	if before != nil { // the first reading may find thousands
		for _, problem := range slices.Concat(delta.DeadLinks, delta.Doubts) {
			problem.File = p.fileName(problem.File)
			p.log.Warn(problem.Error())
		}
	}
	save := p.toSave(t, delta)
	if len(delta.Memory.Mounts) > 0 {
		p.publish()
	}
	p.save(save)
	p.publish()
	if p.follow != nil && p.begun() {
		p.follow(p.snapshot, delta)
	}
	if delta.Uncompared > 0 {
		p.log.Warn("there are too many titles, or they are too long, to find out which articles moved from another path with the same date; they are published as new; "+
			"declare their earlier paths with aliases", "articles", delta.Uncompared)
	}
	if delta.Backfilled > 0 {
		p.log.Info("many older articles came together; they take their places by date, and no feed shows them as new", "articles", delta.Backfilled)
	}
	if delta.Rezoned > 0 {
		p.log.Info("times of publication follow the time zone; ids and order stay", "articles", delta.Rezoned)
	}
	p.logPublished(delta, time.Since(start))
	if now := p.Current(); now != nil {
		p.logScheduled(was, t.changes, before == nil)
		p.logNoPages(before)
		if before != nil {
			p.logSolved(before.Problems, now.Problems)
		}
	}
}

// publish hands the current snapshot to readers, unless a directory is still
// being read for the first time.
func (p *Publisher) publish() {
	if !p.begun() {
		return
	}
	state := &State{Snapshot: p.snapshot, Since: p.now(), Problems: p.problems(), Faults: p.faults(), Ledger: p.fault, Fresh: p.fresh, Others: map[string]int{}, NoArticles: p.noArticles()}
	if p.ledger != nil {
		state.BackedUp = p.ledger.Backup().Renewed
	}
	for _, c := range p.contents {
		for ext, n := range c.others {
			state.Others[ext] += n
		}
		state.Empty = state.Empty || c.empty()
	}
	if old := p.current.Load(); old != nil && old.Snapshot == p.snapshot {
		state.Since = old.Since
	}
	if p.current.Swap(state) == nil {
		close(p.ready)
	}
}

// begun reports whether every directory has been read once or does not answer.
func (p *Publisher) begun() bool {
	return !slices.ContainsFunc(p.sources, func(c *content) bool { return !c.scanned && !c.waiting })
}

// scanned reports whether every directory has been read once.
func (p *Publisher) scanned() bool {
	return !slices.ContainsFunc(p.contents, func(c *content) bool { return !c.scanned })
}

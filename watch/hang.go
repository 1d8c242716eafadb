package watch

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// hangs is how long the file system may take to answer about one directory before that is a fault. It is longer than a
// disk takes to spin up, or a file server to restart.
const hangs = time.Minute

// errHangs returns an error that the file system has not answered for a while.
func errHangs(since time.Duration) error {
	return fmt.Errorf("the file system has not answered for %s; the last known state of the tree stays, and changes wait; repair the file system, or unmount it",
		since.Truncate(time.Second))
}

// asked holds the directories about which the file system was asked and has not answered yet. A system call on a dead
// mount may never return, and its caller keeps the locks that it holds; so asked has a mutex of its own, which is never
// held during a system call.
type asked struct {
	mu    sync.Mutex // guards since
	since map[string]time.Time
}

// about records that the file system is being asked about the directory rel, until answered is called.
func (a *asked) about(rel string) (answered func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.since[rel] = time.Now()
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.since, rel)
	}
}

// longest returns the directory whose answer has been outstanding the longest, and since when; ok is false if there is
// none.
func (a *asked) longest() (rel string, since time.Time, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for r, s := range a.since {
		if !ok || s.Before(since) {
			rel, since, ok = r, s, true
		}
	}
	return rel, since, ok
}

// turn looks at the tree once, and reports whether the batch has news. While the file system does not answer, turn
// delivers batches with a fault about it.
func (t *Tree) turn(ctx context.Context) (b Batch, news bool) {
	ended := make(chan struct{})
	known, begun, told := t.faults, t.begun, "" // told is the directory in the last fault
	t.running.Go(func() {
		defer close(ended)
		b, news = t.next(time.Now())
	})
	again := time.NewTicker(t.hangs / 8)
	defer again.Stop()
	for {
		select {
		case <-ended:
			b.Waiting = !t.begun
			return b, news || told != ""
		case <-again.C:
		}
		rel, since, ok := t.look.asked.longest()
		waited := time.Since(since)
		if !ok || waited < t.hangs || rel == told {
			continue
		}
		faults := append(known[:len(known):len(known)], Fault{rel, errHangs(waited), Kept})
		if t.deliver(ctx, Batch{Waiting: !begun, Faults: faults}) {
			told = rel
		}
	}
}

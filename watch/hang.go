package watch

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// hangs is how long the file system may take to answer about one directory before that is a fault: longer than a disk
// takes to spin up, or a file server to restart.
const hangs = time.Minute

// errHangs returns the error of a file system that has not answered for a while.
func errHangs(since time.Duration) error {
	return fmt.Errorf("the file system has not answered for %s; the last known state of the tree stays, and changes wait; repair the file system, or unmount it",
		since.Truncate(time.Second))
}

// asked holds the directories about which the file system was asked and has not answered. A system call on a dead mount
// may never return, and its caller keeps its locks: so this has a mutex of its own, which is never held over one.
type asked struct {
	mu    sync.Mutex // guards since
	since map[string]time.Time
}

// about notes that the directory rel is asked about, until answered is called.
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

// longest returns the directory that has been asked about for longest, and since when.
func (a *asked) longest() (rel string, since time.Time, any bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for r, s := range a.since {
		if !any || s.Before(since) {
			rel, since, any = r, s, true
		}
	}
	return rel, since, any
}

// turn looks at the tree once, and reports whether the batch has news. While the file system does not answer, turn
// delivers a fault that says so.
func (t *Tree) turn(ctx context.Context) (b Batch, news bool) {
	ended := make(chan struct{})
	known, begun, told := t.faults, t.begun, "" // told is the directory that was named last
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
		rel, since, any := t.look.asked.longest()
		waited := time.Since(since)
		if !any || waited < t.hangs || rel == told {
			continue
		}
		faults := append(known[:len(known):len(known)], Fault{rel, errHangs(waited), Kept})
		if t.deliver(ctx, Batch{Waiting: !begun, Faults: faults}) {
			told = rel
		}
	}
}

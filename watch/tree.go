package watch

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A Tree is a watched directory tree.
type Tree struct {
	opt       Options
	pollEvery time.Duration
	hangs     time.Duration
	marks     *marks
	batches   chan Batch
	status    atomic.Pointer[Status]
	overflows atomic.Int64
	events    *fsnotify.Watcher // nil: the system has none
	stop      context.CancelFunc
	running   sync.WaitGroup

	// Owned by the goroutine of run.
	look    *look
	state   *dir      // what was last known; nil before the first look
	begun   bool      // the first batch was made
	giveUp  time.Time // when it no longer waits until every file is whole
	pending *pending
	held    error     // why state is kept although the tree looks otherwise
	faults  []Fault   // of the last batch
	rescan  time.Time // when to look at everything; zero: never
	poll    time.Time // when to look at what has no events, and whether the root is another; zero: never
}

// Open watches the tree at root. It fails where root is no readable directory or an option is not valid; without
// events from the system it polls.
func Open(root string, opt Options) (*Tree, error) {
	t, err := newTree(root, opt)
	if err != nil {
		return nil, err
	}
	if !opt.Poll {
		if t.events, err = fsnotify.NewWatcher(); err != nil {
			t.look.watches.limit(err)
		} else {
			t.look.watches.notify = t.events
		}
	}
	t.start()
	return t, nil
}

func newTree(root string, opt Options) (*Tree, error) {
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	l, err := newLook(root, opt)
	if err != nil {
		return nil, err
	}
	l.watches = newWatches(l.root, opt.Log)
	t := &Tree{
		opt:       opt,
		pollEvery: pollEvery,
		hangs:     hangs,
		look:      l,
		marks:     newMarks(),
		pending:   newPending(opt.MaxDelay),
		batches:   make(chan Batch),
	}
	t.status.Store(&Status{Mode: Polled})
	return t, nil
}

func (t *Tree) start() {
	ctx, stop := context.WithCancel(context.Background())
	t.stop = stop
	t.giveUp = time.Now().Add(t.opt.MaxDelay)
	if t.events != nil {
		t.running.Go(t.listen)
	}
	t.running.Go(func() { t.run(ctx) })
}

// Batches delivers what changed, the whole tree first. While nobody receives, later changes join the next batch. It
// is closed by Close.
func (t *Tree) Batches() <-chan Batch { return t.batches }

// Close stops watching and waits until nothing of the tree runs any more.
func (t *Tree) Close() error {
	t.stop()
	var err error
	if t.events != nil {
		err = t.events.Close()
	}
	t.running.Wait()
	return err
}

// run looks at the tree whenever it is time to, and delivers what it found.
func (t *Tree) run(ctx context.Context) {
	defer close(t.batches)
	t.marks.add(top, deep, time.Now().Add(-t.opt.Settle))
	for t.wait(ctx) {
		if b, news := t.turn(ctx); news {
			t.deliver(ctx, b)
		}
	}
}

// deliver hands over a batch. It reports whether that was before ctx was done.
func (t *Tree) deliver(ctx context.Context, b Batch) bool {
	select {
	case t.batches <- b:
		return true
	case <-ctx.Done():
		return false
	}
}

// wait returns true once there is something to look at, false once ctx is done.
func (t *Tree) wait(ctx context.Context) bool {
	for ctx.Err() == nil {
		at := t.marks.due(t.opt.Settle, t.opt.MaxDelay)
		if at.IsZero() { // a look that is due does what else is: nothing may cut the quiet time short
			at = earliest(t.rescan, t.poll)
		}
		if passed(at, time.Now()) {
			return true
		}
		var alarm <-chan time.Time
		if !at.IsZero() {
			alarm = time.After(time.Until(at))
		}
		select {
		case <-alarm:
		case <-t.marks.wake:
		case <-ctx.Done():
		}
	}
	return false
}

package watch

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A Tree is a watched directory tree. Its methods may be called from any goroutine.
type Tree struct {
	// Immutable after Open.
	opt       Options
	pollEvery time.Duration
	hangs     time.Duration
	marks     *marks
	batches   chan Batch
	events    *fsnotify.Watcher // nil: there are no events
	stop      context.CancelFunc

	running   sync.WaitGroup // the goroutines of run, listen and turn
	status    atomic.Pointer[Status]
	overflows atomic.Int64

	// Owned by the goroutine of run.
	look    *look
	state   *dir      // the last known state; nil before the first look
	begun   bool      // the first full batch was made
	giveUp  time.Time // when the first batch no longer waits for files that are being written
	pending *pending
	held    error     // why state is kept although the tree is gone or empty; nil if it is not
	faults  []Fault   // of the last batch
	rescan  time.Time // when to scan the whole tree; zero: never
	poll    time.Time // when to poll directories without events, and check whether the root was replaced; zero: never
}

// Open watches the tree at root. It fails if root is not a readable directory, unless that is optional, or if an
// option is not valid. If the system has no events, it polls.
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

// Batches delivers what changed, beginning with a batch of the whole tree. Until a batch is received, later changes are
// added to it. Close closes the channel.
func (t *Tree) Batches() <-chan Batch { return t.batches }

// Close stops watching and waits until all goroutines of the tree have ended.
func (t *Tree) Close() error {
	t.stop()
	var err error
	if t.events != nil {
		err = t.events.Close()
	}
	t.running.Wait()
	return err
}

// run looks at the tree whenever that is due, and delivers what it finds.
func (t *Tree) run(ctx context.Context) {
	defer close(t.batches)
	t.marks.add(top, deep, time.Now().Add(-t.opt.Settle))
	for t.wait(ctx) {
		if b, news := t.turn(ctx); news {
			t.deliver(ctx, b)
		}
	}
}

// deliver sends a batch, and reports whether it did so before ctx was done.
func (t *Tree) deliver(ctx context.Context, b Batch) bool {
	select {
	case t.batches <- b:
		return true
	case <-ctx.Done():
		return false
	}
}

// wait waits until a look is due. It returns false once ctx is done.
func (t *Tree) wait(ctx context.Context) bool {
	for ctx.Err() == nil {
		at := t.marks.due(t.opt.Settle, t.opt.MaxDelay)
		if at.IsZero() { // a poll must not cut the quiet time of an event short; the look after it polls anyway
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

package feed

import (
	"context"
	"slices"
	"time"

	"dateline/feed/archive"
)

// Run applies batches until the channel is closed or ctx ends, and does what is
// due in between: it publishes scheduled articles, drops entries that are no
// longer recent, and saves what could not be saved before.
func (p *Publisher) Run(ctx context.Context, batches <-chan Batch) error {
	timer := time.NewTimer(p.pause())
	defer timer.Stop()
	look, stop := p.authorsTicker()
	defer stop()
	counted := time.NewTicker(requestsPause)
	defer counted.Stop()
	defer p.saveRequests()
	for {
		select {
		case <-ctx.Done():
			return nil
		case b, ok := <-batches:
			if !ok {
				return nil
			}
			p.Apply(b)
		case done := <-p.accepted:
			p.advance(taken{}, archive.Occasion{Live: true, Accepted: true})
			close(done)
		case s := <-p.suspects:
			p.examine(s)
		case <-p.retries:
			p.retry()
		case <-p.polls:
			p.keepIDs()
		case <-look:
			p.checkAuthors()
			continue // without putting off the next Tick
		case <-counted.C:
			p.saveRequests()
			continue // likewise
		case <-timer.C:
			p.Tick()
		}
		timer.Reset(p.pause())
	}
}

// Bounds of the time from one Tick to the next.
const (
	maxPause   = 12 * time.Hour   // so that the ledger has a recent time (after a gap of a year, the clock is doubted) and a backup
	minPause   = time.Second      // nothing due is delayed by more than that
	faultPause = 30 * time.Second // a fault rarely goes away sooner
	backupWait = time.Hour        // until a backup that failed is tried again

	// requestsPause bounds the requests that are not counted if the process is
	// killed. Saving them waits for the disk.
	requestsPause = 5 * time.Minute
)

// pause returns the time until Tick has something to do.
func (p *Publisher) pause() time.Duration {
	wait := maxPause
	if next := p.snapshot.Wake(); !next.IsZero() && p.snapshot.Doubt() == nil {
		wait = min(wait, max(minPause, next.Sub(p.now())))
	}
	if p.fault != nil || p.snapshot.Doubt() != nil {
		wait = min(wait, faultPause)
	}
	if p.ledger != nil && p.ledger.Backup().Failure != nil {
		wait = min(wait, backupWait)
	}
	return wait
}

// Tick publishes what is due by now. While files are still being changed, it is
// called again every second, since the graces that are over wait for that to end.
// It must not be called while Apply or Run is running.
func (p *Publisher) Tick() {
	if p.current.Load() != nil {
		p.advance(taken{}, archive.Occasion{Live: true})
	}
}

// Settle publishes what time will bring if no file changes any more: all graces
// and waits end. It must not be called while Apply or Run is running.
func (p *Publisher) Settle() { p.advance(taken{}, archive.Occasion{Live: true, Over: true}) }

// isBusy reports whether files are still being changed, so that no grace ends. It
// asks the disk only if something departs or waits.
func (p *Publisher) isBusy() bool {
	return p.snapshot.Pends() && slices.ContainsFunc(p.contents, func(c *content) bool { return c.busy != nil && c.busy() })
}

// Accept accepts the held removals, ends all graces and waits, and returns once
// the result is published. Run must be running.
func (p *Publisher) Accept(ctx context.Context) error {
	done := make(chan struct{})
	select {
	case p.accepted <- done:
	case <-ctx.Done():
		return ctx.Err()
	}
	<-done
	return nil
}

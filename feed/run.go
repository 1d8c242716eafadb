package feed

import (
	"context"
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
			p.advance(taken{}, archive.Occasion{Accepted: true})
			close(done)
		case s := <-p.suspects:
			p.examine(s)
		case <-p.retries:
			p.retry()
		case <-look:
			p.checkAuthors()
			continue // without putting off the next Tick
		case <-timer.C:
			p.Tick()
		}
		timer.Reset(p.pause())
	}
}

// Bounds of the time from one Tick to the next.
const (
	maxPause   = 24 * time.Hour   // so that the ledger has a recent time: after a gap of a year, the clock is doubted
	minPause   = time.Second      // nothing due is delayed by more than that
	faultPause = 30 * time.Second // a fault rarely goes away sooner
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
	return wait
}

// Tick publishes what is due by now. It must not be called while Apply or Run
// is running.
func (p *Publisher) Tick() {
	if p.current.Load() != nil {
		p.advance(taken{}, archive.Occasion{Live: true})
	}
}

// Accept accepts the held removals, and returns once the result is published. Run
// must be running.
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

package serve

import (
	"context"
	"net/netip"
	"sync"
	"time"
)

// Bounds on searches: how many run at once, how many may wait per client and in
// all, and for how long.
const (
	searches      = 4
	waitingClient = 8
	waitingAll    = 256
	searchWait    = 5 * time.Second
)

// turns decides which client searches next. Each client has at most one search
// that runs or is queued; its other searches wait for that one. So clients take
// turns, and a client waits for at most one search of each other client. A
// channel admits waiting goroutines in the order of their arrival.
type turns struct {
	running chan struct{} // holds a value for each search that runs

	mu      sync.Mutex // guards clients and waiting
	clients map[netip.Addr]*searcher
	waiting int // the searches of all clients, including running ones
}

// searcher is a client that searches.
type searcher struct {
	turn    chan struct{} // holds a value while a search of the client runs or is queued
	waiting int           // its searches, including the running one; guarded by turns.mu
}

func newTurns() *turns {
	return &turns{running: make(chan struct{}, searches), clients: map[netip.Addr]*searcher{}}
}

// wait waits until a client may search; the caller has to call done after the
// search. ok is false if too many wait, if it takes too long, or if ctx ends.
func (t *turns) wait(ctx context.Context, client netip.Addr) (done func(), ok bool) {
	c := t.join(client)
	if c == nil {
		return nil, false
	}
	ctx, cancel := context.WithTimeout(ctx, searchWait)
	defer cancel()
	if !enter(ctx, c.turn) {
		t.leave(client)
		return nil, false
	}
	if !enter(ctx, t.running) {
		<-c.turn
		t.leave(client)
		return nil, false
	}
	return func() {
		<-t.running
		<-c.turn
		t.leave(client)
	}, true
}

// enter waits until there is room in a channel.
func enter(ctx context.Context, room chan<- struct{}) bool {
	select {
	case room <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// join counts a search of a client. It returns nil if there are too many.
func (t *turns) join(client netip.Addr) *searcher {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.clients[client]
	if c == nil {
		c = &searcher{turn: make(chan struct{}, 1)}
	}
	if c.waiting > waitingClient || t.waiting >= searches+waitingAll {
		return nil
	}
	c.waiting++
	t.waiting++
	t.clients[client] = c
	return c
}

// leave undoes join.
func (t *turns) leave(client netip.Addr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.clients[client]
	c.waiting--
	t.waiting--
	if c.waiting == 0 {
		delete(t.clients, client)
	}
}

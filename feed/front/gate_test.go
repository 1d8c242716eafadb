package front

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/feed/serve"
)

// from is a connection from an address.
type from struct {
	net.Conn
	address string
	closed  *atomic.Int32 // how often
}

func (f from) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(f.address), 5000))
}

func (f from) Close() error {
	f.closed.Add(1)
	return nil
}

func TestGate(t *testing.T) {
	g := newGate(Limits{Connections: 4, PerAddress: 2, Client: serve.Proxies{netip.MustParsePrefix("10.0.0.0/8")}.Client})
	times := map[string]*atomic.Int32{}
	come := func(address string) *conn {
		if times[address] == nil {
			times[address] = new(atomic.Int32)
		}
		return g.admit(from{address: address, closed: times[address]})
	}
	a, b := come("203.0.113.1"), come("::ffff:203.0.113.1")
	if a == nil || b == nil {
		t.Fatal("two of one address are not let through")
	}
	if come("203.0.113.1") != nil || times["203.0.113.1"].Load() != 1 {
		t.Error("a third of one address is let through, or left open")
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	_ = a.Close() // the second call does not count
	if a = come("203.0.113.1"); a == nil {
		t.Error("after one was closed, another is not let through")
	}
	for _, address := range []string{"2001:db8::1", "2001:db8::2:3"} {
		if come(address) == nil {
			t.Errorf("%s is not let through", address)
		}
	}
	if come("2001:db8::ffff") != nil {
		t.Error("a third of one network is let through")
	}
	if got := g.counts(); got != (Counts{Open: 4, Accepted: 5, Refused: 2}) {
		t.Errorf("counted %+v", got)
	}

	// At the limit, the connection that has waited longest is closed, but none
	// with a request.
	for _, c := range g.open {
		track(c, http.StateActive)
	}
	if come("10.0.0.1") != nil {
		t.Error("a connection with a request gave way")
	}
	b.since.Store(time.Now().Add(-time.Hour).UnixNano())
	g.open[3].since.Store(time.Now().UnixNano())
	if come("10.0.0.1") == nil || times["::ffff:203.0.113.1"].Load() == 0 {
		t.Error("not what waits longest gives way")
	}
	if got := g.counts(); got.Open != 4 || got.Evicted == 0 {
		t.Errorf("counted %+v", got)
	}
	for range 100 {
		come("10.0.0.2") // a proxy stands for many
	}
	if got := g.counts(); got.Refused != 3 || got.Open != 4 {
		t.Errorf("after many of a proxy: %+v", got)
	}
}

// TestGateBooks opens and closes connections at random, and checks the counts at
// the end.
func TestGateBooks(t *testing.T) {
	g := newGate(Limits{Connections: 50, PerAddress: 10})
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 2000 {
				c := g.admit(from{address: netip.AddrFrom4([4]byte{1, 2, byte(worker), byte(i % 7)}).String(), closed: new(atomic.Int32)})
				if c != nil && i%3 > 0 {
					track(c, http.StateActive)
					track(c, http.StateIdle)
					_ = c.Close() // it cannot fail
				}
			}
		})
	}
	all.Wait()
	for len(g.open) > 0 {
		_ = g.open[0].Close() // it cannot fail
	}
	if len(g.byAddress) != 0 {
		t.Errorf("still counted: %v", g.byAddress)
	}
}

// TestTrack checks that the state of a connection is recorded however it is
// wrapped, and without allocation, because every request causes two calls.
func TestTrack(t *testing.T) {
	g := newGate(Limits{Connections: 1, PerAddress: 1})
	c := g.admit(from{address: "203.0.113.1", closed: new(atomic.Int32)})
	for name, told := range map[string]net.Conn{"as it is": c, "with TLS": tls.Client(c, nil), "wrapped twice": tls.Client(tls.Client(c, nil), nil)} {
		if track(told, http.StateActive); c.since.Load() != 0 || !g.busy() {
			t.Errorf("%s: a connection with a request counts as waiting", name)
		}
		if track(told, http.StateIdle); c.since.Load() == 0 {
			t.Errorf("%s: a connection without a request does not wait", name)
		}
		if got := testing.AllocsPerRun(100, func() { track(told, http.StateActive) }); got != 0 {
			t.Errorf("%s: %v allocations", name, got)
		}
	}
	track(from{}, http.StateActive) // not a connection of a gate
}

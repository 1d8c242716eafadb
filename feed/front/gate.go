package front

import (
	"math"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Limits bound the connections that are open at the same time.
type Limits struct {
	Connections int // in all; more than 0
	PerAddress  int // per client; more than 0
	// Client returns the address under which connections from an address are
	// counted, or the zero Addr if they are not counted by address. nil means
	// that each address is counted separately.
	Client func(netip.Addr) netip.Addr
}

// Counts are the numbers of connections by outcome.
type Counts struct {
	Open                       int    // currently
	Accepted, Refused, Evicted uint64 // since the start
}

// gate bounds the connections of a server. At the limit, it closes one that has
// long been waiting for a request, so that many connections which send nothing
// cannot lock other clients out.
type gate struct {
	Limits                     // immutable
	accepted, refused, evicted atomic.Uint64

	mu        sync.Mutex // guards open, byAddress, and the places of the connections
	open      []*conn
	byAddress map[netip.Addr]int // number of open connections by address
}

func newGate(l Limits) *gate {
	return &gate{Limits: l, byAddress: map[netip.Addr]int{}}
}

// admit admits a connection, if necessary by closing another one. If there is no
// room, it closes the new connection and returns nil.
func (g *gate) admit(tcp net.Conn) *conn {
	c := &conn{Conn: tcp, gate: g, address: g.counted(tcp)}
	c.since.Store(time.Now().UnixNano())
	g.mu.Lock()
	var evicted *conn
	full := c.address.IsValid() && g.byAddress[c.address] >= g.PerAddress
	if !full && len(g.open) >= g.Connections {
		if evicted = g.longestWaiting(); evicted != nil {
			g.remove(evicted)
		}
		full = evicted == nil
	}
	if !full {
		g.add(c)
	}
	g.mu.Unlock() // before closing connections, which may take a while
	if evicted != nil {
		g.evicted.Add(1)
		_ = evicted.Conn.Close() // no answer is lost
	}
	if full {
		g.refused.Add(1)
		_ = tcp.Close() // no answer is lost
		return nil
	}
	g.accepted.Add(1)
	return c
}

// counted returns the address under which a connection is counted, or the zero
// Addr.
func (g *gate) counted(c net.Conn) netip.Addr {
	tcp, ok := c.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	address := tcp.AddrPort().Addr()
	if g.Client == nil {
		return address
	}
	return g.Client(address)
}

// sample is how many waiting connections are compared to choose the one to close:
// enough that it is seldom a new one, and few enough that the cost does not grow
// with the number of connections.
const sample = 16

// longestWaiting returns the connection in a random sample that has waited
// longest, or nil if none is waiting. The caller holds g.mu.
func (g *gate) longestWaiting() (longest *conn) {
	first, least, seen := rand.IntN(len(g.open)), int64(math.MaxInt64), 0
	for i := range g.open {
		c := g.open[(first+i)%len(g.open)]
		since := c.since.Load()
		if since == 0 {
			continue // a request is being answered
		}
		if since < least {
			longest, least = c, since
		}
		if seen++; seen == sample {
			break
		}
	}
	return longest
}

// add adds a connection to open. The caller holds g.mu.
func (g *gate) add(c *conn) {
	c.place = len(g.open)
	g.open = append(g.open, c)
	if c.address.IsValid() {
		g.byAddress[c.address]++
	}
}

// remove removes a connection from open; calling it again does nothing. The
// caller holds g.mu.
func (g *gate) remove(c *conn) {
	if c.place < 0 {
		return
	}
	last := g.open[len(g.open)-1]
	last.place = c.place
	g.open[c.place] = last
	g.open[len(g.open)-1] = nil
	g.open = g.open[:len(g.open)-1]
	c.place = -1
	if c.address.IsValid() {
		if g.byAddress[c.address]--; g.byAddress[c.address] == 0 {
			delete(g.byAddress, c.address)
		}
	}
}

// busy reports whether a connection is not idle.
func (g *gate) busy() bool {
	now := time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.ContainsFunc(g.open, func(c *conn) bool { return !c.idle(now) })
}

// closeIdle closes the connections that are idle.
func (g *gate) closeIdle() {
	now := time.Now()
	g.mu.Lock()
	idle := slices.DeleteFunc(slices.Clone(g.open), func(c *conn) bool { return !c.idle(now) })
	g.mu.Unlock()
	for _, c := range idle {
		_ = c.Close() // no answer is lost
	}
}

func (g *gate) counts() Counts {
	g.mu.Lock()
	open := len(g.open)
	g.mu.Unlock()
	return Counts{Open: open, Accepted: g.accepted.Load(), Refused: g.refused.Load(), Evicted: g.evicted.Load()}
}

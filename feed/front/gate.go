package front

import (
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Limits bound the connections that are open at a time.
type Limits struct {
	Connections int // in all; more than 0
	PerAddress  int // of one client; more than 0
	// Client returns the address under which connections from an address are
	// counted, or the zero Addr if they are not counted by address. nil counts
	// each address by itself.
	Client func(netip.Addr) netip.Addr
}

// Counts say what became of connections.
type Counts struct {
	Open                       int    // at present
	Accepted, Refused, Evicted uint64 // since the start
}

// gate bounds the connections of a server. Where there are too many, the one
// that waits longest of some gives way, so that a crowd which sends nothing
// shuts nobody out.
type gate struct {
	Limits
	accepted, refused, evicted atomic.Uint64

	mu        sync.Mutex // guards what follows
	open      []*conn
	byAddress map[netip.Addr]int
}

func newGate(l Limits) *gate {
	return &gate{Limits: l, byAddress: map[netip.Addr]int{}}
}

// listener accepts the connections that a gate admits.
type listener struct {
	net.Listener
	gate *gate
}

// Accept implements net.Listener.
func (l listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, survivable(err)
		}
		if admitted := l.gate.admit(c); admitted != nil {
			return admitted, nil
		}
	}
}

// passing is an error after which net/http accepts again, a little later.
type passing struct{ error }

func (passing) Timeout() bool   { return false }
func (passing) Temporary() bool { return true }
func (p passing) Unwrap() error { return p.error }

// survivable marks an error as passing where it tells of one connection, or of
// a want that ends, not of the listener (accept(2), "Error handling").
func survivable(err error) error {
	for _, e := range []error{
		syscall.ENOBUFS, syscall.ENOMEM, syscall.EPERM, syscall.EPROTO, syscall.ENOPROTOOPT,
		syscall.ENETDOWN, syscall.ENETUNREACH, syscall.EHOSTDOWN, syscall.EHOSTUNREACH,
	} {
		if errors.Is(err, e) {
			return passing{err}
		}
	}
	return err
}

// conn is a connection that was let through.
type conn struct {
	net.Conn
	gate    *gate
	address netip.Addr   // that counts it; none where nobody does
	place   int          // in gate.open; -1: closed
	since   atomic.Int64 // when it began to wait for a request, Unix nanoseconds; 0: it has one
}

// Close implements net.Conn.
func (c *conn) Close() error {
	c.gate.mu.Lock()
	c.gate.remove(c)
	c.gate.mu.Unlock()
	return c.Conn.Close()
}

// NetConn returns the connection that c wraps.
func (c *conn) NetConn() net.Conn { return c.Conn }

// CloseWrite ends what is sent. net/http does so with a refusal of which the
// client might hear nothing otherwise, as it sends still.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// ReadFrom implements io.ReaderFrom, by which net/http has the system send
// files.
func (c *conn) ReadFrom(src io.Reader) (int64, error) {
	if to, ok := c.Conn.(io.ReaderFrom); ok {
		return to.ReadFrom(src)
	}
	return io.Copy(struct{ io.Writer }{c.Conn}, src)
}

// admit lets a connection through, perhaps in place of another one. nil: it
// was closed.
func (g *gate) admit(tcp net.Conn) *conn {
	c := &conn{Conn: tcp, gate: g, address: g.counted(tcp)}
	c.since.Store(time.Now().UnixNano())
	g.mu.Lock()
	var out *conn
	full := c.address.IsValid() && g.byAddress[c.address] >= g.PerAddress
	if !full && len(g.open) >= g.Connections {
		if out = g.longest(); out != nil {
			g.remove(out)
		}
		full = out == nil
	}
	if !full {
		c.place = len(g.open)
		g.open = append(g.open, c)
		if c.address.IsValid() {
			g.byAddress[c.address]++
		}
	}
	g.mu.Unlock()
	if out != nil {
		g.evicted.Add(1)
		_ = out.Conn.Close() // it had nothing to say
	}
	if full {
		g.refused.Add(1)
		_ = tcp.Close()
		return nil
	}
	g.accepted.Add(1)
	return c
}

// counted gives the address that a connection counts for.
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

// sample is how many that wait are looked at for one to give way: enough that
// it is seldom a newcomer, few enough that a crowd costs no time.
const sample = 16

// longest gives the connection that waits longest of a sample, nil where none
// waits.
func (g *gate) longest() (out *conn) {
	first, least, seen := rand.IntN(len(g.open)), int64(math.MaxInt64), 0
	for i := range g.open {
		c := g.open[(first+i)%len(g.open)]
		since := c.since.Load()
		if since == 0 {
			continue // it has a request
		}
		if since < least {
			out, least = c, since
		}
		if seen++; seen == sample {
			break
		}
	}
	return out
}

// remove forgets a connection. The caller holds g.mu.
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

// state is the hook of a server's connections (http.Server.ConnState). One
// that has sent half a head still waits.
func (g *gate) state(c net.Conn, s http.ConnState) {
	admitted, ok := c.(*conn)
	for !ok { // it is wrapped, by TLS for one
		wrapper, wraps := c.(interface{ NetConn() net.Conn })
		if !wraps {
			return
		}
		c = wrapper.NetConn()
		admitted, ok = c.(*conn)
	}
	switch s {
	case http.StateActive:
		admitted.since.Store(0)
	case http.StateIdle:
		admitted.since.Store(time.Now().UnixNano())
	}
}

// prompt is how soon a request comes on a new connection of a client that
// means it.
const prompt = time.Second

// busy reports whether there are connections with a request, or with one that
// may be about to come.
func (g *gate) busy() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	recently := time.Now().Add(-prompt).UnixNano()
	return slices.ContainsFunc(g.open, func(c *conn) bool {
		since := c.since.Load()
		return since == 0 || since > recently
	})
}

// dismiss closes the connections that wait, unless a request may be about to
// come.
func (g *gate) dismiss() {
	recently := time.Now().Add(-prompt).UnixNano()
	g.mu.Lock()
	waiting := slices.DeleteFunc(slices.Clone(g.open), func(c *conn) bool {
		since := c.since.Load()
		return since == 0 || since > recently
	})
	g.mu.Unlock()
	for _, c := range waiting {
		_ = c.Close() // it had nothing to say
	}
}

func (g *gate) counts() Counts {
	g.mu.Lock()
	open := len(g.open)
	g.mu.Unlock()
	return Counts{Open: open, Accepted: g.accepted.Load(), Refused: g.refused.Load(), Evicted: g.evicted.Load()}
}

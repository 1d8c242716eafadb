package front

import (
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"
)

// conn is a connection that a gate admitted.
type conn struct {
	net.Conn
	gate    *gate
	address netip.Addr // under which it is counted; the zero Addr if it is not; immutable
	place   int        // in gate.open; -1 once it is closed; guarded by gate.mu

	// since is when it began to wait for a request, in Unix nanoseconds; 0 while
	// it has one.
	since atomic.Int64
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

// CloseWrite ends what is sent. net/http calls it after a refusal to a client that
// is still sending: closing at once would reset the connection, and the client
// might not get to read the refusal.
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

// prompt is how soon after connecting, or after an answer, a client that means
// to ask sends its request.
const prompt = time.Second

// idle reports whether no request is being answered or about to come.
func (c *conn) idle(now time.Time) bool {
	since := c.since.Load()
	return since != 0 && since <= now.Add(-prompt).UnixNano()
}

// track is the hook by which a server tells the states of its connections
// (http.Server.ConnState). A connection that has sent half a head still waits.
func track(c net.Conn, s http.ConnState) {
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

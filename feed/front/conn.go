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
	address netip.Addr // the address it is counted under; the zero Addr if it is not counted; immutable
	place   int        // index in gate.open; -1 after Close; guarded by gate.mu

	// since is when the connection began to wait for a request, in Unix
	// nanoseconds; 0 while a request is being answered.
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

// CloseWrite closes the sending side. net/http calls it after refusing a request
// that the client is still sending: closing the connection at once would reset
// it, and the client might never read the refusal.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// ReadFrom implements io.ReaderFrom, which lets net/http use sendfile.
func (c *conn) ReadFrom(src io.Reader) (int64, error) {
	if to, ok := c.Conn.(io.ReaderFrom); ok {
		return to.ReadFrom(src)
	}
	return io.Copy(struct{ io.Writer }{c.Conn}, src)
}

// prompt is the time within which a client is expected to send a request after it
// connects or gets an answer.
const prompt = time.Second

// idle reports whether no request is being answered or likely to arrive soon.
func (c *conn) idle(now time.Time) bool {
	since := c.since.Load()
	return since != 0 && since <= now.Add(-prompt).UnixNano()
}

// track is the ConnState hook of the http.Server. A connection that has sent only
// part of a head still counts as waiting.
func track(c net.Conn, s http.ConnState) {
	admitted, ok := c.(*conn)
	for !ok { // unwrap, for example a TLS connection
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

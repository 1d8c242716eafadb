package express

import (
	"cmp"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// conn is a connection whose plain requests are answered inside Read, while
// net/http waits for the first bytes.
type conn struct {
	stream            // the accepted connection
	inner    net.Conn // the innermost connection, to which answers are written
	listener *Listener

	// Owned by the goroutine that reads, which is net/http's.
	remote     string    // address of the client; empty before the first request
	handedOver bool      // everything goes to net/http from now on
	answered   bool      // a request was answered here
	readUntil  time.Time // the deadline set by waitFor; zero if another one is set
	writeUntil time.Time // likewise for sendFor
	bodyUntil  time.Time // replaces the next read deadline that net/http sets for a body; zero: no replacement

	sending sync.Mutex  // held while an answer is sent
	closing atomic.Bool // Close was called
}

// Read implements net.Conn. It returns only what net/http has to handle.
//
// net/http waits in its first Read for a head. Only when it has one does it start
// a handler, and a background read to notice when the client goes away. By then
// the connection has been handed over, so Read need not distinguish these reads.
func (c *conn) Read(p []byte) (int, error) {
	if c.handedOver {
		return c.stream.Read(p)
	}
	for {
		n, err := c.readRequest(p)
		if n == 0 || err != nil {
			return n, err
		}
		if !c.answer(p[:n]) {
			c.handOver()
			return n, nil
		}
	}
}

// handOver leaves the connection to net/http, which takes it for a new one.
// net/http has set deadlines counted from the time of accepting, so they are set
// anew.
func (c *conn) handOver() {
	c.handedOver = true
	now, server := time.Now(), c.listener.Server
	c.waitFor(now, cmp.Or(server.ReadHeaderTimeout, server.ReadTimeout, never))
	if c.answered && server.ReadTimeout > 0 {
		c.bodyUntil = now.Add(server.ReadTimeout)
	}
}

// leastOfNext is how many bytes of a further request on a connection net/http
// reads before the request counts as begun. A client that sends fewer and goes
// away gets no answer, not even 400.
const leastOfNext = 4

// readRequest reads the beginning of a request, or all of it.
func (c *conn) readRequest(p []byte) (int, error) {
	if !c.answered {
		return c.stream.Read(p)
	}
	n, err := io.ReadAtLeast(c.stream, p, leastOfNext)
	if err == io.ErrUnexpectedEOF {
		return 0, io.EOF
	}
	return n, err
}

// answer answers the request in p if it is a plain one, and reports whether it
// was.
func (c *conn) answer(p []byte) bool {
	e := c.listener.exchange()
	defer c.listener.exchanges.Put(e)
	if !e.read(p) || c.listener.isSlow(e.request.URL) {
		return false
	}
	c.tell(http.StateActive)
	if c.listener.closed.Load() { // checked after tell: see "States" in the package comment
		return false
	}
	c.answered = true
	if !c.send(e) || c.closing.Load() {
		_ = c.stream.Close() // net/http learns of it from the next read
		return true
	}
	c.tell(http.StateIdle)
	server := c.listener.Server
	c.waitFor(time.Now(), cmp.Or(server.IdleTimeout, server.ReadTimeout, never))
	return true
}

// tell calls the server's ConnState hook, as net/http does.
func (c *conn) tell(s http.ConnState) {
	if hook := c.listener.Server.ConnState; hook != nil {
		hook(c, s)
	}
}

// send answers a request, and reports whether the connection can be reused.
func (c *conn) send(e *exchange) bool {
	c.sending.Lock()
	defer c.sending.Unlock() // a handler may panic
	return e.answer(c)
}

// Close implements net.Conn. If an answer is being sent, the connection closes
// after it.
func (c *conn) Close() error {
	c.closing.Store(true) // before TryLock, because the sender checks it after unlocking
	if !c.sending.TryLock() {
		return nil
	}
	defer c.sending.Unlock()
	return c.stream.Close()
}

// NetConn returns the connection that c wraps.
func (c *conn) NetConn() net.Conn { return c.stream }

const (
	// never replaces a timeout that is not set.
	never = 100 * 365 * 24 * time.Hour
	// precision is the precision of deadlines. Setting them for every request
	// would cost as much as a system call.
	precision = 100 * time.Millisecond
)

// waitFor sets the deadline of the next reads.
func (c *conn) waitFor(now time.Time, timeout time.Duration) {
	if until := now.Add(timeout); until.Sub(c.readUntil).Abs() > precision {
		_ = c.stream.SetReadDeadline(until) // if it fails, so does the read
		c.readUntil = until
	}
}

// sendFor sets the deadline of the next writes.
func (c *conn) sendFor(now time.Time, timeout time.Duration) {
	if until := now.Add(timeout); until.Sub(c.writeUntil).Abs() > precision {
		_ = c.stream.SetWriteDeadline(until) // if it fails, so does the write
		c.writeUntil = until
	}
}

// SetDeadline implements net.Conn.
func (c *conn) SetDeadline(t time.Time) error {
	c.readUntil, c.writeUntil = time.Time{}, time.Time{}
	return c.stream.SetDeadline(t)
}

// SetReadDeadline implements net.Conn.
func (c *conn) SetReadDeadline(t time.Time) error {
	c.readUntil = time.Time{}
	if !t.IsZero() && !c.bodyUntil.IsZero() {
		t = c.bodyUntil
	}
	c.bodyUntil = time.Time{}
	return c.stream.SetReadDeadline(t)
}

// SetWriteDeadline implements net.Conn.
func (c *conn) SetWriteDeadline(t time.Time) error {
	c.writeUntil = time.Time{}
	return c.stream.SetWriteDeadline(t)
}

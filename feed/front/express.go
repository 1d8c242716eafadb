package front

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// express answers plain requests of HTTP/1.1 on the connection itself: GET and
// HEAD without a body, each of which comes in one piece. What is not plain,
// and all that follows it on a connection, goes the way of net/http. That
// takes three times as long, for goroutines, deadlines and looking whether the
// client is still there, where a poll needs but two system calls.
type express struct {
	handler             http.Handler
	slow                []string      // beginnings of paths
	header, write, idle time.Duration // timeouts
	ways                sync.Pool     // of *way
	date                atomic.Pointer[date]
}

func newExpress(o Options) *express {
	return &express{handler: o.Handler, slow: o.Slow, header: o.HeaderTimeout, write: o.WriteTimeout, idle: o.IdleTimeout,
		ways: sync.Pool{New: func() any { return newWay() }}}
}

// shortcut is what a connection knows of the short way.
type shortcut struct {
	*express              // nil: there is none
	remote     string     // address of the client; empty: nobody asked yet
	foreign    bool       // net/http has what comes, for good
	served     bool       // a request was answered here
	readUntil  time.Time  // the deadline that was set here; zero: another one was
	writeUntil time.Time  // the same
	sending    sync.Mutex // held while an answer is sent
	closing    atomic.Bool
}

// Read implements net.Conn. It returns what net/http is to have.
//
// net/http hears nothing of a connection until something goes to it: it waits
// in its first Read, which is of a head. Only once it has one does it run a
// handler, and read a byte meanwhile to learn whether the client is gone. By
// then all reads are its own, so that no read has to be told from another.
func (c *conn) Read(p []byte) (int, error) {
	if c.express == nil || c.foreign {
		return c.Conn.Read(p)
	}
	for {
		n, err := c.begin(p)
		if n == 0 || err != nil {
			return n, err
		}
		if !c.answered(p[:n]) {
			c.foreign = true
			c.waitFor(time.Now(), c.header) // net/http takes it that the connection is new
			return n, nil
		}
	}
}

// beginning is how much of a later request net/http waits for, in bytes, before
// it counts as begun. It says nothing to a client that sends less and goes.
const beginning = 4

// begin reads the beginning of a request, or all of it.
func (c *conn) begin(p []byte) (int, error) {
	if !c.served {
		return c.Conn.Read(p)
	}
	n, err := io.ReadAtLeast(c.Conn, p, beginning)
	if err == io.ErrUnexpectedEOF {
		return 0, io.EOF
	}
	return n, err
}

// answered answers what came, and reports whether it did.
func (c *conn) answered(p []byte) bool {
	if c.gate.ending.Load() {
		return false
	}
	w := c.ways.Get().(*way)
	defer c.ways.Put(w)
	if !w.read(p) || c.isSlow(w.request.URL.Path) {
		return false
	}
	c.served = true
	c.since.Store(0)
	if !c.send(w) || c.closing.Load() {
		_ = c.close() // the next read tells net/http
		return true
	}
	now := time.Now()
	c.since.Store(now.UnixNano())
	c.waitFor(now, c.idle)
	return true
}

// isSlow reports whether net/http is to answer a path.
func (e *express) isSlow(path string) bool {
	return slices.ContainsFunc(e.slow, func(begin string) bool { return strings.HasPrefix(path, begin) })
}

// send answers a request, and reports whether the connection can go on.
func (c *conn) send(w *way) bool {
	c.sending.Lock()
	defer c.sending.Unlock() // a handler may panic, which ends the connection
	return w.answer(c)
}

// exact is how exact timeouts are: to set each anew for each request would
// cost as much as a system call.
const exact = 100 * time.Millisecond

// waitFor bounds the next reads.
func (c *conn) waitFor(now time.Time, timeout time.Duration) {
	if until := now.Add(timeout); until.Sub(c.readUntil).Abs() > exact {
		_ = c.Conn.SetReadDeadline(until) // it fails where the read does
		c.readUntil = until
	}
}

// SetReadDeadline implements net.Conn.
func (c *conn) SetReadDeadline(t time.Time) error {
	c.readUntil = time.Time{}
	return c.Conn.SetReadDeadline(t)
}

// SetWriteDeadline implements net.Conn.
func (c *conn) SetWriteDeadline(t time.Time) error {
	c.writeUntil = time.Time{}
	return c.Conn.SetWriteDeadline(t)
}

// date is the value of a Date field, which stands for a second.
type date struct {
	second int64
	text   string
}

// today gives the value of a Date field.
func (e *express) today(now time.Time) string {
	d := e.date.Load()
	if d == nil || d.second != now.Unix() {
		d = &date{now.Unix(), now.UTC().Format(http.TimeFormat)}
		e.date.Store(d)
	}
	return d.text
}

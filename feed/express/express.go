// Package express answers plain HTTP requests on the connection itself.
//
// It stands between a listener and an http.Server, and is taken away by serving
// the listener without it:
//
//	server.Serve(&express.Listener{Listener: l, Server: server})
//
// net/http spends goroutines, deadlines and a read that notices when the client
// goes away on every request. A poll of a feed needs two system calls, one read
// and one write; answering it here takes about a third of the time.
//
// # Which requests it takes
//
// A GET or HEAD of HTTP/1.1 (RFC 9112) that a single read returns, whole and
// alone, and whose head says nothing of
//
//   - a body: Content-Length, Transfer-Encoding, Trailer, Expect (RFC 9110,
//     section 10.1.1);
//   - the connection: Upgrade, TE, Keep-Alive, Connection unless it is
//     keep-alive (RFC 9110, section 7.6.1);
//
// has one valid Host (RFC 9112, section 3.2), lines that end with CRLF and are not
// folded (sections 2.2 and 5.2), and names a path that no prefix in
// [Listener.Slow] covers. net/http parses such a head; this package only decides
// whether it may.
//
// Everything else goes to net/http byte for byte: requests in parts or in a
// pipeline, and requests that have to be refused. All that follows on the same
// connection goes there too. FuzzExpress compares the two ways.
//
// # What a handler may not do
//
//   - Keep or change the request, its URL or its header maps. The next request
//     with the same bytes, which may come on another connection, gets them
//     again. A shallow copy (http.Request.WithContext) may be changed.
//   - Wait for the request's context. It never ends, and it has no values: the
//     handler does not learn that its client is gone. Handlers that work for long
//     belong to Slow.
//   - Send interim answers (1xx), flush or hijack. A body without a
//     Content-Length is kept in memory until the handler returns.
//
// # What it guarantees
//
//   - Order: a connection has one request at a time, and the next one is not read
//     before the answer is sent.
//   - Persistence (RFC 9112, section 9.3): the connection goes on unless the answer
//     says "Connection", ends before its Content-Length, or cannot be sent.
//   - Closing: Close of a connection, which is what http.Server.Shutdown and Close
//     call, lets the answer that is being sent finish. Once the Listener is
//     closed, requests go to net/http, which ends the connections. To end those
//     that stay open, close the Listener; http.Server.SetKeepAlivesEnabled is not
//     seen here.
//   - States: Server.ConnState hears StateActive before a request is answered and
//     StateIdle after it. The Listener is checked in between, so whoever closes it
//     and then finds no connection active knows that none will be.
//   - Deadlines: those of the Server hold, to a tenth of a second. An answer has
//     WriteTimeout from its beginning, unless the handler sets another deadline
//     (http.ResponseController); the next request may take IdleTimeout to begin.
//     A request that goes to net/http has the time of a first one, however
//     old the connection is.
//   - Panics: a handler runs in the goroutine in which net/http reads from the
//     connection, which logs the panic and closes the connection, as it does
//     for its own.
package express

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Listener answers plain requests on the connections that it accepts, for a
// server that serves it.
type Listener struct {
	// Listener accepts connections without TLS. If they are wrapped and tell
	// what they wrap by a method NetConn, as tls.Conn does, answers are written to
	// the innermost one, for which the system sends files and several buffers
	// at once. So what wraps them may count and bound, but not change bytes.
	net.Listener
	Server *http.Server // has a Handler; immutable while it serves
	// Slow are prefixes of paths that go to net/http, because their handlers have
	// to learn that the client is gone.
	Slow []string

	closed    atomic.Bool
	exchanges sync.Pool // of *exchange
	date      atomic.Pointer[date]
}

// Accept implements net.Listener.
func (l *Listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	outer, ok := c.(stream)
	inner := innermost(c)
	if !ok || inner == nil {
		return c, nil
	}
	return &conn{stream: outer, inner: inner, listener: l}, nil
}

// Close implements net.Listener. Requests on open connections go to net/http from
// now on.
func (l *Listener) Close() error {
	l.closed.Store(true)
	return l.Listener.Close()
}

// stream is what net/http uses of a TCP connection.
type stream interface {
	net.Conn
	io.ReaderFrom // has the system send files
	// CloseWrite lets a client that is still sending hear why it is refused:
	// closing at once would reset the connection (RFC 9112, section 9.6).
	CloseWrite() error
}

// innermost returns the connection that c wraps, however often. nil: its bytes
// are not those of HTTP.
func innermost(c net.Conn) net.Conn {
	for {
		if _, ok := c.(*tls.Conn); ok {
			return nil
		}
		wrapper, ok := c.(interface{ NetConn() net.Conn })
		if !ok {
			return c
		}
		c = wrapper.NetConn()
	}
}

// isSlow reports whether net/http is to answer a path.
func (l *Listener) isSlow(path string) bool {
	return slices.ContainsFunc(l.Slow, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}

// exchange returns an exchange that nobody uses.
func (l *Listener) exchange() *exchange {
	if e, ok := l.exchanges.Get().(*exchange); ok {
		return e
	}
	return newExchange()
}

// date is the value of a Date field (RFC 9110, section 6.6.1), which changes once
// a second.
type date struct {
	second int64
	text   string
}

// dateAt returns the value of a Date field.
func (l *Listener) dateAt(now time.Time) string {
	d := l.date.Load()
	if d == nil || d.second != now.Unix() {
		d = &date{now.Unix(), now.UTC().Format(http.TimeFormat)}
		l.date.Store(d)
	}
	return d.text
}

// Package express answers plain HTTP requests on the connection itself.
//
// It stands between a listener and an http.Server:
//
//	server.Serve(&express.Listener{Listener: l, Server: server})
//
// A server that serves l itself does without this package, and net/http answers
// everything. For every request, net/http uses goroutines, deadlines and a
// background read that notices when the client goes away. A poll of a feed needs
// two system calls, one read and one write; answering it here takes about a third
// of the time.
//
// # Which requests it takes
//
// It takes a request of HTTP/1.1 (RFC 9112) that a single read returns, whole and
// alone, if
//
//   - the method is GET or HEAD;
//   - there is one valid Host (RFC 9112, section 3.2);
//   - lines end with CRLF and are not folded (sections 2.2 and 5.2);
//   - no field is about a body: Content-Length, Transfer-Encoding, Trailer, Expect
//     (RFC 9110, section 10.1.1);
//   - no field is about the connection: Upgrade, TE, Keep-Alive, Connection unless
//     it is keep-alive (RFC 9110, section 7.6.1);
//   - the path and the query have none of [Listener.Slow] in them.
//
// net/http parses such a head; this package only decides whether it may.
//
// Everything else goes to net/http byte for byte: requests that arrive in parts
// or in a pipeline, and requests that have to be refused. Whatever follows on the
// same connection goes there too. FuzzExpress compares the answers with those of
// net/http.
//
// # What a handler may not do
//
//   - Keep or change the request, its URL or its header maps. The next request
//     with the same bytes, which may come on another connection, gets them
//     again. A shallow copy (http.Request.WithContext) may be changed.
//   - Wait for the request's context. It never ends, and it has no values: the
//     handler does not learn that its client is gone. The paths of handlers that
//     take long belong in Slow.
//   - Send interim answers (1xx), flush or hijack. A body without a
//     Content-Length is buffered in memory until the handler returns.
//
// # What it guarantees
//
//   - Order: a connection has one request at a time, and the next one is not read
//     until the answer has been sent.
//   - Persistence (RFC 9112, section 9.3): the connection goes on unless the answer
//     says "Connection", ends before its Content-Length, or cannot be sent.
//   - Closing: Close of a connection, which is what http.Server.Shutdown and
//     Close call, lets the answer that is being sent finish. Once the Listener is
//     closed, requests go to net/http, which ends the connections. To end
//     connections that stay open, close the Listener;
//     http.Server.SetKeepAlivesEnabled has no effect here.
//   - States: Server.ConnState is called with StateActive before a request is
//     answered and with StateIdle afterwards. Between the former and the answer,
//     the package checks whether the Listener is closed; so if no connection is
//     active after Close, none will become active here.
//   - Deadlines: those of the Server apply, to a tenth of a second. WriteTimeout
//     counts from the beginning of an answer, unless the handler sets another
//     deadline (http.ResponseController); the next request may take IdleTimeout
//     to begin. A request that goes to net/http has as much time as the first on
//     a connection, however old the connection is.
//   - Panics: a handler runs in the goroutine in which net/http reads from the
//     connection, which logs the panic and closes the connection, as for its own
//     handlers.
package express

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Listener answers plain requests on the connections that it accepts for a
// server.
type Listener struct {
	// Listener accepts connections without TLS. If they wrap others and have a
	// NetConn method, as tls.Conn does, answers are written to the innermost
	// connection, so that the system can send files and several buffers at once.
	// So a wrapper may count and bound, but not change bytes.
	net.Listener
	Server *http.Server // has a Handler; immutable while it serves
	// Slow are parts of paths with their queries. What has one goes to net/http,
	// because its handlers must learn when the client goes away.
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

// Close implements net.Listener. From then on, requests on open connections go to
// net/http.
func (l *Listener) Close() error {
	l.closed.Store(true)
	return l.Listener.Close()
}

// stream has the methods of a TCP connection that net/http uses.
type stream interface {
	net.Conn
	io.ReaderFrom // for sendfile
	// CloseWrite lets a client that is still sending read why it was refused:
	// closing at once would reset the connection (RFC 9112, section 9.6).
	CloseWrite() error
}

// innermost returns the connection at the bottom of what c wraps, or nil if its
// bytes are not plain HTTP.
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

// isSlow reports whether net/http must serve what is at an address.
func (l *Listener) isSlow(u *url.URL) bool {
	target := u.Path + "?" + u.RawQuery
	return slices.ContainsFunc(l.Slow, func(part string) bool { return strings.Contains(target, part) })
}

// exchange returns an unused exchange.
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

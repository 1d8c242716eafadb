// Package front accepts connections from the open internet.
//
// It bounds how many connections are open and how long each request may take, and
// serves TLS and HTTP/2 by means of net/http. It uses the sockets that systemd
// opened, and notifies systemd when the service is ready, alive, reloading or
// stopping.
package front

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"log"
	"log/slog"
	"net"
	"net/http"
	"time"

	"dateline/feed/express"
)

// Options configure a Server.
type Options struct {
	Handler http.Handler
	Limits  Limits
	Streams int // concurrent HTTP/2 streams per connection; 0: the default of net/http

	// HeaderTimeout bounds how long the head of a request takes to arrive,
	// ReadTimeout the whole request, WriteTimeout sending the answer, and
	// IdleTimeout the wait for the next request.
	HeaderTimeout, ReadTimeout, WriteTimeout, IdleTimeout time.Duration
	// HeaderBytes bounds the head of a request. In HTTP/1 all its bytes count. In
	// HTTP/2 the fields count, with an overhead of 32 bytes each (RFC 9113,
	// section 6.5.2), and the bound is about 4 KB lower, but at least 4 KB.
	HeaderBytes int

	// Slow are parts of paths with their queries. Handlers may take long for what has
	// one. So net/http serves it, because it cancels the context of a request when
	// the client goes away; package express answers other plain requests.
	Slow []string

	TLS *tls.Config // nil: plain HTTP/1.1
	Log *slog.Logger
}

// Server serves one handler. All its listeners share the limits. Its fields are
// immutable after New.
type Server struct {
	http   *http.Server
	gate   *gate
	slow   []string
	secure bool // whether TLS is used; http.TLSConfig does not show it, as net/http always sets it
}

// slack is how many bytes net/http reads beyond its limit for a head.
const slack = 4 << 10

// leastHTTP2 is the lowest bound on the fields of an HTTP/2 request: what
// browsers send has to fit.
const leastHTTP2 = 4 << 10

// grace is how long requests may take to finish at shutdown. It is a second less
// than the whole process may take.
const grace = 9 * time.Second

// New returns a Server.
func New(o Options) *Server {
	head := max(1, o.HeaderBytes-slack) // 0 would mean 1 MiB
	if o.TLS != nil {
		head = max(leastHTTP2, head)
	}
	return &Server{gate: newGate(o.Limits), slow: o.Slow, secure: o.TLS != nil, http: &http.Server{
		Handler:           o.Handler,
		ReadHeaderTimeout: o.HeaderTimeout,
		ReadTimeout:       o.ReadTimeout,
		WriteTimeout:      o.WriteTimeout,
		IdleTimeout:       o.IdleTimeout,
		MaxHeaderBytes:    head,
		TLSConfig:         o.TLS,
		ConnState:         track,
		ErrorLog:          log.New(errorLog{o.Log}, "", 0),
		// The handler refuses "OPTIONS *" itself.
		DisableGeneralOptionsHandler: true,
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: o.Streams,
			WriteByteTimeout:     o.WriteTimeout, // ends a stream whose client does not read
			SendPingTimeout:      o.IdleTimeout,  // detects that a client is gone
		},
	}}
}

// errorLog logs what net/http reports. Most of it concerns clients and matters
// only when debugging; a panic in a handler is an error.
type errorLog struct{ log *slog.Logger }

// Write implements io.Writer.
func (l errorLog) Write(line []byte) (int, error) {
	level := slog.LevelDebug
	if bytes.Contains(line, []byte("panic serving")) {
		level = slog.LevelError
	}
	l.log.Log(context.Background(), level, string(bytes.TrimSpace(line)))
	return len(line), nil
}

// Serve serves the connections of listeners until ctx ends, then closes the
// listeners and allows requests in flight some seconds to finish.
func (s *Server) Serve(ctx context.Context, listeners ...net.Listener) error {
	closeAll := func() {
		for _, l := range listeners {
			_ = l.Close() // accepted connections stay open
		}
	}
	defer context.AfterFunc(ctx, closeAll)()
	ended := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() { ended <- s.serve(listener{l, s.gate}) }()
	}
	var err error
	for range listeners {
		if e := <-ended; !errors.Is(e, net.ErrClosed) {
			err = errors.Join(err, e)
			closeAll()
		}
	}
	s.finish()
	return err
}

// finish closes the connections: idle ones at once, others after answering their
// request. Shutdown alone would drop a request that arrives just then on a
// connection accepted earlier. The listeners are closed already, so package
// express answers no request that it has not begun.
func (s *Server) finish() {
	deadline, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	s.http.SetKeepAlivesEnabled(false)
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for s.gate.busy() && deadline.Err() == nil {
		<-again.C
	}
	s.gate.closeIdle()
	if s.http.Shutdown(deadline) != nil {
		_ = s.http.Close() // cuts off answers that take too long
	}
}

func (s *Server) serve(l net.Listener) error {
	if s.secure {
		return s.http.ServeTLS(l, "", "")
	}
	l = &express.Listener{Listener: l, Server: s.http, Slow: s.slow} // without this line, net/http answers everything
	return s.http.Serve(l)
}

// Counts returns the numbers of connections by outcome.
func (s *Server) Counts() Counts { return s.gate.counts() }

// Package front takes connections from the open internet.
//
// It bounds how many connections are open and how long each request may take,
// and answers TLS and HTTP/2 (net/http does both). It takes the sockets that
// systemd opened, and tells systemd when the service is ready, that it is
// alive, and that it ends.
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

// Options say how a Server takes connections.
type Options struct {
	Handler http.Handler
	Limits  Limits
	Streams int // of HTTP/2 that a connection may have at a time; 0: the default of net/http

	// HeaderTimeout is how long the head of a request may take to arrive,
	// ReadTimeout the whole request, WriteTimeout its answer to be taken, and
	// IdleTimeout the next request to begin.
	HeaderTimeout, ReadTimeout, WriteTimeout, IdleTimeout time.Duration
	// HeaderBytes bounds the head of a request. In HTTP/1 all its bytes count. In
	// HTTP/2 its fields count, each with 32 bytes more (RFC 9113, section
	// 6.5.2), and the bound is some 4 KB lower, but at least 4 KB.
	HeaderBytes int

	// Slow are prefixes of paths whose handlers may work for long. net/http
	// answers them, as it cancels the context of a request whose client is gone;
	// plain requests for other paths are answered by package express.
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
	secure bool // with TLS; http.TLSConfig does not tell, as net/http sets it without TLS too
}

// slack is how many bytes of a head net/http reads beyond its limit.
const slack = 4 << 10

// leastHTTP2 is the lowest bound of the fields of a request in HTTP/2: what
// browsers send has to fit in.
const leastHTTP2 = 4 << 10

// grace is how long requests may take to finish at the end. It is a second less
// than the process has to end.
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
			WriteByteTimeout:     o.WriteTimeout, // of a stream whose client does not read
			SendPingTimeout:      o.IdleTimeout,  // of a connection whose client may be gone
		},
	}}
}

// errorLog logs what net/http reports. Most of it is about clients, which
// concerns nobody who is not debugging; a handler that panics is an error.
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

// Serve serves the connections of listeners until ctx ends, then gives the
// requests on them some seconds to finish. It closes the listeners.
func (s *Server) Serve(ctx context.Context, listeners ...net.Listener) error {
	closeAll := func() {
		for _, l := range listeners {
			_ = l.Close() // connections that were accepted stay open
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

// finish closes the connections: idle ones at once, others after the answer to
// their request. Shutdown alone would drop a request that arrives just then on a
// connection that was accepted before. The listeners are closed already, so no
// request is answered by package express unless it is under way.
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

// Counts returns what became of connections.
func (s *Server) Counts() Counts { return s.gate.counts() }

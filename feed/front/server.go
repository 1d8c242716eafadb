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
	Streams int // of HTTP/2, at once a connection; 0: as many as net/http lets

	// HeaderTimeout is how long the head of a request may take to come,
	// ReadTimeout all of it, WriteTimeout its answer to be taken,
	// IdleTimeout the next request to begin.
	HeaderTimeout, ReadTimeout, WriteTimeout, IdleTimeout time.Duration
	// HeaderBytes bounds the head of a request: in HTTP/1 all its bytes, in
	// HTTP/2 the fields, each of which counts 32 bytes more (RFC 9113, section
	// 6.5.2), to some 4 KB less, but not below that.
	HeaderBytes int

	// Slow are the beginnings of paths whose handlers work for long: they are to
	// hear when the client is gone, for which it takes net/http.
	Slow []string

	TLS *tls.Config // nil: plain HTTP/1.1
	Log *slog.Logger
}

// Server serves one handler. All its listeners share the limits.
type Server struct {
	http   *http.Server
	gate   *gate
	slow   []string
	secure bool // TLS; net/http fills TLSConfig of plain servers too
}

// slack is what net/http reads of a head beyond its limit.
const slack = 4 << 10

// least is what a server with HTTP/2 takes of fields: what browsers send.
const least = 4 << 10

// graceful is how long requests may take to finish at the end: a second less
// than the process may take to end.
const graceful = 9 * time.Second

// New returns a Server.
func New(o Options) *Server {
	g := newGate(o.Limits)
	head := max(1, o.HeaderBytes-slack) // 0 would be a MiB
	if o.TLS != nil {
		head = max(least, head)
	}
	s := &Server{gate: g, slow: o.Slow, secure: o.TLS != nil, http: &http.Server{
		Handler:           o.Handler,
		ReadHeaderTimeout: o.HeaderTimeout,
		ReadTimeout:       o.ReadTimeout,
		WriteTimeout:      o.WriteTimeout,
		IdleTimeout:       o.IdleTimeout,
		MaxHeaderBytes:    head,
		TLSConfig:         o.TLS,
		ConnState:         g.state,
		ErrorLog:          log.New(complaints{o.Log}, "", 0),
		// "OPTIONS *" is for the handler to refuse.
		DisableGeneralOptionsHandler: true,
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: o.Streams,
			WriteByteTimeout:     o.WriteTimeout, // a stream that is not taken
			SendPingTimeout:      o.IdleTimeout,  // a peer that is gone
		},
	}}
	return s
}

// complaints logs what net/http complains of: of clients for who debugs, of
// handlers that panic for everybody.
type complaints struct{ log *slog.Logger }

// Write implements io.Writer.
func (c complaints) Write(line []byte) (int, error) {
	level := slog.LevelDebug
	if bytes.Contains(line, []byte("panic serving")) {
		level = slog.LevelError
	}
	c.log.Log(context.Background(), level, string(bytes.TrimSpace(line)))
	return len(line), nil
}

// Serve serves the connections of listeners until ctx ends, then lets those
// that were accepted finish for some seconds.
func (s *Server) Serve(ctx context.Context, listeners ...net.Listener) error {
	closeAll := func() {
		for _, l := range listeners {
			_ = l.Close() // what was accepted goes on
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

// finish ends the connections: idle ones at once, others with the answer to
// their request. Shutdown alone would drop a request that comes just then on
// a connection that was accepted before.
func (s *Server) finish() {
	deadline, cancel := context.WithTimeout(context.Background(), graceful)
	defer cancel()
	s.http.SetKeepAlivesEnabled(false)
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for s.gate.busy() && deadline.Err() == nil {
		<-again.C
	}
	s.gate.dismiss()
	if s.http.Shutdown(deadline) != nil {
		_ = s.http.Close() // they are cut off
	}
}

func (s *Server) serve(l net.Listener) error {
	if s.secure {
		return s.http.ServeTLS(l, "", "")
	}
	l = &express.Listener{Listener: l, Server: s.http, Slow: s.slow} // without this line, net/http answers everything
	return s.http.Serve(l)
}

// Counts gives what became of connections.
func (s *Server) Counts() Counts { return s.gate.counts() }

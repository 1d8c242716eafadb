package front

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"
)

// wide are limits that no test reaches.
var wide = Options{
	Limits:        Limits{Connections: 1 << 20, PerAddress: 1 << 20},
	HeaderTimeout: time.Minute, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: time.Minute,
	HeaderBytes: 16 << 10,
	Log:         slog.New(slog.DiscardHandler),
}

// serving runs a server until the test ends, and returns its address.
func serving(t testing.TB, s *Server) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(context.Background())
	go func() { ended <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

// told answers with the requested path, or with 304 to a conditional request.
func told(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/none" {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = io.WriteString(w, r.URL.Path)
}

// plainHead is the end of a request that express answers.
const plainHead = " HTTP/1.1\r\nHost: example.org\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n"

// exchange sends a request to a server, and returns the statuses of its answers.
// It ignores those without a date: net/http sends these if it cannot parse a
// request, or just closes the connection.
func exchange(t testing.TB, address, request string) (statuses []string) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, _ = io.WriteString(c, request) // the server may have refused it already
	_ = c.(*net.TCPConn).CloseWrite() // the server may have closed the connection
	for r := bufio.NewReader(c); ; {
		answer, err := http.ReadResponse(r, nil)
		if err != nil {
			return statuses
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		if answer.Header.Get("Date") != "" {
			statuses = append(statuses, answer.Status)
		}
	}
}

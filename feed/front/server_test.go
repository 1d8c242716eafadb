package front

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// TestHeaderBytes checks that a head is accepted up to its bound, and refused
// above.
func TestHeaderBytes(t *testing.T) {
	o := wide
	o.Handler, o.HeaderBytes = http.HandlerFunc(told), 8<<10
	address := serving(t, New(o))
	for size, want := range map[int]string{4 << 10: "200", 8<<10 - 100: "200", 17 << 10: "431"} {
		head := "GET / HTTP/1.1\r\nHost: x\r\nA: "
		answers := exchange(t, address, head+strings.Repeat("a", size-len(head)-4)+"\r\n\r\n")
		got := "431" // net/http sends it without a date
		if len(answers) > 0 {
			got = answers[0][:3]
		}
		if got != want {
			t.Errorf("a head of %d bytes: %s, want %s", size, got, want)
		}
	}
}

// TestRefusal checks that a client which sends too much can read the refusal.
func TestRefusal(t *testing.T) {
	o := wide
	o.Handler = http.HandlerFunc(told)
	c, err := net.Dial("tcp", serving(t, New(o)))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\nA: "+strings.Repeat("a", 40_000)+"\r\n\r\n") // an error shows in the answer
	if data, err := io.ReadAll(c); !bytes.HasPrefix(data, []byte("HTTP/1.1 431")) {
		t.Errorf("%q, %v", data, err)
	}
}

// TestHeaderTimeout checks that an incomplete head ends the connection, as the
// first one and after an answer.
func TestHeaderTimeout(t *testing.T) {
	o := wide
	o.Handler, o.HeaderTimeout = http.HandlerFunc(told), 50*time.Millisecond
	address := serving(t, New(o))
	for name, begin := range map[string]string{"first": "", "second": "GET /" + plainHead} {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		r := bufio.NewReader(c)
		if begin != "" {
			_, _ = io.WriteString(c, begin) // an error shows in the answer
			answer, err := http.ReadResponse(r, nil)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, answer.Body)
		}
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHo")
		if data, err := io.ReadAll(r); err != nil || bytes.Contains(data, []byte("200 OK")) {
			t.Errorf("%s: half a head gets %q, %v", name, data, err)
		}
	}
}

// TestIdleTimeout checks that an idle connection is closed.
func TestIdleTimeout(t *testing.T) {
	o := wide
	o.Handler, o.IdleTimeout = http.HandlerFunc(told), 50*time.Millisecond
	address := serving(t, New(o))
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, _ = io.WriteString(c, "GET /none"+plainHead) // an error shows in the answer
	if data, err := io.ReadAll(c); err != nil || !bytes.HasPrefix(data, []byte("HTTP/1.1 304")) {
		t.Errorf("%q, %v", data, err)
	}
}

// TestWriteTimeout checks that the connection is closed if the client stops
// reading the answer.
func TestWriteTimeout(t *testing.T) {
	for name, fields := range map[string]string{"express": "", "net/http": "Content-Length: 0\r\n"} {
		o := wide
		given := make(chan struct{})
		o.WriteTimeout = 50 * time.Millisecond
		o.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "67108864")
			_, _ = w.Write(make([]byte, 64<<20)) // blocking here is what the test is about
			close(given)
		})
		s := New(o)
		c, err := net.Dial("tcp", serving(t, s))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n"+fields+"\r\n") // an error shows in the answer
		<-given
		if n, err := io.Copy(io.Discard, c); n >= 64<<20 {
			t.Errorf("%s: all of %d bytes came, %v", name, n, err)
		}
	}
}

// TestFinish checks that requests in flight, in express or in net/http, are
// answered during shutdown, and no others.
func TestFinish(t *testing.T) {
	for name, fields := range map[string]string{"express": "", "net/http": "Content-Length: 0\r\n"} {
		o := wide
		began, goOn := make(chan struct{}), make(chan struct{})
		o.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			close(began)
			<-goOn
			told(w, r)
		})
		s := New(o)
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- s.Serve(ctx, l) }()
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n"+fields+"\r\n") // an error shows in the answer
		<-began
		stop()
		for { // until the listener is closed
			other, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				break
			}
			other.Close()
		}
		close(goOn)
		if data, err := io.ReadAll(c); err != nil || !bytes.HasPrefix(data, []byte("HTTP/1.1 200")) {
			t.Errorf("%s: %q, %v", name, data, err)
		}
		if err := <-ended; err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// failing is a listener that fails at first as one does without descriptors.
type failing struct {
	net.Listener
	times atomic.Int32
}

func (f *failing) Accept() (net.Conn, error) {
	if n := f.times.Add(1); n < 5 {
		return nil, &net.OpError{Op: "accept", Err: [...]error{syscall.EMFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.EPERM}[n-1]}
	}
	return f.Listener.Accept()
}

// TestWants checks that a listener that fails for a while is used again.
func TestWants(t *testing.T) {
	o := wide
	o.Handler = http.HandlerFunc(told)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- New(o).Serve(ctx, &failing{Listener: l}) }()
	if answers := exchange(t, l.Addr().String(), "GET /"+plainHead); len(answers) != 1 {
		t.Errorf("answers %q", answers)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestPlainSockets checks that all sockets of a server without TLS are plain.
func TestPlainSockets(t *testing.T) {
	o := wide
	o.Handler = http.HandlerFunc(told)
	var sockets []net.Listener
	for range 3 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		sockets = append(sockets, l)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- New(o).Serve(ctx, sockets...) }()
	for _, l := range sockets {
		if answers := exchange(t, l.Addr().String(), "GET /"+plainHead); len(answers) != 1 {
			t.Errorf("answers %q", answers)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestPanic checks that a panic in a handler is logged, whether express or
// net/http called it, and that the next request is answered.
func TestPanic(t *testing.T) {
	for name, fields := range map[string]string{"express": "", "net/http": "Content-Length: 0\r\n"} {
		o := wide
		var log bytes.Buffer
		o.Log = slog.New(slog.NewTextHandler(&log, nil))
		o.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/panic" {
				panic("out of its mind")
			}
			told(w, r)
		})
		t.Run(name, func(t *testing.T) {
			address := serving(t, New(o))
			if answers := exchange(t, address, "GET /panic HTTP/1.1\r\nHost: x\r\n"+fields+"\r\n"); len(answers) > 0 {
				t.Errorf("answers %q", answers)
			}
			if answers := exchange(t, address, "GET /"+plainHead); len(answers) != 1 {
				t.Errorf("answers %q after it", answers)
			}
		})
		if !strings.Contains(log.String(), "level=ERROR") || !strings.Contains(log.String(), "out of its mind") {
			t.Errorf("%s: the log says %.300q", name, &log)
		}
	}
}

// secure runs a server with TLS and HTTP/2.
func secure(t *testing.T, o Options) (address string) {
	t.Helper()
	with := httptest.NewTLSServer(nil) // it has a certificate
	defer with.Close()
	o.TLS = &tls.Config{Certificates: with.TLS.Certificates}
	return serving(t, New(o))
}

// TestRapidReset opens and resets ten thousand streams on one HTTP/2 connection,
// and checks that few handlers run at a time and that other clients are served.
func TestRapidReset(t *testing.T) {
	o := wide
	var now, most atomic.Int32
	o.Streams = 20
	o.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		defer now.Add(-1)
		told(w, r)
	})
	address := secure(t, o)
	c, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if c.ConnectionState().NegotiatedProtocol != "h2" {
		t.Fatal("no HTTP/2")
	}
	go func() { _, _ = io.Copy(io.Discard, c) }()
	_, _ = io.WriteString(c, http2.ClientPreface) // the next write fails too
	framer := http2.NewFramer(c, nil)
	if err := framer.WriteSettings(); err != nil {
		t.Fatal(err)
	}
	var block bytes.Buffer
	encoder := hpack.NewEncoder(&block)
	for i := range uint32(10_000) {
		block.Reset()
		for _, f := range [][2]string{{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {":authority", "x"}} {
			if err := encoder.WriteField(hpack.HeaderField{Name: f[0], Value: f[1]}); err != nil {
				t.Fatal(err)
			}
		}
		err := framer.WriteHeaders(http2.HeadersFrameParam{StreamID: 2*i + 1, BlockFragment: block.Bytes(), EndStream: true, EndHeaders: true})
		if err = errors.Join(err, framer.WriteRSTStream(2*i+1, http2.ErrCodeCancel)); err != nil {
			break // the server may close the connection
		}
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true}}
	defer client.CloseIdleConnections()
	r, err := client.Get(fmt.Sprintf("https://%s/", address))
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK || r.ProtoMajor != 2 {
		t.Errorf("another client gets %s by %s", r.Status, r.Proto)
	}
	if most.Load() > int32(o.Streams)+1 {
		t.Errorf("%d handlers at a time, of %d streams", most.Load(), o.Streams)
	}
}

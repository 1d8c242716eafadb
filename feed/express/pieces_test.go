package express

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// scripted is a connection whose client sends pieces, at most one of which a Read
// returns, then nothing more. To the server the end of a Read looks like a pause.
type scripted struct {
	nowhere
	ended chan struct{} // closed when no more answers follow

	mu       sync.Mutex // guards the fields below
	pieces   []string
	deadline time.Time // read deadline
	answered bytes.Buffer
	closed   bool
}

// Read implements net.Conn.
func (s *scripted) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return 0, &net.OpError{Op: "read", Err: net.ErrClosed}
	case !s.deadline.IsZero() && s.deadline.Before(time.Now()):
		return 0, os.ErrDeadlineExceeded
	}
	for len(s.pieces) > 0 && s.pieces[0] == "" {
		s.pieces = s.pieces[1:]
	}
	if len(s.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.pieces[0])
	s.pieces[0] = s.pieces[0][n:]
	return n, nil
}

// Write implements net.Conn.
func (s *scripted) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0, net.ErrClosed
	}
	return s.answered.Write(p)
}

// SetReadDeadline implements net.Conn.
func (s *scripted) SetReadDeadline(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deadline = t
	return nil
}

// CloseWrite ends the answers; net/http calls it some time before it closes the
// connection.
func (s *scripted) CloseWrite() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.closed = true
		close(s.ended)
	}
	return nil
}

// Close implements net.Conn.
func (s *scripted) Close() error { return s.CloseWrite() }

// SetDeadline and LocalAddr implement net.Conn.
func (s *scripted) SetDeadline(t time.Time) error { return s.SetReadDeadline(t) }
func (s *scripted) LocalAddr() net.Addr           { return s.RemoteAddr() }

// dialled is a listener that gets its connections from the test.
type dialled struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func (d *dialled) Accept() (net.Conn, error) {
	select {
	case c := <-d.conns:
		return c, nil
	case <-d.done:
		return nil, net.ErrClosed
	}
}

func (d *dialled) Close() error {
	d.once.Do(func() { close(d.done) })
	return nil
}

func (d *dialled) Addr() net.Addr { return &net.TCPAddr{} }

// scriptedPair returns the answers of two servers with the same handler to
// pieces: one with this package, one with net/http alone.
func scriptedPair(t testing.TB) (short, long func(pieces ...string) []string) {
	serve := func(way func(net.Listener, *http.Server) net.Listener) func(...string) []string {
		l, s := &dialled{conns: make(chan net.Conn), done: make(chan struct{})}, newServer(http.HandlerFunc(told))
		run(t, s, way(l, s))
		return func(pieces ...string) []string {
			c := &scripted{pieces: append([]string(nil), pieces...), ended: make(chan struct{})}
			l.conns <- c
			<-c.ended
			return answersIn(c.answered.Bytes())
		}
	}
	return serve(expressly), serve(usual)
}

// sized returns requests whose heads have a given size: most of it in one field,
// in the first line, or in many fields.
func sized(n int) []string {
	field, line, fields := "GET / HTTP/1.1\r\nHost: x\r\nA: ", "GET /?", "GET / HTTP/1.1\r\nHost: x\r\n"
	const end, protocol, short = "\r\n\r\n", " HTTP/1.1\r\nHost: x\r\n\r\n", "A: b\r\n"
	left := n - len(fields) - len(end)
	return []string{
		field + strings.Repeat("a", n-len(field)-len(end)) + end,
		line + strings.Repeat("a", n-len(line)-len(protocol)) + protocol,
		fields + strings.Repeat(short, left/len(short)-1) + "A: " + strings.Repeat("b", left%len(short)+len(short)-3) + end,
	}
}

// limits are the sizes at which net/http fills a buffer (4 KiB, the first one and
// each further one), or has read as much of a head as it accepts (16 KiB).
var limits = []int{4 << 10, 8 << 10, 12 << 10, 16 << 10, 20 << 10}

var oneIn = flag.Int("pieces", 4, "of the cuts near limits, try one in so many; 1: all")

// TestPieces checks that a head is answered as net/http answers it wherever it is
// cut: at every place, at the limits, and between any two bytes; alone, after a
// plain request, and after one that net/http answered.
func TestPieces(t *testing.T) {
	short, long := scriptedPair(t)
	plain, foreign := "GET /first"+plainHead, "GET /first HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
	before := map[string]string{"alone": "", "after another": plain, "after a foreign one": foreign}
	same := func(name string, want, got []string) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-net/http +express):\n%.1000s", name, diff)
		}
	}
	try := func(name string, pieces ...string) {
		t.Helper()
		same(name, long(pieces...), short(pieces...))
	}
	tried := 0
	for place, first := range before {
		for _, r := range requests {
			if len(r) > 200 || strings.HasSuffix(r, plainHead) && !strings.Contains(r, " / ") {
				continue // others have the same length or the same head
			}
			for cut := range len(r) + 1 {
				name := fmt.Sprintf("%s, %q cut at %d", place, r, cut)
				try(name, first, r[:cut], r[cut:])
				try(name+" for good", first, r[:cut])
				try(name+" in a pipeline", first+r[:cut], r[cut:]+r)
			}
			try(fmt.Sprintf("%s, %q byte by byte", place, r), append([]string{first}, strings.Split(r, "")...)...)
		}
		for _, limit := range limits {
			for near := -2; near <= 2; near++ {
				for kind, r := range sized(limit + near) {
					for _, other := range limits {
						for cut := other - 2; cut <= other+2 && cut < len(r); cut++ {
							if tried++; tried%*oneIn != 0 {
								continue
							}
							name := fmt.Sprintf("%s, %d bytes of kind %d cut at %d", place, len(r), kind, cut)
							pieces := []string{r[:cut-1], r[cut-1 : cut], r[cut:]}
							if first == plain { // net/http does not count all bytes of a later head, but here it takes it for a first one
								same(name, append(long(first), long(pieces...)...), short(append([]string{first}, pieces...)...))
								continue
							}
							try(name, first, r[:cut], r[cut:])
							try(name+" and before", append([]string{first}, pieces...)...)
						}
					}
				}
			}
		}
	}
}

// FuzzExpress compares express with net/http, on requests that are cut at two
// places, and in which a tilde is replaced by padding.
func FuzzExpress(f *testing.F) {
	for i, r := range requests {
		if len(r) <= 200 {
			f.Add(r, uint16(0), uint16(i), uint16(len(r)/2))
		}
	}
	for _, limit := range limits {
		n := uint16(limit)
		f.Add("GET /?~"+plainHead, n-60, n-1, n)
		f.Add("GET / HTTP/1.1\r\nHost: x\r\nA: ~\r\n\r\nGET /"+plainHead, n-60, n-1, n+1)
	}
	short, long := scriptedPair(f)
	f.Fuzz(func(t *testing.T, r string, padding, a, b uint16) {
		r = strings.Replace(r, "~", strings.Repeat("a", int(padding)%(24<<10)), 1)
		first, second := min(int(a), int(b), len(r)), min(max(int(a), int(b)), len(r))
		pieces := []string{"", r[:first], r[first:second], r[second:]}
		if len(r) < headerBytes { // net/http accepts more of a later head
			pieces[0] = "GET /first" + plainHead
		}
		if diff := cmp.Diff(long(pieces...), short(pieces...)); diff != "" {
			t.Errorf("%.1000q cut at %d and %d (-net/http +express):\n%.1000s", r, first, second, diff)
		}
	})
}

package express

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// TestForeign checks that a connection handed over to net/http works like any of
// its own: handlers notice when the client goes away, and the next request, for
// which they did not wait, is answered.
func TestForeign(t *testing.T) {
	began, heard := make(chan struct{}), make(chan struct{})
	s := newServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/wait" {
			close(began)
			<-r.Context().Done()
			close(heard)
		}
		told(w, r)
	}))
	c, err := net.Dial("tcp", serving(t, s, expressly))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	answers := bufio.NewReader(c)
	for _, r := range []string{"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "GET /" + plainHead, "GET /none" + plainHead} {
		_, _ = io.WriteString(c, r) // an error shows in the answer
		answer, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
	}
	_, _ = io.WriteString(c, "GET /wait"+plainHead) // an error shows in the handler
	<-began
	c.Close()
	<-heard
}

// TestSlow checks that the handler of a slow path notices when its client goes
// away, whatever was answered on the connection before, and whatever path the site
// is below.
func TestSlow(t *testing.T) {
	for _, path := range []string{"/slow/?q=x", "/journal/slow/?q=x", "/quick/?x=/slow/"} {
		began, heard := make(chan struct{}), make(chan struct{})
		s := newServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.RequestURI(), "/slow/") {
				close(began)
				<-r.Context().Done()
				close(heard)
			}
		}))
		c, err := net.Dial("tcp", serving(t, s, expressly))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_, _ = io.WriteString(c, "GET /slow"+plainHead) // an error shows in the answer
		if answer, err := http.ReadResponse(bufio.NewReader(c), nil); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatal(answer, err)
		}
		_, _ = io.WriteString(c, "GET "+path+plainHead) // an error shows in the handler
		<-began
		c.Close()
		<-heard
	}
}

// client is a client that sends one request after another on a connection.
type client struct {
	t       *testing.T
	conn    net.Conn
	answers *bufio.Reader
}

func dial(t *testing.T, address string) *client {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return &client{t, c, bufio.NewReader(c)}
}

// get requests a path, and returns the body of the answer.
func (c *client) get(path string) string {
	c.t.Helper()
	_, _ = io.WriteString(c.conn, "GET "+path+plainHead) // an error shows in the answer
	answer, err := http.ReadResponse(c.answers, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return string(body)
}

// way answers with which of the two packages answers.
func way(w http.ResponseWriter, _ *http.Request) {
	who := "net/http"
	if _, ok := w.(*exchange); ok {
		who = "express"
	}
	_, _ = io.WriteString(w, who)
}

// TestListenerClosed checks that requests on an open connection go to net/http
// once the listener is closed, and that ConnState is called for both.
func TestListenerClosed(t *testing.T) {
	s := newServer(http.HandlerFunc(way))
	states := make(chan http.ConnState, 100)
	s.ConnState = func(c net.Conn, state http.ConnState) {
		if _, ok := c.(*conn); !ok {
			t.Errorf("the hook hears of a %T", c)
		}
		states <- state
	}
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := expressly(inner, s)
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close() })
	c := dial(t, inner.Addr().String())
	for range 2 {
		if who := c.get("/"); who != "express" {
			t.Errorf("a plain request is answered by %s", who)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
	if who := c.get("/"); who != "net/http" {
		t.Errorf("after the listener is closed, %s answers", who)
	}
	const active, idle = http.StateActive, http.StateIdle
	for i, want := range []http.ConnState{http.StateNew, active, idle, active, idle, active, active, idle} { // express finds the listener closed after StateActive
		if got := <-states; got != want {
			t.Errorf("state %d is %v, want %v", i, got, want)
		}
	}
}

// TestCloseWaits closes a connection while an answer is being sent, as
// http.Server.Shutdown does with connections that are idle to net/http. The
// client gets the answer, then the end of the connection, without a wait for
// another request in between.
func TestCloseWaits(t *testing.T) {
	conns := make(chan net.Conn, 1)
	states := make(chan http.ConnState, 10)
	s := newServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := (<-conns).Close(); err != nil {
			t.Error(err)
		}
		way(w, r)
	}))
	s.ConnState = func(c net.Conn, state http.ConnState) {
		if state == http.StateNew {
			conns <- c
		}
		states <- state
	}
	c := dial(t, serving(t, s, expressly))
	if who := c.get("/"); who != "express" {
		t.Errorf("%s answers", who)
	}
	for _, want := range []http.ConnState{http.StateNew, http.StateActive, http.StateClosed} {
		if got := <-states; got != want {
			t.Fatalf("the connection is %v, want %v", got, want)
		}
	}
	if n, err := c.answers.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("%d bytes after the answer, %v; want the end", n, err)
	}
}

// TestNoTimeouts checks that a server without timeouts sets no deadlines.
func TestNoTimeouts(t *testing.T) {
	c := dial(t, serving(t, &http.Server{Handler: http.HandlerFunc(way)}, expressly))
	for range 2 {
		if who := c.get("/"); who != "express" {
			t.Errorf("%s answers", who)
		}
	}
	if who := c.get("/slow/"); who != "net/http" {
		t.Errorf("a slow path is answered by %s", who)
	}
}

// one is a listener that accepts one connection.
type one struct {
	net.Listener
	conn net.Conn
}

func (o one) Accept() (net.Conn, error) { return o.conn, nil }

// TestWrapped checks that requests are answered only on connections that carry
// plain HTTP and have the methods that net/http uses on TCP connections.
func TestWrapped(t *testing.T) {
	secure := tls.Client(nowhere{}, nil)
	for name, test := range map[string]struct {
		conn  net.Conn
		takes bool
	}{
		"plain":       {counted{nowhere{}}, true},
		"twice":       {counted{counted{nowhere{}}}, true},
		"TLS":         {secure, false},
		"TLS beneath": {counted{secure}, false},
		"not a TCP":   {nowhere{}, false},
	} {
		c, err := (&Listener{Listener: one{conn: test.conn}}).Accept()
		if err != nil {
			t.Fatal(err)
		}
		if taken, ok := c.(*conn); ok != test.takes || ok && taken.inner != (nowhere{}) || !ok && c != test.conn {
			t.Errorf("%s: accepts %#v", name, c)
		}
	}
}

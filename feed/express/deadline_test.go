package express

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// piped is one end of a net.Pipe, whose deadlines use the clock of a synctest
// bubble.
type piped struct{ net.Conn }

func (p piped) CloseWrite() error { return p.Close() }

func (p piped) ReadFrom(src io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{p.Conn}, src)
}

// within runs a server with the timeouts of the shipped configuration in a
// bubble, and returns a client's end of a connection to it.
func within(t *testing.T, h http.HandlerFunc) (net.Conn, *bufio.Reader) {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute}
	l := &dialled{conns: make(chan net.Conn), done: make(chan struct{})}
	run(t, s, &Listener{Listener: l, Server: s, Slow: []string{"/slow/"}})
	near, far := net.Pipe()
	t.Cleanup(func() { near.Close() })
	l.conns <- piped{far}
	return near, bufio.NewReader(near)
}

// slowly answers with the body of a request, after a while in which the client
// must not count as gone.
func slowly(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		time.Sleep(time.Second)
	}
	body, err := io.ReadAll(r.Body)
	_, _ = fmt.Fprintf(w, "%q, %v, %v", body, err, r.Context().Err())
}

// TestLateHandover polls for longer than a request may take, then sends one that
// goes to net/http, and checks that it has as much time as a first request.
func TestLateHandover(t *testing.T) {
	for name, pieces := range map[string][]string{
		"slow": {"GET /slow/" + plainHead},
		"body": {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n", "abc"},
		"both": {"POST /slow/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n", "abc"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, answers := within(t, slowly)
				get := func(pieces ...string) string {
					for _, p := range pieces {
						time.Sleep(5 * time.Second)
						_, _ = io.WriteString(c, p) // an error shows in the answer
					}
					answer, err := http.ReadResponse(answers, nil)
					if err != nil {
						t.Fatal(err)
					}
					body, err := io.ReadAll(answer.Body)
					if err != nil {
						t.Fatal(err)
					}
					return string(body)
				}
				for range 3 {
					get("GET /" + plainHead)
					time.Sleep(time.Minute)
				}
				want := `"", <nil>, <nil>`
				if len(pieces) > 1 {
					want = `"abc", <nil>, <nil>`
				}
				if got := get(pieces...); got != want {
					t.Errorf("the handler gets %s; want %s", got, want)
				}
			})
		})
	}
}

// TestIdle checks that a connection waits for the next request for IdleTimeout.
func TestIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, answers := within(t, way)
		for range 3 {
			_, _ = io.WriteString(c, "GET /"+plainHead) // an error shows in the answer
			if answer, err := http.ReadResponse(answers, nil); err != nil || answer.ContentLength != int64(len("express")) {
				t.Fatal(answer, err)
			} else if _, err := io.Copy(io.Discard, answer.Body); err != nil {
				t.Fatal(err)
			}
			time.Sleep(119 * time.Second)
		}
		begun := time.Now()
		if _, err := answers.ReadByte(); err != io.EOF || time.Since(begun) > time.Second+precision {
			t.Errorf("%v after %v; want the end after the second that is left", err, time.Since(begun))
		}
	})
}

// TestUntaken checks that the connection is closed after WriteTimeout if the
// client does not read the answer.
func TestUntaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		took := make(chan time.Duration, 1)
		c, answers := within(t, func(w http.ResponseWriter, _ *http.Request) {
			begun := time.Now()
			w.Header().Set("Content-Length", "7")
			if _, err := io.WriteString(w, "express"); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("writing ends with %v", err)
			}
			took <- time.Since(begun)
		})
		_, _ = io.WriteString(c, "GET /"+plainHead) // an error shows in the handler
		if got := <-took; (got - 2*time.Minute).Abs() > precision {
			t.Errorf("the answer is given up after %v, want 2m", got)
		}
		if _, err := answers.ReadByte(); err != io.EOF {
			t.Errorf("%v, want the end", err)
		}
	})
}

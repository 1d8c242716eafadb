package serve

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

// stuck is a client that reads the head, and nothing after it until it is
// released.
type stuck struct {
	http.ResponseWriter
	asked, taken chan struct{}
}

func (s stuck) Write(p []byte) (int, error) {
	s.asked <- struct{}{}
	<-s.taken
	return len(p), nil
}

// TestSending lets one client request as many bodies as it may, feeds and
// pictures, and read none. Then the client is asked to retry later, and others
// are served.
func TestSending(t *testing.T) {
	h := large(t)
	h.Limits.Proxies = nil
	from := func(address string) *http.Request {
		r := newRequest("GET", "/feed.atom")
		r.RemoteAddr = address + ":1234"
		return r
	}
	asked, taken, ended := make(chan struct{}), make(chan struct{}), make(chan int)
	for range sendingClient {
		go func() {
			w := stuck{httptest.NewRecorder(), asked, taken}
			h.ServeHTTP(w, from("192.0.2.1"))
			ended <- w.ResponseWriter.(*httptest.ResponseRecorder).Code
		}()
		<-asked
	}
	status := func(address string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, from(address))
		if w.Code == 503 && w.Header().Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		return w.Code
	}
	if got := status("192.0.2.1"); got != 503 {
		t.Errorf("one body more: %d", got)
	}
	if got := status("192.0.2.2"); got != 200 {
		t.Errorf("another client: %d", got)
	}
	close(taken)
	for range sendingClient {
		if code := <-ended; code != 200 {
			t.Errorf("a slow client: %d", code)
		}
	}
	if got := status("192.0.2.1"); got != 200 {
		t.Errorf("after it took all: %d", got)
	}
	if n := len(h.sending.clients); n != 0 {
		t.Errorf("%d clients are counted still", n)
	}
}

// TestSendingFiles checks that there is a bound on files for all clients
// together, because each needs a descriptor.
func TestSendingFiles(t *testing.T) {
	h, _ := newSite(t)
	h.sending.files = sendingFiles
	for path, want := range map[string]int{"/covers/2026/04/7/cover.gif": 503, "/2026/04/7/first.md": 503, "/2026/04/7/first": 200} {
		if r := ask(h, "GET", path); r.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, r.StatusCode, want)
		}
	}
	h.sending.files = sendingFiles / 2
	for client, sent := range map[string]int{"192.0.2.1": sendingLess - 1, "192.0.2.2": sendingLess} {
		h.Limits.Proxies, h.clients.Proxies = nil, nil
		h.sending.clients[netip.MustParseAddr(client)] = sent
		r, w := newRequest("GET", "/covers/2026/04/7/cover.gif"), httptest.NewRecorder()
		r.RemoteAddr = client + ":1234"
		if h.ServeHTTP(w, r); (w.Code == 200) != (sent < sendingLess) {
			t.Errorf("with half of the files being sent, %d of them to a client, it gets %d", sent, w.Code)
		}
	}
	clear(h.sending.clients)
	h.sending.files = sendingFiles - 1
	if r := ask(h, "GET", "/covers/2026/04/7/cover.gif"); r.StatusCode != 200 || h.sending.files != sendingFiles-1 {
		t.Errorf("a cover: %d, %d files", r.StatusCode, h.sending.files)
	}
}

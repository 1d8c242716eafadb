package front

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"testing"
	"time"
)

// TestParts lets a handler send a file in parts, each with a deadline, then one
// that is shorter than announced. express and net/http answer alike, and the
// connection can be reused after the first.
func TestParts(t *testing.T) {
	name := t.TempDir() + "/file"
	text := bytes.Repeat([]byte("0123456789"), 300_000)
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
	o := wide
	o.Slow = []string{"/slow"}
	o.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, err := os.Open(name)
		if err != nil {
			t.Error(err)
			return
		}
		defer f.Close()
		left := len(text)
		if r.URL.Path == "/short" || r.URL.Path == "/slow/short" {
			left++
		}
		w.Header().Set("Content-Length", strconv.Itoa(left))
		for left > 0 {
			if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Hour)); err != nil {
				t.Error(err)
			}
			n, err := w.(io.ReaderFrom).ReadFrom(&io.LimitedReader{R: f, N: int64(min(left, 1_000_000))})
			if left -= int(n); err != nil || n == 0 {
				return
			}
		}
	})
	address := serving(t, New(o))
	for _, way := range []string{"", "/slow"} { // which net/http answers
		dials := 0
		client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, to string) (net.Conn, error) {
			dials++
			return new(net.Dialer).DialContext(ctx, network, to)
		}}}
		for range 2 {
			answer, err := client.Get("http://" + address + way + "/")
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(answer.Body)
			answer.Body.Close()
			if err != nil || !bytes.Equal(got, text) {
				t.Errorf("%q: %d bytes of %d, %v", way, len(got), len(text), err)
			}
		}
		if client.CloseIdleConnections(); dials != 1 {
			t.Errorf("%q: %d connections", way, dials)
		}
		answer, err := http.Get("http://" + address + way + "/short")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(answer.Body); err == nil || len(got) != len(text) {
			t.Errorf("a file that ended early: %d bytes, %v", len(got), err)
		}
		answer.Body.Close()
	}
}

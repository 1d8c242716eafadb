package siege

import (
	"io"
	"net/http"
	"strconv"
	"testing"
)

// asked sends a request like that of a proxy for the client at an address.
func (d *daemon) asked(client *http.Client, by, path, etag string) (status int, fields http.Header) {
	d.t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://"+d.address+path, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("X-Forwarded-For", by)
	r.Header.Set("If-None-Match", etag)
	answer, err := client.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body) // only the status matters
	return answer.StatusCode, answer.Header
}

// TestRate floods the daemon from one address, and checks that only this
// address gets 429, and that readers behind it still get 304.
func TestRate(t *testing.T) {
	t.Parallel()
	d := start(t, "rate = 1\nburst = 50\n")
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	_, fields := d.asked(client, "203.0.113.1", "/feed.rss", "")
	etag := fields.Get("ETag")
	refused := 0
	for range 80 {
		status, fields := d.asked(client, "203.0.113.7", "/feed.rss", "")
		if status != http.StatusTooManyRequests {
			continue
		}
		refused++
		if seconds, err := strconv.Atoi(fields.Get("Retry-After")); err != nil || seconds < 1 {
			t.Errorf("Retry-After %q", fields.Get("Retry-After"))
		}
	}
	if refused == 0 {
		t.Error("the flood is never refused")
	}
	for range 500 {
		if status, _ := d.asked(client, "203.0.113.7", "/feed.rss", etag); status != http.StatusNotModified {
			t.Fatalf("a reader behind the same address gets %d", status)
		}
	}
	if status, _ := d.asked(client, "203.0.113.8", "/feed.rss", ""); status != http.StatusOK {
		t.Errorf("another address gets %d", status)
	}
	d.serves()
}

package siege

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// costly is a query that takes a second or more if articles consist of the word
// a.
var costly = url.QueryEscape(`"` + strings.Repeat("a ", 90) + `"`)

// searches sends a query like that of a proxy for the client at an address.
func (d *daemon) searches(client *http.Client, by, query string) (status int, err error) {
	answer, err := d.ask(client, "/search/feed.rss?q="+query, "X-Forwarded-For", by)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, nil
}

// hits returns how many articles a word finds.
func (d *daemon) hits(word string) int {
	r, err := http.Get("http://" + d.address + "/search/feed.rss?limit=500&content=summary&q=" + word)
	if err != nil {
		d.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return strings.Count(string(body), "<item>")
}

// TestSearchFlood has one client search on 200 connections without a pause, and
// hang up early on many more. It checks that every search of another client is
// answered.
func TestSearchFlood(t *testing.T) {
	t.Parallel()
	d := start(t, "rate = 0\n")
	const long = 100
	for i := range long {
		d.write(fmt.Sprintf("news/2026/03/%d/long-%d.md", 1+i%28, i), "# Long\n\n"+strings.Repeat("a ", 20_000)+"\n")
	}
	d.until("the long articles are indexed", func() bool { return d.hits("long") == long })
	reader := patient()
	defer reader.CloseIdleConnections()
	search := func() int {
		status, err := d.searches(reader, "203.0.113.8", "moon")
		if err != nil {
			t.Fatal(err)
		}
		return status
	}
	var alone, during time.Duration // of the slowest search
	slowest := func(longest *time.Duration) {
		for range 50 {
			begin := time.Now()
			if status := search(); status != http.StatusOK {
				t.Errorf("a search of another client gets %d", status)
			}
			*longest = max(*longest, time.Since(begin))
		}
	}
	slowest(&alone)
	var found, refused, left atomic.Int64
	var flood sync.WaitGroup
	over := make(chan struct{})
	flooding := func(attack func()) {
		flood.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
					attack()
				}
			}
		})
	}
	for range 200 {
		client := patient()
		defer client.CloseIdleConnections()
		flooding(func() {
			switch status, err := d.searches(client, "203.0.113.7", costly); {
			case err != nil: // the daemon hung up, as it may
				left.Add(1)
			case status == http.StatusOK:
				found.Add(1)
			case status == http.StatusServiceUnavailable:
				refused.Add(1)
			default:
				t.Errorf("the flood gets %d", status)
			}
		})
	}
	for range 10 {
		flooding(func() {
			c := d.dial(1)
			_, _ = fmt.Fprintf(c, "GET /search/feed.rss?q=%s HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n", costly)
			_ = c.Close()
			left.Add(1)
		})
	}
	d.until("the flood is on", func() bool { return refused.Load() > 200 && left.Load() > 100 })
	slowest(&during)
	close(over)
	flood.Wait()
	t.Logf("%d searches of the flood answered, %d refused, %d left; the slowest of another client took %v, %v without the flood",
		found.Load(), refused.Load(), left.Load(), during, alone)
	d.serves()
}

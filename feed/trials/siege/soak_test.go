package siege

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var soak = flag.Duration("soak", 5*time.Second, "how long changes, polls and attacks go on together")

// readers is the number of clients that poll.
const readers = 500

// load is everything that happens to a daemon at the same time. It counts what
// happens.
type load struct {
	*daemon
	slugs                               []string
	picture                             string // path of a large picture
	polls, news, attacked, changed, bad atomic.Int64
}

// TestSoak changes the tree while 500 clients poll and others attack. It checks
// that every answer is a documented one, and that in the end the daemon holds as
// many goroutines, descriptors and bytes as after the first quarter.
func TestSoak(t *testing.T) {
	t.Parallel()
	const cache = 16 << 20
	d := start(t, fmt.Sprintf("rate = 0\npprof = true\ncache_bytes = %d\n", cache))
	l := &load{daemon: d, slugs: d.slugs(), picture: d.picture()}
	l.run(*soak / 4)
	before := l.rest()
	l.run(*soak * 3 / 4)
	d.until(fmt.Sprintf("goroutines (%v) and descriptors (%d) are as before", before.goroutines, before.files), func() bool {
		now := l.rest()
		return now.goroutines <= before.goroutines+10 && now.files <= before.files+10
	})
	after := l.rest()
	t.Logf("%v: %d polls, %d of them with news, %d attacks, %d changes; goroutines %v, then %v; descriptors %d, then %d, and %d documents; heap %.1f MB, then %.1f MB",
		*soak, l.polls.Load(), l.news.Load(), l.attacked.Load(), l.changed.Load(), before.goroutines, after.goroutines,
		before.files, after.files, after.documents, before.heap/1e6, after.heap/1e6)
	if after.documents > 256 { // the limit in serve
		t.Errorf("%d documents are open files", after.documents)
	}
	if after.heap > before.heap+cache {
		t.Error("the heap grew by more than the cache")
	}
	if l.changed.Load() == 0 || l.news.Load() == 0 || l.attacked.Load() == 0 {
		t.Error("some kind of load never happened")
	}
}

// holding is what a daemon holds at one time.
type holding struct {
	goroutines       float64
	documents, files int     // open descriptors, of documents in memory and of anything else
	heap             float64 // in bytes
}

// rest returns what the daemon holds when it has no connections.
func (l *load) rest() holding {
	h := holding{heap: l.heap()}
	http.DefaultClient.CloseIdleConnections()
	l.until("connections are closed", func() bool { return l.metric("dateline_connections") == 0 })
	h.documents, h.files = l.files()
	h.goroutines = l.metric("go_goroutines")
	return h
}

// run puts the load on the daemon for a while.
func (l *load) run(d time.Duration) {
	over := make(chan struct{})
	time.AfterFunc(d, func() { close(over) })
	var all sync.WaitGroup
	for i := range readers {
		all.Go(func() { l.read(i, over) })
	}
	all.Go(func() { l.attack(over) })
	all.Go(func() { l.change(over) })
	all.Wait()
}

// every calls f about once in d until over is closed.
func (l *load) every(d time.Duration, over <-chan struct{}, f func() error) {
	again := time.NewTicker(d)
	defer again.Stop()
	for {
		select {
		case <-over:
			return
		case <-again.C:
		}
		if err := f(); err != nil {
			if l.bad.Add(1) < 20 { // more errors would not help
				l.t.Error(err)
			}
		}
	}
}

// read polls one feed on one connection, in one of the ways in which feed
// readers do.
func (l *load) read(i int, over <-chan struct{}) {
	draw := rand.New(rand.NewPCG(9, uint64(i)))
	path := "/feed."
	if i%5 > 0 {
		path = "/topics/" + l.slugs[draw.IntN(len(l.slugs))] + "/feed."
	}
	path += []string{"atom", "rss", "json"}[i%3]
	client := patient()
	client.Transport.(*http.Transport).DisableCompression = i%2 == 0
	defer client.CloseIdleConnections()
	etag := ""
	l.every(time.Duration(200+draw.IntN(600))*time.Millisecond, over, func() error {
		r, err := http.NewRequest(http.MethodGet, "http://"+l.address+path, nil)
		if err != nil {
			return err
		}
		r.Header.Set("User-Agent", fmt.Sprintf("Reader%d/1.0 (%d subscribers)", i%40, i))
		if i%10 > 0 { // the others request the whole feed each time
			r.Header.Set("If-None-Match", etag)
		}
		if i%7 == 0 {
			r.Header.Set("A-IM", "feed")
		}
		answer, err := client.Do(r)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if l.polls.Add(1); answer.StatusCode != http.StatusNotModified {
			l.news.Add(1)
		}
		etag = answer.Header.Get("ETag")
		return errors.Join(err, l.complete(path, answer, body))
	})
}

// complete reports what is wrong with an answer. It parses one answer in ten,
// because parsing all would take the processors from the daemon; the others
// must end as feeds do.
func (l *load) complete(path string, r *http.Response, body []byte) error {
	feed := r.StatusCode == http.StatusOK || r.StatusCode == http.StatusIMUsed
	if !feed || l.news.Load()%10 == 0 {
		return whole(path, r, body)
	}
	for _, end := range []string{"</rss>\n", "</feed>\n", "}\n", "}"} {
		if bytes.HasSuffix(body, []byte(end)) {
			return nil
		}
	}
	return fmt.Errorf("%s: cut off after %d bytes: %.100q", path, len(body), body[max(0, len(body)-100):])
}

// attack sends requests that no feed reader sends.
func (l *load) attack(over <-chan struct{}) {
	draw := rand.New(rand.NewPCG(5, 5))
	list := attacks()
	client := patient()
	defer client.CloseIdleConnections()
	l.every(20*time.Millisecond, over, func() error {
		l.attacked.Add(1)
		switch draw.IntN(5) {
		case 0:
			return l.suffers(list[draw.IntN(len(list))])
		case 1:
			c := l.dial(byte(2 + draw.IntN(200)))
			_, _ = io.WriteString(c, "GET /feed.rss HTTP/1.1\r\nHost: x\r\nX-S") // the rest of the header never comes
			return c.Close()
		case 2:
			_, err := l.ask(client, combination(draw, l.slugs))
			return err
		case 3:
			_, err := l.ask(client, "/search/feed.atom?q=the+"+l.slugs[draw.IntN(len(l.slugs))])
			return err
		case 4:
			c, err := small.Dial("tcp", l.address)
			if err != nil {
				return err
			}
			time.AfterFunc(time.Second, func() { c.Close() }) // it reads nothing until then
			_, err = io.WriteString(c, "GET "+l.picture+" HTTP/1.1\r\nHost: x\r\n\r\n")
			return err
		}
		return nil
	})
}

// bombs are articles written to keep the daemon busy. None has a long text,
// because long texts fill the renderer's own cache, which is larger than the
// growth that the test allows.
var bombs = []string{
	"# Links\n\n### Changes:\n\n" + strings.Repeat("1. [a](/2026/05/1/a.md)\n", 14_000),
	"# Topics\n\n### Related:\n\n1. [a](/2026/05/1/a.md) _Context: a" + numbered(", t%d", 56_000) + "_\n",
	"# " + strings.Repeat("title ", 300) + "\n",
}

func numbered(form string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, form, i)
	}
	return b.String()
}

// change writes, rewrites, renames and removes articles, as editors and Git
// do.
func (l *load) change(over <-chan struct{}) {
	draw := rand.New(rand.NewPCG(6, 6))
	name := func() string { return fmt.Sprintf("news/2026/05/%d/soak-%d.md", 1+draw.IntN(28), draw.IntN(3)) }
	l.every(500*time.Millisecond, over, func() error {
		n := l.changed.Add(1)
		file := name()
		switch draw.IntN(5) {
		case 4:
			l.write("news/2026/05/2/bomb.md", bombs[draw.IntN(len(bombs))])
		case 0, 1:
			_ = os.Remove(filepath.Join(l.dir, file)) // as Git does, if it is there
			l.write(file, fmt.Sprintf("---\ntopics: Topic %d\n---\n# Story %d\n\nText of the soak.\n", n%5, n))
		case 2:
			l.write("news/2026/05/1/other.md", "# Other\n") // the directory of the target
			err := os.Rename(filepath.Join(l.dir, file), filepath.Join(l.dir, "news/2026/05/1/renamed.md"))
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		case 3:
			if err := os.Remove(filepath.Join(l.dir, file)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
		return nil
	})
}

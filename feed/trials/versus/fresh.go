package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// settle is Dateline's default of watch.settle. late is how much longer 99 of
// 100 changes may take.
const (
	settle = 300 * time.Millisecond
	late   = 50 * time.Millisecond
)

// fresh measures the time from the close of a file until its article is in the
// main feed, and how long a reader that polls meanwhile waits for answers.
func (b *bench) fresh(o options) error {
	if err := b.articles(o.articles, 0); err != nil {
		return err
	}
	s, _, err := b.dateline()
	if err != nil {
		return err
	}
	before, err := poll(s, time.After(5*time.Second))
	if err != nil {
		return err
	}
	done := make(chan time.Time)
	type polled struct {
		waits []time.Duration
		err   error
	}
	reader := make(chan polled, 1)
	go func() {
		waits, err := poll(s, done)
		reader <- polled{waits, err}
	}()
	var took []time.Duration
	for i := range o.times {
		d, err := b.publish(s, i)
		if err != nil {
			return err
		}
		took = append(took, d)
	}
	close(done)
	during := <-reader
	if during.err != nil {
		return during.err
	}
	fmt.Printf("%d articles, %d changes: from the close of a file to the feed %v at p50, %v at p99, of which %v are watch.settle\n",
		o.articles, o.times, at(took, 50), at(took, 99), settle)
	fmt.Printf("a reader that polls waits %v at p50, %v at p99, %v at most; without changes %v, %v, %v\n",
		at(during.waits, 50), at(during.waits, 99), at(during.waits, 100), at(before, 50), at(before, 99), at(before, 100))
	if at(took, 99) > settle+late {
		fmt.Printf("more than %v at p99: a bound is missed\n", settle+late)
		return errMissed
	}
	return nil
}

// publish writes an article, in place or by renaming, and waits until it is in
// the feed.
func (b *bench) publish(s *server, i int) (time.Duration, error) {
	day := time.Now().UTC().Format("2006/01/2")
	title := fmt.Sprintf("Fresh story %d.", i)
	name := fmt.Sprintf("news/%s/fresh-%d.md", day, i)
	text := fmt.Sprintf("### %s\n##### Topic %d\n# %s\n\nIt has just come.\n", strings.ReplaceAll(day, "/", "-"), i%7, title)
	written := name
	if i%2 == 0 {
		written = fmt.Sprintf("news/%s/.fresh-%d.tmp", day, i)
	}
	if err := b.write(written, text); err != nil {
		return 0, err
	}
	if written != name {
		if err := os.Rename(b.path(written), b.path(name)); err != nil {
			return 0, err
		}
	}
	begin := time.Now()
	for time.Since(begin) < time.Minute && b.ctx.Err() == nil {
		_, body, err := get(s.url+"/feed.atom", nil)
		if err != nil {
			return 0, err
		}
		if bytes.Contains(body, []byte(title)) {
			return time.Since(begin), nil
		}
		time.Sleep(time.Millisecond) // the reader and the daemon share the processors
	}
	return 0, fmt.Errorf("%s does not appear in the feed", name)
}

// poll polls the feed until done, and returns how long each answer took.
func poll(s *server, done <-chan time.Time) (waits []time.Duration, err error) {
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	etag := ""
	for {
		select {
		case <-done:
			return waits, nil
		case <-again.C:
		}
		begin := time.Now()
		answer, _, err := get(s.url+"/feed.atom", map[string]string{"If-None-Match": etag, "Accept-Encoding": "gzip"})
		if err != nil {
			return waits, err
		}
		waits = append(waits, time.Since(begin))
		etag = answer.Header.Get("ETag")
	}
}

// at returns a percentile of durations.
func at(durations []time.Duration, percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(durations))
	return sorted[max(0, (len(sorted)*percent+99)/100-1)].Round(10 * time.Microsecond)
}

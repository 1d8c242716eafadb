package serve

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	"dateline/feed"
	"dateline/feed/archive"
)

// madeBy returns how many documents were rendered during f.
func (h *Handler) madeBy(f func()) uint64 {
	before := h.made.Load()
	f()
	return h.made.Load() - before
}

// TestMadeOnce checks that a feed is rendered once for any number of concurrent
// requests.
func TestMadeOnce(t *testing.T) {
	h, _ := newSite(t)
	made := h.madeBy(func() {
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				if r := ask(h, "GET", "/topics/space-flight/feed.atom"); r.StatusCode != 200 {
					t.Errorf("status %d", r.StatusCode)
				}
			})
		}
		all.Wait()
	})
	if made != 1 {
		t.Errorf("the feed was made %d times", made)
	}
	if c := h.Counts(); c.Asked != 100 || c.CacheBytes == 0 {
		t.Errorf("counted %+v", c)
	}
}

// TestOtherTopic checks that a change in one topic does not affect the feeds of
// others: they keep their ETags, and are not even rendered again.
func TestOtherTopic(t *testing.T) {
	h, p, dir := publish(t, map[string]string{"2026/04/7/a.md": "### 2026-04-7\n##### A\n# In A\n", "2026/04/7/b.md": "### 2026-04-7\n##### B\n# In B\n"})
	tag := func(path string) string { return ask(h, "GET", path).Header.Get("ETag") }
	a, b := tag("/topics/a/feed.rss"), tag("/topics/b/feed.rss")
	put(t, dir, "2026/04/8/more.md", "### 2026-04-8\n##### A\n# More in A\n")
	p.Apply(feed.Batch{Changed: []feed.File{{Path: "2026/04/8/more.md"}}})
	if tag("/topics/a/feed.rss") == a {
		t.Error("the feed of the topic that changed has its old ETag")
	}
	if made := h.madeBy(func() {
		if got := tag("/topics/b/feed.rss"); got != b {
			t.Errorf("the feed of the other topic has ETag %s, had %s", got, b)
		}
	}); made != 0 {
		t.Error("the feed of the other topic was made again")
	}
}

// TestReplicas checks that two replicas with the same files answer with the same
// ETags.
func TestReplicas(t *testing.T) {
	one, _ := newSite(t)
	other, _ := newSite(t)
	for _, path := range []string{"/feed.rss", "/feed.atom", "/feed.json", "/topics/space-flight/", "/2026/04/7/first.md", "/covers/2026/04/7/cover.gif", "/topics.opml"} {
		if a, b := ask(one, "GET", path).Header.Get("ETag"), ask(other, "GET", path).Header.Get("ETag"); a != b || a == "" {
			t.Errorf("%s: %s and %s", path, a, b)
		}
	}
}

// TestPrepared checks that the feeds that a change affects are rendered before
// they are requested.
func TestPrepared(t *testing.T) {
	h, p, dir := publish(t, map[string]string{"2026/04/7/a.md": "### 2026-04-7\n##### A\n# In A\n", "2026/04/7/b.md": "### 2026-04-7\n##### B\n# In B\n"})
	synctest.Test(t, func(t *testing.T) {
		h.packing = make(chan *ready, packQueue) // a channel of this bubble
		h.changed = make(chan struct{}, 1)
		ctx, stop := context.WithCancel(t.Context())
		go h.Run(ctx)
		put(t, dir, "2026/04/8/more.md", "### 2026-04-8\n##### A\n# More in A\n")
		p.Apply(feed.Batch{Changed: []feed.File{{Path: "2026/04/8/more.md"}}})
		s := h.Snapshot()
		a, _ := s.Topic("a")
		h.Changed([]*archive.Feed{s.Global(), a})
		synctest.Wait()
		if made := h.madeBy(func() {
			for _, path := range []string{"/feed.rss", "/feed.atom", "/feed.json", "/topics/a/feed.rss", "/topics/a/feed.atom", "/topics/a/feed.json"} {
				ask(h, "GET", path)
			}
		}); made != 0 {
			t.Errorf("%d feeds were not ready", made)
		}
		if made := h.madeBy(func() { ask(h, "GET", "/topics/b/feed.rss") }); made != 1 {
			t.Error("a feed that nobody asked for was ready")
		}
		stop()
		synctest.Wait()
	})
}

// TestBudget checks that cached documents stay within their budget, whatever is
// requested.
func TestBudget(t *testing.T) {
	h := large(t)
	h.documents = newCache(1 << 20)
	for i := range 500 {
		r := ask(h, "GET", fmt.Sprintf("/feed.atom?limit=%d", 1+i%50))
		if r.StatusCode != 200 {
			t.Fatalf("status %d", r.StatusCode)
		}
	}
	h.documents.CleanUp()
	if got := h.Counts().CacheBytes; got > 1<<20 {
		t.Errorf("%d bytes are kept", got)
	}
}

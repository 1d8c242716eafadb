package feed

import (
	"context"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/audience"
	"dateline/feed/ledger"
)

// TestRequests saves the requests of days every five minutes and at the end, puts off
// nothing for that, and does not save days of a clock that is doubted.
func TestRequests(t *testing.T) {
	url := "sqlite:" + filepath.Join(t.TempDir(), "dateline.db")
	saved := func() []audience.Day {
		t.Helper()
		s, err := ledger.Read(url)
		if err != nil {
			t.Fatal(err)
		}
		return s.Days
	}
	dir := t.TempDir()
	write(t, dir, "2026/04/1/a.md", "# A\n")
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)))
		p, book := startOn(t, dir, url)
		p.now = time.Now
		c := audience.New(time.Now)
		p.requests = c.Unsaved
		ctx, end := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			if err := p.Run(ctx, nil); err != nil {
				t.Error(err)
			}
		}()
		poll := func() { c.Count(audience.Poll{UserAgent: "A", Feed: "/feed.rss", Status: 200, Bytes: 9}) }
		poll()
		time.Sleep(requestsPause - time.Second)
		synctest.Wait()
		if list := saved(); list != nil {
			t.Errorf("too early: %v", list)
		}
		for range 2 {
			time.Sleep(requestsPause)
			synctest.Wait()
			if diff := cmp.Diff(c.Days(), saved()); diff != "" {
				t.Errorf("after a pause (-counted +saved):\n%s", diff)
			}
			poll()
		}
		if was := p.Current(); was == nil {
			t.Error("nothing is published")
		}
		end()
		<-ended
		if diff := cmp.Diff(c.Days(), saved()); diff != "" || c.Days()[0].Total().Requests != 3 {
			t.Errorf("at the end (-counted +saved):\n%s", diff)
		}
		before := saved()
		p.now = func() time.Time { return time.Now().AddDate(20, 0, 0) }
		p.Tick()
		if p.snapshot.Doubt() == nil {
			t.Error("the clock is not doubted")
		}
		poll()
		p.saveRequests()
		if diff := cmp.Diff(before, saved()); diff != "" {
			t.Errorf("saved with a doubted clock:\n%s", diff)
		}
		p.Close()
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	})
}

// TestRequestsUpgraded counts on a ledger of 0.11.0, which changes nothing else.
func TestRequestsUpgraded(t *testing.T) {
	url := "sqlite:" + unpacked(t, "testdata/ledger-0.11.0.gz")
	before, err := ledger.Read(url)
	if err != nil {
		t.Fatal(err)
	}
	book, state, err := ledger.Open(ledger.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	days := []audience.Day{{Date: "2026-11-30", Feeds: []audience.Tally{{Name: "/feed", Requests: 3}}, Readers: []audience.Tally{{Name: "A", Requests: 3}}}}
	if err := book.Save(ledger.Changes{Days: days}); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	after, err := ledger.Read(url)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(days, after.Days); diff != "" || state.Days != nil || before.Days != nil {
		t.Error(diff, state.Days)
	}
	if diff := cmp.Diff(before.Memory, after.Memory); diff != "" || len(before.Items) == 0 || len(before.Files) != len(after.Files) || before.Parser != after.Parser {
		t.Errorf("%d items, %d files: %s", len(before.Items), len(before.Files), diff)
	}
}

package audience

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const oneDay = 24 * time.Hour

// TestDays counts polls of feeds and readers by day, until midnight in UTC.
func TestDays(t *testing.T) {
	c, clock := start()
	clock.Time = time.Date(2026, 4, 30, 23, 59, 59, 999_999_999, time.UTC)
	for _, p := range []Poll{
		{"Feedly (19 subscribers)", rss, false, 200, 5000},
		{"Feedly (19 subscribers)", rss, true, 304, 0},
		{"Feedly (4 subscribers)", "/topics/space/feed.atom?limit=9", true, 226, 70},
		{"newsboat/2.21", "/feed.json", true, 429, 10},
	} {
		c.Count(p)
	}
	clock.pass(1)
	c.Count(Poll{"newsboat/2.22", "/feed.rss", true, 304, 0})
	first := Day{"2026-04-30",
		[]Tally{{Name: "/feed", Requests: 1, Other: 1, Bytes: 10}, {Name: "/topics/space/feed", Requests: 3, NotModified: 1, Bytes: 5070, Subscribers: 23}},
		[]Tally{{Name: "Feedly", Requests: 3, NotModified: 1, Bytes: 5070, Subscribers: 23}, {Name: "newsboat", Requests: 1, Other: 1, Bytes: 10}}}
	second := Day{"2026-05-01", []Tally{{Name: "/feed", Requests: 1, NotModified: 1}}, []Tally{{Name: "newsboat", Requests: 1, NotModified: 1}}}
	if diff := cmp.Diff([]Day{first, second}, c.Days()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Day{first, second}, c.Unsaved()); diff != "" {
		t.Error(diff)
	}
	if list := c.Unsaved(); len(list) > 0 {
		t.Errorf("unsaved again: %v", list)
	}
	clock.pass(-time.Second) // the clock is set back
	c.Count(Poll{"newsboat/2.22", "/feed.rss", true, 304, 0})
	first.Feeds[0].Requests, first.Feeds[0].NotModified, first.Readers[1].Requests, first.Readers[1].NotModified = 2, 1, 2, 1
	if diff := cmp.Diff([]Day{first}, c.Unsaved()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Day{first}, c.Days()); diff != "" { // the other one is to come
		t.Error(diff)
	}
	clock.pass(time.Second)
	if diff := cmp.Diff([]Day{first, second}, c.Days()); diff != "" {
		t.Error(diff)
	}
}

// TestFarAhead checks that what was counted while the clock was far ahead does not take
// the place of real days.
func TestFarAhead(t *testing.T) {
	c, clock := start()
	poll := Poll{"newsboat/2.22", "/feed.rss", true, 304, 0}
	c.Count(poll)
	clock.pass(120 * 24 * time.Hour)
	c.Count(poll)
	clock.pass(-119 * 24 * time.Hour)
	c.Count(poll)
	var dates []string
	for _, d := range c.Unsaved() {
		dates = append(dates, d.Date)
	}
	if diff := cmp.Diff([]string{"2026-05-01", "2026-05-02"}, dates); diff != "" {
		t.Error(diff)
	}
}

// TestHundredDays polls every other day for 100 days: the last 90 are known, and no
// memory of the others is kept.
func TestHundredDays(t *testing.T) {
	c, clock := start()
	for range 50 {
		c.Count(Poll{UserAgent: "A", Feed: rss, Status: 200})
		clock.pass(2 * oneDay)
	}
	list := c.Days()
	if len(list) != 44 || list[0].Date != "2026-05-13" || list[43].Date != "2026-08-07" {
		t.Errorf("%d days from %s to %s", len(list), list[0].Date, list[len(list)-1].Date)
	}
	for range 1000 {
		c.Count(Poll{UserAgent: "A", Feed: rss, Status: 200})
		clock.pass(oneDay)
	}
	if len(c.days.past) > Kept || len(c.days.unsaved) > Kept+1 || len(c.Days()) != Kept-1 {
		t.Errorf("%d days, %d unsaved, %d shown", len(c.days.past), len(c.days.unsaved), len(c.Days()))
	}
}

// TestRestart goes on with what a ledger holds, on the same day and later.
func TestRestart(t *testing.T) {
	poll := func(c *Counter, agent string) {
		c.Count(Poll{UserAgent: agent, Feed: rss, Conditional: true, Status: 304})
	}
	c, clock := start()
	poll(c, "A (7 subscribers)")
	clock.pass(oneDay)
	poll(c, "A (8 subscribers)")
	saved := c.Unsaved()

	d := New(clock.now)
	poll(d, "B (1 subscriber)") // before the ledger is read
	d.Recall(saved)
	want := []Day{saved[0], {"2026-05-02", []Tally{{Name: "/topics/space/feed", Requests: 2, NotModified: 2, Subscribers: 8}},
		[]Tally{{Name: "A", Requests: 1, NotModified: 1, Subscribers: 8}, {Name: "B", Requests: 1, NotModified: 1, Subscribers: 1}}}}
	if diff := cmp.Diff(want, d.Days()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[1:], d.Unsaved()); diff != "" {
		t.Error(diff)
	}
	d.Recall(saved) // the configuration was read again
	if diff := cmp.Diff(want, d.Days()); diff != "" {
		t.Error(diff)
	}
	d.Recall([]Day{{Date: "2026-04-01", Feeds: saved[0].Feeds}}) // of another ledger, which gets the rest
	if diff := cmp.Diff(want, d.Unsaved()); diff != "" {
		t.Error(diff)
	}
	if list := d.Days(); len(list) != 3 || list[0].Date != "2026-04-01" {
		t.Errorf("%v", list)
	}
}

// TestDayIsBounded polls more feeds than there are places. The sum stays right, those
// that are polled often keep their names, and long names have none.
func TestDayIsBounded(t *testing.T) {
	c, clock := start()
	polls := int64(0)
	count := func(feed string, n int) {
		for range n {
			polls++
			c.Count(Poll{UserAgent: "r" + feed[:min(len(feed), 9)], Feed: feed, Status: 200, Bytes: 2})
		}
	}
	for i := range 20 {
		count(fmt.Sprintf("/often/%d/feed.rss", i), settled+i)
	}
	for i := range 3 * mostFeeds {
		count(fmt.Sprintf("/few/%d/feed.rss", i), 1)
	}
	count("/"+strings.Repeat("x", longestFeed)+"/feed.rss", 2*settled)
	for range 2 {
		today := c.Days()[0]
		if sum := today.Total(); sum.Requests != polls || sum.Bytes != 2*polls || len(today.Feeds) != feedsOfDay+1 || today.Feeds[0].Name != "" {
			t.Errorf("%d feeds, %+v, want %d requests", len(today.Feeds), sum, polls)
		}
		if n := len(c.days.feeds.named); n > mostFeeds {
			t.Errorf("%d feeds have names", n)
		}
		p := Sum(c.Days(), 25)
		for i, f := range p.Feeds[:20] {
			if want := (Tally{Name: "/often/" + strconv.Itoa(19-i) + "/feed", Requests: int64(settled + 19 - i), Bytes: int64(2 * (settled + 19 - i))}); f != want {
				t.Errorf("%d: %+v, want %+v", i, f, want)
			}
		}
		if last := p.Feeds[25]; last.Name != "" || p.Total.Requests != polls || len(p.Feeds) != 26 || len(p.Readers) > 26 {
			t.Errorf("%d feeds, the last is %+v, in total %+v", len(p.Feeds), last, p.Total)
		}
		clock.pass(oneDay) // the day is over
		clock.pass(-oneDay)
		c.Unsaved()
	}
}

// TestSum takes the subscribers of recent days only.
func TestSum(t *testing.T) {
	var list []Day
	for i := range 10 {
		list = append(list, Day{Date: fmt.Sprintf("2026-05-%02d", i+1),
			Feeds:   []Tally{{Requests: 1}, {Name: "/a", Requests: 2, NotModified: 1, Subscribers: int64(10 - i)}, {Name: "/b", Requests: 3, Other: 1, Subscribers: 5}},
			Readers: []Tally{{Name: "A", Requests: 6, Subscribers: 12}}})
	}
	want := Period{Since: "2026-05-01", Total: Tally{Requests: 60, NotModified: 10, Other: 10, Subscribers: 12},
		Feeds:   []Tally{{Name: "/b", Requests: 30, Other: 10, Subscribers: 5}, {Requests: 30, NotModified: 10, Subscribers: 7}},
		Readers: []Tally{{Name: "A", Requests: 60, Subscribers: 12}}}
	if diff := cmp.Diff(want, Sum(list, 1)); diff != "" {
		t.Error(diff)
	}
	if p := Sum(nil, 9); p.Feeds == nil || p.Readers == nil || p.Since != "" {
		t.Errorf("%+v", p)
	}
}

func TestFeedName(t *testing.T) {
	for feed, want := range map[string]string{
		"/feed.rss": "/feed", "/topics/a.b/feed.json?limit=3&x=/y.z": "/topics/a.b/feed", "/topics/a.b/feed": "/topics/a.b/feed", "": "", "?": "", ".rss": "",
	} {
		if got := FeedName(feed); got != want {
			t.Errorf("%s: %q, want %q", feed, got, want)
		}
	}
}

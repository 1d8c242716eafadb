package audience

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const rss = "/topics/space/feed.rss"

// clock is a time that tests move.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

func (c *clock) pass(d time.Duration) { c.Time = c.Add(d) }

func start() (*Counter, *clock) {
	c := &clock{time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}
	return New(c.now), c
}

func TestReaders(t *testing.T) {
	c, _ := start()
	if got := c.Readers(); got == nil || len(got) != 0 {
		t.Errorf("at the start: %#v, want none", got)
	}
	for _, poll := range []struct {
		userAgent   string
		conditional bool
		status      int
	}{
		{"others/1.0", true, 304}, // takes no place
		{"others", true, 304},
		{"others", true, 304},
		{"newsboat/2.21.0", false, 200},
		{"newsboat/2.22.0", true, 304},
		{"Feedly/1.0 (19 subscribers)", false, 200},
		{"Feedly/1.0 (20 subscribers)", true, 304},
		{"Feedly/1.1", true, 226},
		{"Akregator", true, 304},
		{"Akregator", true, 429},
		{"", false, 503},
	} {
		c.Count(Poll{UserAgent: poll.userAgent, Feed: rss, Conditional: poll.conditional, Status: poll.status})
	}
	want := []Reader{
		{Name: "Feedly", Polls: 3, NotModified: 1, Unconditional: 1, Subscribers: 20},
		{Name: "Akregator", Polls: 2, NotModified: 1},
		{Name: "newsboat", Polls: 2, NotModified: 1, Unconditional: 1},
		{Name: "unnamed", Polls: 1, Unconditional: 1},
		{Name: "others", Polls: 3, NotModified: 3},
	}
	if diff := cmp.Diff(want, c.Readers()); diff != "" {
		t.Error(diff)
	}
}

// poll is a step of TestSubscribers: a poll of a feed, or none, after a wait.
type poll struct {
	wait      time.Duration
	userAgent string
	feed      string
	status    int
}

func TestSubscribers(t *testing.T) {
	const day = 24 * time.Hour
	for _, test := range []struct {
		name  string
		polls []poll
		want  int
	}{
		{"the latest report counts", []poll{{0, "A (12 readers)", "/a", 200}, {0, "A (11 readers)", "/a", 304}}, 11},
		{"a report of none counts", []poll{{0, "A (12 readers)", "/a", 200}, {0, "A (0 readers)", "/a", 200}}, 0},
		{"feeds are summed", []poll{{0, "A (12 readers)", "/a", 200}, {0, "A (3 readers)", "/b", 200}}, 15},
		{"the id of a feed is not asked", []poll{{0, "A feed-id:1 - 12 readers", "/a", 200}, {0, "A feed-id:2 - 3 readers", "/a", 200}}, 3},
		{"no report keeps the last", []poll{{0, "A (12 readers)", "/a", 200}, {0, "A", "/a", 200}}, 12},
		{"a path that may be no feed has none", []poll{{0, "A (12 readers)", "/a", 404}, {0, "A (3 readers)", "/b", 301}}, 0},
		{"an answer that is no feed keeps the last", []poll{{0, "A (12 readers)", "/a", 200}, {0, "A (3 readers)", "/a", 429}}, 12},
		{"30 days are remembered", []poll{{0, "A (12 readers)", "/a", 200}, {30 * day, "A", "/b", 200}}, 12},
		{"more are not", []poll{{0, "A (12 readers)", "/a", 200}, {30*day + 1, "A", "/b", 200}}, 0},
		{"each poll renews", []poll{{0, "A (12 readers)", "/a", 200}, {20 * day, "A", "/a", 429}, {20 * day, "A", "/b", 200}}, 12},
		{"a poll that comes late does not", []poll{{0, "A (12 readers)", "/a", 200}, {31 * day, "A", "/a", 200}}, 0},
		{"what comes late counts anew", []poll{{0, "A (12 readers)", "/a", 200}, {31 * day, "A (3 readers)", "/a", 200}}, 3},
		{"in the order of the latest polls", []poll{{0, "A (12 readers)", "/a", 200}, {0, "A (3 readers)", "/b", 200}, {20 * day, "A", "/a", 200}, {20 * day, "A", "/c", 200}}, 12},
		{"each feed is forgotten alone", []poll{{0, "A (12 readers)", "/a", 200}, {20 * day, "A (3 readers)", "/b", 200}, {20 * day, "A", "/c", 200}}, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, clock := start()
			for _, p := range test.polls {
				clock.pass(p.wait)
				c.Count(Poll{UserAgent: p.userAgent, Feed: p.feed, Conditional: true, Status: p.status})
			}
			if got := c.Readers()[0].Subscribers; got != test.want {
				t.Errorf("%d subscribers, want %d", got, test.want)
			}
		})
	}
}

// When there are 10,000 reports, the next one replaces the least recently polled.
func TestReportsAreBounded(t *testing.T) {
	c, _ := start()
	for i := range mostReports {
		c.Count(Poll{UserAgent: fmt.Sprintf("A (%d readers)", i+1), Feed: strconv.Itoa(i), Conditional: true, Status: 200})
	}
	c.Count(Poll{UserAgent: "A", Feed: "0", Conditional: true, Status: 304})
	c.Count(Poll{UserAgent: "B (7 readers)", Feed: rss, Conditional: true, Status: 200}) // replaces the report of feed 1
	readers := c.Readers()
	want := mostReports*(mostReports+1)/2 - 2
	if a, b := readers[0].Subscribers, readers[1].Subscribers; a != want || b != 7 {
		t.Errorf("%d and %d subscribers, want %d and 7", a, b, want)
	}
	consistent(t, c)
}

// fill counts some polls of 256 readers each, the first of which is r0.
func fill(c *Counter, clock *clock, polls int) {
	for i := range mostReaders {
		clock.pass(time.Second)
		for range polls {
			c.Count(Poll{UserAgent: "r" + strconv.Itoa(i), Feed: rss, Conditional: true, Status: 304})
		}
	}
}

func TestReadersAreBounded(t *testing.T) {
	for _, test := range []struct {
		name       string
		polls      int
		wait       time.Duration
		again      int // polls of each after the wait
		newcomers  int
		wantGone   []string
		wantOthers Reader
	}{
		{"settled ones stay", settled, 0, 0, 3, nil, Reader{Name: Others, Polls: 3, Unconditional: 3}},
		{"the one polled longest ago gives way", 1, 0, 0, 1, []string{"r0"}, Reader{Name: Others, Polls: 1, NotModified: 1}},
		{"those with the fewest polls give way", settled - 1, 0, 0, 3, []string{"r0"}, Reader{Name: Others, Polls: settled - 1 + 2, NotModified: settled - 1, Unconditional: 2}},
		{"so does one that ceased to poll", settled, lifetime + 1, 0, 1, []string{"r0"}, Reader{Name: Others, Polls: settled, NotModified: settled}},
		{"but not one that polls again", settled, lifetime + 1, 1, 1, nil, Reader{Name: Others, Polls: 1, Unconditional: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, clock := start()
			fill(c, clock, test.polls)
			clock.pass(test.wait)
			fill(c, clock, test.again)
			for i := range test.newcomers {
				clock.pass(time.Second)
				c.Count(Poll{UserAgent: fmt.Sprintf("new%d (5 readers)", i), Feed: rss, Status: 200})
			}
			readers := c.Readers()
			if len(readers) != mostReaders+1 {
				t.Fatalf("%d readers, want %d", len(readers), mostReaders+1)
			}
			if diff := cmp.Diff(test.wantOthers, readers[mostReaders]); diff != "" {
				t.Error(diff)
			}
			for i := range mostReaders {
				name := "r" + strconv.Itoa(i)
				there := slices.ContainsFunc(readers, func(r Reader) bool { return r.Name == name })
				if there == slices.Contains(test.wantGone, name) {
					t.Errorf("%s is there: %v", name, there)
				}
			}
			consistent(t, c)
		})
	}
}

// Clients that invent names displace neither readers nor their reports.
func TestFlood(t *testing.T) {
	c, clock := start()
	for i := range 100 {
		c.Count(Poll{UserAgent: "Feedly (19 subscribers)", Feed: "/" + strconv.Itoa(i), Conditional: true, Status: 304})
	}
	for i := range 3 * mostReports {
		clock.pass(time.Millisecond)
		c.Count(Poll{UserAgent: fmt.Sprintf("x%d (100 subscribers)", i), Feed: "/" + strconv.Itoa(i), Conditional: true, Status: 200})
	}
	want := Reader{Name: "Feedly", Polls: 100, NotModified: 100, Subscribers: 1900}
	if diff := cmp.Diff(want, c.Readers()[0]); diff != "" {
		t.Error(diff)
	}
	consistent(t, c)
}

// consistent checks that redundant data agrees.
func consistent(t *testing.T, c *Counter) {
	t.Helper()
	reports := 0
	for name, r := range c.readers {
		sum := 0
		for e := r.reports.Front(); e != nil; e = e.Next() {
			p := e.Value.(*report)
			sum += p.subscribers
			if kept := c.reports[p.source]; kept == nil || kept.Value != p {
				t.Errorf("%s: a report is in its own list alone", name)
			}
		}
		if r.Name != name || r.Subscribers != sum {
			t.Errorf("%s: named %s, %d subscribers, reports of %d", name, r.Name, r.Subscribers, sum)
		}
		reports += r.reports.Len()
	}
	if len(c.slots) != len(c.readers) {
		t.Errorf("%d slots of %d readers", len(c.slots), len(c.readers))
	}
	if len(c.reports) != reports || c.polled.Len() != reports || reports > mostReports || len(c.readers) > mostReaders {
		t.Errorf("%d, %d, %d reports; %d readers", reports, len(c.reports), c.polled.Len(), len(c.readers))
	}
}

var strangers = flag.Int("strangers", 200_000, "how many User-Agents TestMemory counts; at most 50,000 with -short")

// Once every bound is reached, memory does not grow, whatever clients send.
func TestMemory(t *testing.T) {
	strangers := *strangers
	if testing.Short() {
		strangers = min(strangers, 50_000)
	}
	c, clock := start()
	before := heap()
	rest := ""
	for i := range strangers {
		if i == strangers-10*mostAgents {
			rest = strings.Repeat("xé", longestAgent)
		}
		clock.pass(time.Second)
		n := strconv.Itoa(i)
		c.Count(Poll{UserAgent: "Reader" + strconv.Itoa(i/50) + "/" + n + " (5 subscribers) " + rest, Feed: "/" + n + rest, Conditional: true, Status: 200})
	}
	grown := heap() - before
	t.Logf("%d User-Agents: %d KB", strangers, grown/1000)
	if grown > 6_000_000 {
		t.Errorf("heap grew by %d bytes, want at most 6 MB", grown)
	}
	if len(c.reports) != mostReports || len(c.agents.known) != mostAgents || len(c.readers) != mostReaders {
		t.Errorf("%d reports, %d User-Agents, %d readers: not all bounds reached", len(c.reports), len(c.agents.known), len(c.readers))
	}
	consistent(t, c)
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// No poll is lost by concurrent calls of Count.
func TestConcurrent(t *testing.T) {
	const workers, polls = 8, 2000
	c := New(time.Now)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := range polls {
				c.Count(Poll{UserAgent: fmt.Sprintf("r%d/%d (%d readers)", i%(2*mostReaders), w, i%7), Feed: "/" + strconv.Itoa(i%50), Conditional: i%2 == 0, Status: 200})
				if i%100 == 0 {
					c.Readers()
				}
			}
		})
	}
	all.Wait()
	var sum Reader
	for _, r := range c.Readers() {
		sum.Add(r)
	}
	if sum.Polls != workers*polls || sum.Unconditional != workers*polls/2 || sum.NotModified != 0 {
		t.Errorf("%+v, want %d polls, half of them unconditional", sum, workers*polls)
	}
	consistent(t, c)
}

func TestCountAllocatesNothing(t *testing.T) {
	c, _ := start()
	for _, userAgent := range []string{"", "newsboat/2.21.0 (Linux x86_64)", "Feedly/1.0 (19 subscribers)", strings.Repeat("x", 2*longestAgent)} {
		c.Count(Poll{UserAgent: userAgent, Feed: rss, Conditional: true, Status: 200})
		if got := testing.AllocsPerRun(1000, func() { c.Count(Poll{UserAgent: userAgent, Feed: rss, Conditional: true, Status: 304}) }); got != 0 {
			t.Errorf("%.40q: %v allocations a poll, want none", userAgent, got)
		}
	}
}

// BenchmarkCount counts polls of 50 known User-Agents on all processors;
// "x-floor" is the ratio to one atomic addition each.
func BenchmarkCount(b *testing.B) {
	var all []string
	for i := range 50 {
		all = append(all, fmt.Sprintf("Reader%d/2.0 (+https://reader.example/fetcher.html; %d subscribers)", i, i))
	}
	c := New(time.Now)
	for _, userAgent := range all {
		c.Count(Poll{UserAgent: userAgent, Feed: rss, Conditional: true, Status: 304})
	}
	var polls atomic.Uint64
	floor := parallel(b, func(int) { polls.Add(1) })
	b.ReportAllocs()
	b.ResetTimer()
	ours := parallel(b, func(i int) { c.Count(Poll{UserAgent: all[i%len(all)], Feed: rss, Conditional: true, Status: 304}) })
	b.ReportMetric(float64(ours)/float64(floor), "x-floor")
}

// parallel returns how long b.N calls take.
func parallel(b *testing.B, call func(i int)) time.Duration {
	start := time.Now()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			call(i)
		}
	})
	return time.Since(start)
}

// BenchmarkStranger counts polls of unknown User-Agents for which there is no
// place.
func BenchmarkStranger(b *testing.B) {
	c, clock := start()
	fill(c, clock, settled)
	b.ReportAllocs()
	for i := range b.N {
		c.Count(Poll{UserAgent: "x" + strconv.Itoa(i) + " (https://reader.example/fetcher.html; 5 subscribers)", Feed: rss, Conditional: true, Status: 200})
	}
}

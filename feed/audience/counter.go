// Package audience counts polls of feeds by the reader that its User-Agent names.
//
// Readers of many people fetch a feed once for all of them, so they tell how
// many subscribe:
//
//	Feedly/1.0 (+http://www.feedly.com/fetcher.html; 19 subscribers; like FeedFetcher-Google)
//
// No standard says how; RFC 9110, section 10.1.5, has the grammar of
// User-Agent alone. Nothing of it is proven: anybody may call himself Feedly.
package audience

import (
	"cmp"
	"container/list"
	"hash/maphash"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	// mostReaders bounds the readers that have a name; the rest is others.
	mostReaders = 256
	// settled is the number of polls from which a reader keeps its name.
	settled = 10
	// mostReports bounds the reports of subscribers.
	mostReports = 10_000
	// lifetime is how long a report counts, and a name holds, without a poll:
	// readers ask for a feed at least once a week.
	lifetime = 30 * 24 * time.Hour

	// Others is the name under which readers without a name of their own are counted.
	Others = "others"
)

// Reader is what was counted of one reader.
type Reader struct {
	Name          string `json:"name"` // product without version: "Feedly"; at most 40 bytes of printable ASCII
	Polls         uint64 `json:"polls"`
	NotModified   uint64 `json:"not_modified"`  // answered 304
	Unconditional uint64 `json:"unconditional"` // sent no validator
	Subscribers   int    `json:"subscribers"`   // as its User-Agents report: sum over feeds of the latest report
}

// Add adds the counts of another reader.
func (r *Reader) Add(o Reader) {
	r.Polls += o.Polls
	r.NotModified += o.NotModified
	r.Unconditional += o.Unconditional
	r.Subscribers += o.Subscribers
}

// Counter counts polls by reader. Whoever asks, it takes about 5 MB at most:
// half of it for 4,096 User-Agents of 512 bytes, half for 10,000 reports of
// subscribers; 256 readers are little.
//
// A new reader takes the place of one that has fewer than 10 polls, or none
// for 30 days; what that had goes to others. So strangers that invent names
// displace one another, not readers that are known. Others tell no
// subscribers.
type Counter struct {
	now    func() time.Time
	start  time.Time
	seed   maphash.Seed
	agents agents

	mu      sync.Mutex               // guards what follows
	readers map[string]*reader       // by name
	slots   []*reader                // the same, at most 256
	others  Reader                   // what has no name of its own
	reports map[source]*list.Element // of polled
	polled  list.List                // of *report, the one polled last in front
}

// reader is a Reader that is being counted.
type reader struct {
	Reader
	last    time.Duration // its latest poll, since the start
	reports list.List     // of *report
}

// source is where a report comes from. The feed is a hash: paths are long,
// and strangers choose them.
type source struct {
	reader *reader
	feed   uint64
}

// report is the latest one of a source.
type report struct {
	source
	subscribers int
	last        time.Duration // its latest poll, since the start
	own         *list.Element // of the reader's reports
}

// New makes a Counter that tells time by now.
func New(now func() time.Time) *Counter {
	return &Counter{
		now:     now,
		start:   now(),
		seed:    maphash.MakeSeed(),
		agents:  agents{known: make(map[string]agent)},
		readers: make(map[string]*reader),
		others:  Reader{Name: Others},
		reports: make(map[source]*list.Element),
	}
}

// Count counts one request for a feed (its path, such as
// "/topics/space/feed.rss"). Conditional says that it carried If-None-Match
// or If-Modified-Since, status is that of the answer; subscribers are
// believed where it is 2xx or 304, since other paths may be no feeds. Count
// is safe for concurrent use; for a User-Agent that is known it allocates
// nothing.
func (c *Counter) Count(userAgent, feed string, conditional bool, status int) {
	a := c.agents.read(userAgent)
	path := maphash.String(c.seed, feed)
	now := c.now().Sub(c.start)
	poll := Reader{Polls: 1}
	if status == http.StatusNotModified {
		poll.NotModified = 1
	}
	if !conditional {
		poll.Unconditional = 1
	}
	a.reports = a.reports && (status/100 == 2 || status == http.StatusNotModified)

	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.reader(a.name, now)
	if r == nil {
		c.others.Add(poll)
		return
	}
	r.Add(poll)
	r.last = now
	c.note(source{r, path}, a, now)
}

// reader gives the reader of that name, nil where it is one of the others.
func (c *Counter) reader(name string, now time.Duration) *reader {
	if r := c.readers[name]; r != nil || name == Others {
		return r
	}
	i := len(c.slots)
	if i < mostReaders {
		c.slots = append(c.slots, nil)
	} else if i = c.least(now); i >= 0 {
		c.displace(c.slots[i])
	} else {
		return nil
	}
	r := &reader{Reader: Reader{Name: name}}
	c.slots[i], c.readers[r.Name] = r, r
	return r
}

// least finds the reader that matters least; -1 says that each holds its name.
func (c *Counter) least(now time.Duration) int {
	least := -1
	for i, r := range c.slots {
		if r.Polls >= settled && now-r.last <= lifetime {
			continue
		}
		if least < 0 || r.less(c.slots[least]) {
			least = i
		}
	}
	return least
}

// less reports whether r matters less than o.
func (r *reader) less(o *reader) bool {
	return r.Polls < o.Polls || r.Polls == o.Polls && r.last < o.last
}

// displace counts a reader among the others.
func (c *Counter) displace(r *reader) {
	for e := r.reports.Front(); e != nil; e = r.reports.Front() {
		c.forget(e.Value.(*report))
	}
	c.others.Add(r.Reader)
	delete(c.readers, r.Name)
}

// note keeps what a poll reports. A poll that reports nothing keeps what an
// earlier one did.
func (c *Counter) note(s source, a agent, now time.Duration) {
	var p *report
	if e := c.reports[s]; e != nil {
		p = e.Value.(*report)
	}
	if p != nil && now-p.last > lifetime {
		c.forget(p)
		p = nil
	}
	if p == nil {
		if !a.reports {
			return
		}
		p = c.keep(s)
	}
	c.polled.MoveToFront(c.reports[s])
	p.last = now
	if a.reports {
		s.reader.Subscribers += a.subscribers - p.subscribers
		p.subscribers = a.subscribers
	}
}

// keep makes a report of no subscribers. Where there is no room, the one
// that was polled longest ago gives way.
func (c *Counter) keep(s source) *report {
	if c.polled.Len() >= mostReports {
		c.forget(c.polled.Back().Value.(*report))
	}
	p := &report{source: s}
	p.own = s.reader.reports.PushBack(p)
	c.reports[s] = c.polled.PushFront(p)
	return p
}

func (c *Counter) forget(p *report) {
	p.reader.Subscribers -= p.subscribers
	p.reader.reports.Remove(p.own)
	c.polled.Remove(c.reports[p.source])
	delete(c.reports, p.source)
}

// Readers gives what was counted, most polls first, others last.
func (c *Counter) Readers() []Reader {
	readers, rest := c.read()
	slices.SortFunc(readers, func(a, b Reader) int {
		return cmp.Or(cmp.Compare(b.Polls, a.Polls), cmp.Compare(a.Name, b.Name))
	})
	if rest.Polls > 0 {
		readers = append(readers, rest)
	}
	return readers
}

// read gives what was counted, without reports that are too old.
func (c *Counter) read() (readers []Reader, rest Reader) {
	now := c.now().Sub(c.start)
	c.mu.Lock()
	defer c.mu.Unlock()
	for e := c.polled.Back(); e != nil; e = c.polled.Back() {
		p := e.Value.(*report)
		if now-p.last <= lifetime {
			break
		}
		c.forget(p)
	}
	readers = make([]Reader, 0, len(c.readers)+1)
	for _, r := range c.slots {
		readers = append(readers, r.Reader)
	}
	return readers, c.others
}

// Package audience counts polls of feeds by the reader that sends them.
//
// A reader is the product in a User-Agent: newsboat, Feedly. Services fetch a
// feed once for all their users, and report how many subscribe:
//
//	Feedly/1.0 (+http://www.feedly.com/fetcher.html; 19 subscribers; like FeedFetcher-Google)
//
// No standard specifies how; RFC 9110, section 10.1.5, only has the grammar of
// User-Agent. Nothing here is verified: any client may call itself Feedly.
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
	// mostReaders bounds the readers that are counted by name, and thereby the
	// memory and the lines of metrics.
	mostReaders = 256
	// settled is the number of polls after which a reader keeps its place. A
	// client that invents names sends few polls under each.
	settled = 10
	// lifetime is how long a report counts, and a settled reader keeps its place,
	// without a poll. Readers poll a feed at least once a week.
	lifetime = 30 * 24 * time.Hour

	// Others is the name under which all readers beyond mostReaders are counted.
	Others = "others"
)

// Reader has the counts of one reader since the start.
type Reader struct {
	Name          string `json:"name"` // product without version: "Feedly"; at most 40 bytes of printable ASCII
	Polls         uint64 `json:"polls"`
	NotModified   uint64 `json:"not_modified"`  // answered 304
	Unconditional uint64 `json:"unconditional"` // sent no validator
	Subscribers   int    `json:"subscribers"`   // the sum over feeds of the latest reports in its User-Agents
}

// Add adds the counts of another reader.
func (r *Reader) Add(o Reader) {
	r.Polls += o.Polls
	r.NotModified += o.NotModified
	r.Unconditional += o.Unconditional
	r.Subscribers += o.Subscribers
}

// Counter counts polls by reader. Its memory is bounded whatever clients send, by
// about 10 MB: a quarter for 4,096 User-Agents of 512 bytes, a quarter for 10,000
// reports of subscribers, half for 90 days. The 256 readers take little.
//
// When all places are taken, a new reader displaces one with fewer than 10 polls,
// or with none for 30 days; the counts of that reader are added to others. So
// clients that invent names displace one another rather than established readers.
// Others have no subscribers.
type Counter struct {
	now    func() time.Time
	start  time.Time
	seed   maphash.Seed
	agents agents // has its own lock

	mu      sync.Mutex               // guards readers, slots, others, reports, polled, sums and days
	readers map[string]*reader       // by name
	slots   []*reader                // the same ones, at most 256
	others  Reader                   // the counts of readers without a place
	reports map[source]*list.Element // of polled
	polled  list.List                // of *report, the most recently polled first
	sums    map[uint64]int64         // subscribers in reports, by the hash of FeedName
	days    days
}

// reader is a Reader that is being counted. Counter.mu guards its fields.
type reader struct {
	Reader
	last    time.Duration // from the start to its latest poll
	reports list.List     // of *report
}

// New returns a Counter that uses now as its clock.
func New(now func() time.Time) *Counter {
	return &Counter{
		now:     now,
		start:   now(),
		seed:    maphash.MakeSeed(),
		agents:  agents{known: make(map[string]agent)},
		readers: make(map[string]*reader),
		others:  Reader{Name: Others},
		reports: make(map[source]*list.Element),
		sums:    make(map[uint64]int64),
		days:    newDays(now()),
	}
}

// Poll is a request for a feed and its outcome.
type Poll struct {
	UserAgent   string
	Feed        string // path, such as "/topics/space/feed.rss"
	Conditional bool   // it had If-None-Match or If-Modified-Since
	Status      int    // of the answer
	Bytes       int    // of its body
}

// Count counts a poll. It uses a report of subscribers only if the status is 2xx
// or 304, because other paths may not be feeds. It is safe for concurrent use,
// and does not allocate for a cached User-Agent.
func (c *Counter) Count(p Poll) {
	a := c.agents.read(p.UserAgent)
	path, feed := maphash.String(c.seed, p.Feed), maphash.String(c.seed, FeedName(p.Feed))
	at := c.now()
	now := at.Sub(c.start)
	one := Reader{Polls: 1}
	if p.Status == http.StatusNotModified {
		one.NotModified = 1
	}
	if !p.Conditional {
		one.Unconditional = 1
	}
	a.reports = a.reports && (p.Status/100 == 2 || p.Status == http.StatusNotModified)

	c.mu.Lock()
	defer c.mu.Unlock()
	var by Reader // the rest, if it has no place
	if r := c.reader(a.name, now); r == nil {
		c.others.Add(one)
	} else {
		r.Add(one)
		r.last = now
		c.note(source{r, path}, feed, a, now)
		by = r.Reader
	}
	c.days.turn(at)
	c.days.count(p, by, c.sums[feed])
}

// reader returns the reader with a name, or nil if it counts among the others.
// The caller holds c.mu.
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

// least returns the slot of the least important reader, or -1 if all of them keep
// their places.
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

// less reports whether r is less important than o.
func (r *reader) less(o *reader) bool {
	return r.Polls < o.Polls || r.Polls == o.Polls && r.last < o.last
}

// displace adds the counts of a reader to the others.
func (c *Counter) displace(r *reader) {
	for e := r.reports.Front(); e != nil; e = r.reports.Front() {
		c.forget(e.Value.(*report))
	}
	c.others.Add(r.Reader)
	delete(c.readers, r.Name)
}

// Readers returns the counts: the readers with the most polls first, others last.
func (c *Counter) Readers() []Reader {
	readers, rest := c.copy()
	slices.SortFunc(readers, func(a, b Reader) int {
		return cmp.Or(cmp.Compare(b.Polls, a.Polls), cmp.Compare(a.Name, b.Name))
	})
	if rest.Polls > 0 {
		readers = append(readers, rest)
	}
	return readers
}

// copy drops expired reports, then returns copies of the counts.
func (c *Counter) copy() (readers []Reader, rest Reader) {
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

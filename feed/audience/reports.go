package audience

import (
	"container/list"
	"time"
)

// mostReports bounds the reports of subscribers: 256 readers that report about
// some 40 feeds each.
const mostReports = 10_000

// source identifies a report: a reader and a feed. The feed is a hash of its
// path, because clients choose paths, and these can be long.
type source struct {
	reader *reader
	feed   uint64
}

// report is the latest report of a source. Counter.mu guards its fields.
type report struct {
	source
	feed        uint64 // hash of its name, to which the formats of a feed add up
	subscribers int
	last        time.Duration // from the start to its latest poll
	own         *list.Element // in the list of its reader
}

// note records the report in a poll, with the hash of the name of its feed. A poll without one renews the earlier
// report. The caller holds c.mu.
func (c *Counter) note(s source, feed uint64, a agent, now time.Duration) {
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
		p = c.add(s)
		p.feed = feed
	}
	c.polled.MoveToFront(c.reports[s])
	p.last = now
	if a.reports {
		s.reader.Subscribers += a.subscribers - p.subscribers
		c.sum(feed, a.subscribers-p.subscribers)
		p.subscribers = a.subscribers
	}
}

// add adds a report with no subscribers. If there is no room, it drops the report
// that was polled least recently.
func (c *Counter) add(s source) *report {
	if c.polled.Len() >= mostReports {
		c.forget(c.polled.Back().Value.(*report))
	}
	p := &report{source: s}
	p.own = s.reader.reports.PushBack(p)
	c.reports[s] = c.polled.PushFront(p)
	return p
}

// forget drops a report.
func (c *Counter) forget(p *report) {
	p.reader.Subscribers -= p.subscribers
	c.sum(p.feed, -p.subscribers)
	p.reader.reports.Remove(p.own)
	c.polled.Remove(c.reports[p.source])
	delete(c.reports, p.source)
}

// sum changes the number of subscribers of a feed.
func (c *Counter) sum(feed uint64, by int) {
	if c.sums[feed] += int64(by); c.sums[feed] == 0 {
		delete(c.sums, feed)
	}
}

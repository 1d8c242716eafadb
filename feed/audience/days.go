package audience

import (
	"cmp"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

const (
	// Kept is how many days are known, with the present one.
	Kept = 90
	// mostFeeds bounds the feeds that are counted by name during a day. A Day has
	// those of feedsOfDay feeds and readersOfDay readers, since a start reads them
	// all. Others count as the rest.
	mostFeeds    = 1000
	feedsOfDay   = 100
	readersOfDay = 50
	// longestFeed bounds the name of a feed, in bytes. Those of selections can be
	// long; clients choose them.
	longestFeed = 200
)

// Day holds the requests for feeds on one day. Immutable.
type Day struct {
	Date    string  // in UTC: "2026-11-30"
	Feeds   []Tally // by name
	Readers []Tally // by name
}

// Tally counts the requests for a feed, or of a reader.
type Tally struct {
	// Name is the path of a feed without its format ("/topics/moon/feed"), or that
	// of Reader. It is empty for all that have no Tally of their own.
	Name        string `json:"name"`
	Requests    int64  `json:"requests"`
	NotModified int64  `json:"not_modified"` // answered 304
	Other       int64  `json:"other"`        // answered with neither the feed nor 304
	Bytes       int64  `json:"bytes"`        // of bodies
	// Subscribers is the largest number that readers reported together. The rest
	// has none.
	Subscribers int64 `json:"subscribers"`
}

// add adds the requests of another Tally.
func (t *Tally) add(o Tally) {
	t.Requests += o.Requests
	t.NotModified += o.NotModified
	t.Other += o.Other
	t.Bytes += o.Bytes
}

// byRequests compares tallies: the most requested is first.
func byRequests(a, b Tally) int {
	return cmp.Or(cmp.Compare(b.Requests, a.Requests), cmp.Compare(a.Name, b.Name))
}

// Total returns the sum over feeds, without subscribers.
func (d Day) Total() (sum Tally) {
	for _, t := range d.Feeds {
		sum.add(t)
	}
	return sum
}

// FeedName returns the name under which a feed is counted: its path without query
// and format, so that all formats and variants of it count as one.
func FeedName(feed string) string {
	feed, _, _ = strings.Cut(feed, "?")
	return strings.TrimSuffix(feed, path.Ext(feed))
}

// tallies count requests by name during a day.
type tallies struct {
	most  int
	named map[string]*Tally
	rest  Tally
}

func newTallies(most int, list []Tally) tallies {
	t := tallies{most: most, named: map[string]*Tally{}}
	for _, known := range list {
		t.of(known.Name).add(known)
		t.of(known.Name).Subscribers = known.Subscribers
	}
	return t
}

// of returns the Tally for a name. If all places are taken, a new name displaces one
// with few requests, as with readers, or counts as the rest.
func (t *tallies) of(name string) *Tally {
	if n := t.named[name]; n != nil {
		return n
	}
	if name == "" || len(name) > longestFeed || len(t.named) >= t.most && !t.makeRoom() {
		return &t.rest
	}
	n := &Tally{Name: strings.Clone(name)}
	t.named[n.Name] = n
	return n
}

// makeRoom adds the counts of a name with few requests to the rest. It looks at a few
// names only, because a hostile client can cause it with every request.
func (t *tallies) makeRoom() bool {
	var least *Tally
	looked := 0
	for _, n := range t.named {
		if n.Requests < settled && (least == nil || n.Requests < least.Requests) {
			least = n
		}
		if looked++; looked == 8 {
			break
		}
	}
	if least == nil {
		return false
	}
	t.rest.add(*least)
	delete(t.named, least.Name)
	return true
}

// list returns copies of the tallies with the most requests, at most a number, and
// the sum of the others as that with an empty name.
func (t *tallies) list(most int) []Tally {
	all := make([]Tally, 0, len(t.named)+1)
	for _, n := range t.named {
		all = append(all, *n)
	}
	return top(all, t.rest, most)
}

// top returns the tallies with the most requests, at most a number, in the order of
// names. It adds the others to the rest, which it leaves out if that is empty.
func top(all []Tally, rest Tally, most int) []Tally {
	slices.SortFunc(all, byRequests)
	for _, n := range all[min(len(all), most):] {
		rest.add(n)
	}
	all = all[:min(len(all), most)]
	if rest.Requests > 0 {
		all = append(all, rest)
	}
	slices.SortFunc(all, func(a, b Tally) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// days are the requests of the last days. Counter.mu guards them.
type days struct {
	number         int64   // of the present day, from 1970-01-01 in UTC
	date           string  // the same
	feeds, readers tallies // of the present day
	past           map[string]Day
	unsaved        map[string]bool // dates
	recalled       bool
}

func newDays(now time.Time) days {
	d := days{number: -1, past: map[string]Day{}, unsaved: map[string]bool{}}
	d.turn(now)
	return d
}

const secondsOfDay = 24 * 60 * 60

// dateOf returns the date of a day that is counted from 1970-01-01.
func dateOf(number int64) string {
	return time.Unix(number*secondsOfDay, 0).UTC().Format(time.DateOnly)
}

// turn makes the day of a time the present one. It may be an earlier one, if the clock
// was set back.
func (d *days) turn(now time.Time) {
	number := now.Unix() / secondsOfDay
	if number == d.number {
		return
	}
	if today, ok := d.today(); ok {
		d.past[d.date] = today
	}
	if number < d.number-1 { // what was counted while it was far ahead belongs to no day
		later := dateOf(number + 1)
		maps.DeleteFunc(d.past, func(date string, _ Day) bool { return date > later })
		maps.DeleteFunc(d.unsaved, func(date string, _ bool) bool { return date > later })
	}
	d.number, d.date = number, dateOf(number)
	known := d.past[d.date]
	delete(d.past, d.date)
	d.feeds, d.readers = newTallies(mostFeeds, known.Feeds), newTallies(mostReaders, known.Readers)
	d.trim()
}

// trim forgets the oldest days beyond the limit.
func (d *days) trim() {
	dates := slices.Sorted(maps.Keys(d.past))
	for _, date := range dates[:max(0, len(dates)-Kept)] {
		delete(d.past, date)
		delete(d.unsaved, date)
	}
}

// today returns the present day; ok is false if nothing was requested.
func (d *days) today() (today Day, ok bool) {
	today = Day{d.date, d.feeds.list(feedsOfDay), d.readers.list(readersOfDay)}
	return today, len(today.Feeds) > 0
}

// count counts a poll. subscribers are those that are known of its feed.
func (d *days) count(p Poll, reader Reader, subscribers int64) {
	one := Tally{Requests: 1, Bytes: int64(p.Bytes)}
	switch {
	case p.Status == http.StatusNotModified:
		one.NotModified = 1
	case p.Status/100 != 2:
		one.Other = 1
	}
	feed, by := d.feeds.of(FeedName(p.Feed)), d.readers.of(reader.Name)
	feed.add(one)
	by.add(one)
	if feed.Name != "" {
		feed.Subscribers = max(feed.Subscribers, subscribers)
	}
	if by.Name != "" {
		by.Subscribers = max(by.Subscribers, int64(reader.Subscribers))
	}
	d.unsaved[d.date] = true
}

// Recall adds the days that a ledger holds. If it is called again, with what another
// ledger holds, days that are known already stay as they are.
func (c *Counter) Recall(list []Day) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := &c.days
	d.turn(c.now())
	held := map[string]bool{}
	for _, day := range list {
		held[day.Date] = true
		_, known := d.past[day.Date]
		switch {
		case day.Date != d.date && !known:
			d.past[day.Date] = day
		case day.Date == d.date && !d.recalled:
			d.resume(day)
		}
	}
	for _, date := range append(slices.Collect(maps.Keys(d.past)), d.date) {
		if !held[date] {
			d.unsaved[date] = true
		}
	}
	d.recalled = true
	d.trim()
}

// resume adds the counts of the present day before a restart.
func (d *days) resume(day Day) {
	for _, of := range []struct {
		t    *tallies
		list []Tally
	}{{&d.feeds, day.Feeds}, {&d.readers, day.Readers}} {
		for _, known := range of.list {
			t := of.t.of(known.Name)
			t.add(known)
			t.Subscribers = max(t.Subscribers, known.Subscribers)
		}
	}
}

// Days returns the last Kept days with requests up to the present one, oldest first.
func (c *Counter) Days() []Day {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := &c.days
	d.turn(c.now())
	first := dateOf(d.number - Kept + 1)
	var list []Day
	for _, date := range slices.Sorted(maps.Keys(d.past)) {
		if date >= first && date < d.date {
			list = append(list, d.past[date])
		}
	}
	if today, ok := d.today(); ok {
		list = append(list, today)
	}
	return list
}

// Unsaved returns the days that have changed since the last call, oldest first, for
// the ledger.
func (c *Counter) Unsaved() []Day {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := &c.days
	d.turn(c.now())
	var list []Day
	for _, date := range slices.Sorted(maps.Keys(d.unsaved)) {
		if day, ok := d.past[date]; ok {
			list = append(list, day)
		} else if today, ok := d.today(); ok && date == d.date {
			list = append(list, today)
		}
	}
	clear(d.unsaved)
	return list
}

package ledger

import (
	"maps"
	"slices"
	"strings"
	"time"

	"dateline/feed/audience"
)

// requestRow is a row of the table of requests.
type requestRow struct {
	key string
	audience.Tally
}

func requestOf(r *row) requestRow {
	return requestRow{string(r.texts[0]), audience.Tally{Requests: r.numbers[1], NotModified: r.numbers[2], Other: r.numbers[3], Bytes: r.numbers[4], Subscribers: r.numbers[5]}}
}

func requestColumns(r requestRow) []any {
	return []any{r.key, r.Requests, r.NotModified, r.Other, r.Bytes, r.Subscribers}
}

// rowsOf returns the rows of a day.
func rowsOf(d audience.Day) (rows []requestRow) {
	for _, t := range d.Feeds {
		rows = append(rows, requestRow{d.Date + ofFeed + t.Name, t})
	}
	for _, t := range d.Readers {
		rows = append(rows, requestRow{d.Date + ofReader + t.Name, t})
	}
	return rows
}

// What stands between the date and the name in the key of a request.
const (
	ofFeed   = " feed "
	ofReader = " reader "
)

// daysOf returns the days of rows. Those of a damaged table are in two orders.
func daysOf(rows []requestRow) (days []audience.Day) {
	rows = latest(nil, rows, func(r requestRow) string { return r.key })
	for _, r := range rows {
		date, of := r.key[:min(len(r.key), len(time.DateOnly))], r.key[min(len(r.key), len(time.DateOnly)):]
		if len(days) == 0 || days[len(days)-1].Date != date {
			days = append(days, audience.Day{Date: date})
		}
		d := &days[len(days)-1]
		if name, ok := strings.CutPrefix(of, ofFeed); ok {
			r.Name = name
			d.Feeds = append(d.Feeds, r.Tally)
		} else if name, ok := strings.CutPrefix(of, ofReader); ok {
			r.Name = name
			d.Readers = append(d.Readers, r.Tally)
		}
	}
	return days
}

// days replaces days of requests, and deletes the oldest ones beyond as many as are kept.
// How far they are from the newest does not matter, which a wrong clock may have named.
func (w *writer) days(list []audience.Day) {
	if len(list) == 0 {
		return
	}
	drop := w.prepare(requestsTable, "drop")
	for _, d := range list {
		w.exec(drop, d.Date)
		put(w, requestsTable, nil, rowsOf(d), requestColumns)
	}
	w.exec(w.prepare(requestsTable, "prune"), audience.Kept)
}

// moreRequests returns the days of both lists. Of two versions of a day, that with more
// requests counts: the requests of a day only grow, and a damaged one has lost some.
func moreRequests(earlier, later []audience.Day) []audience.Day {
	version := map[string]audience.Day{}
	for _, d := range slices.Concat(earlier, later) {
		if known, ok := version[d.Date]; !ok || weightOf(d) >= weightOf(known) {
			version[d.Date] = d
		}
	}
	return latest(nil, slices.Collect(maps.Values(version)), func(d audience.Day) string { return d.Date })
}

// weightOf returns the number of requests in all rows of a day.
func weightOf(d audience.Day) (n int64) {
	for _, t := range slices.Concat(d.Feeds, d.Readers) {
		n += t.Requests
	}
	return n
}

package status

import (
	"fmt"
	"strings"
	"time"

	"dateline/feed"
	"dateline/feed/certificate"
)

// Note is something that the operator may want to know, and that is not a fault.
type Note struct{ Name, Text string }

// Notes returns why there are no articles, what waits, what came late, which feeds
// are large, that the certificate expires soon, what an empty ledger lost, and that
// links lead nowhere.
func (d Daemon) Notes() (list []Note) {
	add := func(name, format string, args ...any) { list = append(list, Note{name, fmt.Sprintf(format, args...)}) }
	for _, text := range d.NoArticles {
		add("no articles", "%s", text)
	}
	if w := d.Departing; w.Articles > 0 {
		add("departing", "%s; to remove at once, run dateline accept", waits(w))
	}
	if w := d.Waiting; w.Articles > 0 {
		add("waiting", "%s, as they may replace published articles", waits(w))
	}
	if b := d.Backfill; b != nil {
		add("last backfill", "%d older articles at %s; no feed shows them as new", b.Articles, b.At.Format(time.RFC3339))
	}
	if d.Fresh != "" {
		add("empty ledger", "%s", d.Fresh)
	}
	if d.Unreachable != "" {
		add("base URL", "%s", d.Unreachable)
	}
	if len(d.Large) > 0 {
		add("large feeds", "%s; their newest articles need more than feeds.max_bytes", larges(d.Large))
	}
	if at := d.Certificate; !at.IsZero() && at.After(d.Time) && at.Sub(d.Time) < certificate.ExpiresSoon {
		add("certificate", "it expires at %s; renew it", at.Format(time.RFC3339))
	}
	return list
}

// waits returns how many articles wait, until when, and the names of their files.
func waits(w feed.Wait) string {
	s := "articles"
	if w.Articles == 1 {
		s = "article"
	}
	return fmt.Sprintf("%d %s until %s: %s", w.Articles, s, w.Until.Format(time.RFC3339), some(w.Files, w.Articles))
}

// maxLarge bounds the feeds that are named.
const maxLarge = 10

// larges returns the feeds with their sizes.
func larges(list []Large) string {
	var names []string
	for _, l := range list[:min(len(list), maxLarge)] {
		names = append(names, fmt.Sprintf("%s (%d bytes)", l.Feed, l.Bytes))
	}
	return some(names, len(list))
}

// some joins the first names of a list, and says how many more there are.
func some(names []string, of int) string {
	s := strings.Join(names, ", ")
	if more := of - len(names); more > 0 {
		s += fmt.Sprintf(" and %d more", more)
	}
	return s
}

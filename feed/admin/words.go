package admin

import (
	"fmt"
	"strings"
	"time"

	"dateline/feed/article"
	"dateline/feed/audience"
)

// count returns a whole number of any type with its thousands apart: "1,234".
func count(n any) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// size returns a number of bytes: "1.2 MB".
func size(bytes int64) string {
	value, unit := float64(bytes), "bytes"
	for _, larger := range []string{"KB", "MB", "GB", "TB"} {
		if value < 1000 {
			break
		}
		value, unit = value/1000, larger
	}
	if unit == "bytes" {
		return fmt.Sprintf("%d bytes", bytes)
	}
	return fmt.Sprintf("%.1f %s", value, unit)
}

// percent returns the share of requests that were answered 304: "97%".
func percent(t audience.Tally) string {
	if t.Requests == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f%%", 100*float64(t.NotModified)/float64(t.Requests))
}

// moment returns a time in UTC: "2026-11-30 12:00".
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }

// nameOf returns the name of a tally.
func nameOf(t audience.Tally) string {
	if t.Name == "" {
		return "all others"
	}
	return t.Name
}

// pageOf returns the path of the page of a feed: "/topics/moon/" for
// "/topics/moon/feed" and "/topics/moon/digest/daily".
func pageOf(feed string) string {
	return strings.TrimSuffix(feed[:strings.LastIndexByte(feed, '/')+1], "digest/")
}

// place returns the place of a problem: "news/a.md:3:1".
func place(p article.Problem) string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

package render

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestFresh checks that a feed stays fresh for a tenth of the usual interval
// between items, within the bounds of the site.
func TestFresh(t *testing.T) {
	r := New(Site{MinAge: time.Minute, MaxAge: time.Hour})
	start := time.Date(2026, 4, 7, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		n         int
		gap, want time.Duration
		period    string
		times     int
	}{
		{0, 0, time.Minute, "hourly", 60},
		{1, 0, time.Minute, "hourly", 60},
		{2, time.Second, time.Hour, "hourly", 1},
		{20, time.Second, 7 * time.Minute, "hourly", 8},       // a burst
		{500, time.Minute, time.Minute, "hourly", 60},         // as many as that are no burst
		{50, 25 * time.Minute, 2 * time.Minute, "hourly", 30}, // ttl is in whole minutes
		{50, 3 * time.Hour, 18 * time.Minute, "hourly", 3},
		{50, 10 * time.Hour, time.Hour, "hourly", 1},
		{3, 365 * 24 * time.Hour, time.Hour, "hourly", 1},
	} {
		got := r.fresh(c.n, func(i int) time.Time { return start.Add(-c.gap * time.Duration(i)) })
		if got != c.want {
			t.Errorf("%d items, %s apart: fresh for %s, want %s", c.n, c.gap, got, c.want)
		}
		if period, times := updatePeriod(got); period != c.period || times != c.times {
			t.Errorf("fresh for %s: %s %d, want %s %d", got, period, times, c.period, c.times)
		}
	}
	r = New(Site{MinAge: time.Second, MaxAge: 7 * 24 * time.Hour})
	if got := r.fresh(2, func(i int) time.Time { return start.AddDate(0, 0, -30*i) }); got != 3*24*time.Hour {
		t.Errorf("a month apart: %s", got)
	}
	if period, times := updatePeriod(8 * time.Hour); period != "daily" || times != 3 {
		t.Errorf("fresh for 8 h: %s %d", period, times)
	}
}

// itemTag matches the beginning of an item or a tombstone.
var itemTag = regexp.MustCompile(`<(item|entry|at:deleted-entry)[ >]`)

// TestDelta checks that the items that a client has are left out, and that the
// rest is still a feed.
func TestDelta(t *testing.T) {
	for _, format := range []Format{RSS, Atom} {
		d := rendered(t, format)[0]
		if len(d.Items) < 3 {
			t.Fatalf("%s has %d items", d.Path, len(d.Items))
		}
		if got := string(d.Delta(nil)); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(string(d.Body)), " ") {
			t.Errorf("%s: the delta for who has nothing is not the feed", d.Path)
		}
		var all []uint64
		for _, it := range d.Items {
			all = append(all, it.Sum)
		}
		for have := range len(all) + 1 {
			delta := d
			delta.Body = d.Delta(all[len(all)-have:])
			read[element](t, delta)
			if got := len(itemTag.FindAll(delta.Body, -1)); got != len(all)-have {
				t.Errorf("%s: %d items for who has %d of %d", d.Path, got, have, len(all))
			}
		}
	}
}

package article

import (
	"archive/zip"
	"go/build"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// allZones returns the zones of the tzdata that comes with Go, which the program
// embeds.
func allZones(t *testing.T) (list []*time.Location) {
	r, err := zip.OpenReader(filepath.Join(build.Default.GOROOT, "lib/time/zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		zone, err := time.LoadLocation(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, zone)
	}
	return list
}

// TestMidnight checks the dates around all changes of clocks of all zones: the first
// moment of a date is on the date, and the second before is not. A date that a zone
// leaves out begins with a later one.
func TestMidnight(t *testing.T) {
	first, last := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)
	gaps, skipped := 0, 0
	for _, zone := range allZones(t) {
		for _, at := first.In(zone).ZoneBounds(); !at.IsZero() && at.Before(last); _, at = at.ZoneBounds() {
			for days := -1; days <= 1; days++ {
				y, m, d := at.Date()
				date := time.Date(y, m, d+days, 0, 0, 0, 0, time.UTC)
				begin := Midnight(date, zone)
				is, before := begin.Format(time.DateOnly), begin.Add(-time.Second).Format(time.DateOnly)
				want := date.Format(time.DateOnly)
				if is > want && before < want { // there is no such date
					skipped++
					continue
				}
				if is != want || before == want {
					t.Errorf("%s, %s: begins at %s, after %s", zone, want, begin.Format(time.RFC3339), before)
				}
				if begin.Hour()+begin.Minute() > 0 {
					gaps++
				}
			}
		}
	}
	if gaps == 0 || skipped == 0 {
		t.Errorf("%d dates began later than midnight, and %d were skipped; the test compares nothing", gaps, skipped)
	}
}

// TestMidnightOf checks dates by hand.
func TestMidnightOf(t *testing.T) {
	for _, test := range []struct{ zone, date, want string }{
		{"UTC", "2026-04-07", "2026-04-07T00:00:00Z"},
		{"Europe/Madrid", "2026-04-07", "2026-04-07T00:00:00+02:00"},
		{"America/Santiago", "2026-09-06", "2026-09-06T01:00:00-03:00"},
		{"America/Santiago", "2026-09-07", "2026-09-07T00:00:00-03:00"},
		{"America/Havana", "2026-03-08", "2026-03-08T01:00:00-04:00"},
		{"America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00"}, // 00:00 comes again an hour later
		{"Asia/Beirut", "2026-03-29", "2026-03-29T01:00:00+03:00"},
		{"Africa/Cairo", "2026-04-24", "2026-04-24T01:00:00+03:00"},
		{"Atlantic/Azores", "2026-03-29", "2026-03-29T01:00:00+00:00"},
		{"Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"},
		{"America/Manaus", "1993-10-17", "1993-10-17T01:00:00-03:00"},
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		date, err := time.Parse(time.DateOnly, test.date)
		if err != nil {
			t.Fatal(err)
		}
		if got := Midnight(date, zone).Format("2006-01-02T15:04:05Z07:00"); got != test.want && got != strings.Replace(test.want, "+00:00", "Z", 1) {
			t.Errorf("%s in %s begins at %s, want %s", test.date, test.zone, got, test.want)
		}
	}
}

// TestTimesLeftOut reads times of day around midnight at which clocks are set
// forward.
func TestTimesLeftOut(t *testing.T) {
	zone, err := time.LoadLocation("America/Santiago")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"2026-09-06 00:30":                   "2026-09-06T04:30:00Z", // as 01:30
		"2026-09-06 01:30":                   "2026-09-06T04:30:00Z",
		"2026-09-05 24:00":                   "2026-09-06T04:00:00Z",
		"2026-09-05 23:30":                   "2026-09-06T03:30:00Z",
		"2026-09-06 00:30 -04:00":            "2026-09-06T04:30:00Z",
		"2026-09-06 00:30 -03:00":            "2026-09-06T03:30:00Z",
		"2026-09-06 00:30 UTC":               "2026-09-06T00:30:00Z",
		"2026-09-06 00:30 America/Santiago":  "2026-09-06T04:30:00Z",
		"2026-09-06T00:30:15.5 +02:00":       "2026-09-05T22:30:15.5Z",
		"Sunday, September 6, 2026, 1:30 am": "2026-09-06T04:30:00Z",
	} {
		at, dateOnly, err := parseMoment(text, zone)
		if got := at.Format(time.RFC3339Nano); err != nil || dateOnly || got != want {
			t.Errorf("%q is %s, want %s (%v)", text, got, want, err)
		}
	}
}

package render

import (
	"slices"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
)

// TestMidnightLeftOut asks for the dates around one whose midnight does not exist,
// and for their digests: each article is on its date alone.
func TestMidnightLeftOut(t *testing.T) {
	for _, test := range []struct {
		zone   string
		dates  []string // in order; each has an article
		months []int    // articles in each month, oldest first
	}{
		{"America/Santiago", []string{"2026-09-05", "2026-09-06", "2026-09-07"}, []int{3}},
		{"America/Havana", []string{"2026-03-07", "2026-03-08", "2026-03-09"}, []int{3}},
		{"Atlantic/Azores", []string{"2026-03-28", "2026-03-29", "2026-03-30"}, []int{3}},
		{"America/Asuncion", []string{"2017-09-30", "2017-10-01", "2017-10-02"}, []int{1, 2}},
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		site := site("")
		site.Zone = zone
		r := New(site)
		var files []txtar.File
		for _, date := range test.dates {
			files = append(files, txtar.File{Name: date + "-x.md", Data: []byte("# of " + date + "\n")})
		}
		s := build(t, files, zone)
		for _, date := range test.dates {
			sub, ok := r.OfDate(s, s.Global(), date)
			if !ok || len(sub.Entries.Latest(9)) != 1 || sub.Entries.Latest(1)[0].Title != "of "+date {
				t.Errorf("%s, %s: %v, %v", test.zone, date, ok, titlesOf(sub.Entries.Latest(9)))
			}
		}
		var months []int
		for _, m := range s.Global().Months(zone) {
			in := slices.Collect(s.Global().Between(archive.MonthStart(m.Number, zone), archive.MonthStart(m.Number+1, zone)))
			if months = append(months, len(in)); len(in) != m.Len {
				t.Errorf("%s: month %d has %d articles, and %d between its bounds", test.zone, m.Number, m.Len, len(in))
			}
		}
		if !slices.Equal(months, test.months) {
			t.Errorf("%s: %v articles a month, want %v", test.zone, months, test.months)
		}
		last, _ := r.OfDate(s, s.Global(), test.dates[2])
		daily, _, _ := digestOf(t, r, s, Of(s.Global()), Daily, last.Entries.Latest(1)[0].Published().Add(48*time.Hour))
		if len(daily) != len(test.dates) {
			t.Errorf("%s: a daily digest of %q", test.zone, daily)
		}
		gap, _ := r.OfDate(s, s.Global(), test.dates[1])
		begin := gap.Entries.Latest(1)[0].Published()
		if digest, ok := r.Digest(s, Of(s.Global()), Daily, begin); !ok || digest.Revision.Period != begin.Unix() {
			t.Errorf("%s: the digest of the day before ends at %d, want %d", test.zone, digest.Revision.Period, begin.Unix())
		}
	}
}

func titlesOf(entries []*archive.Entry) (list []string) {
	for _, e := range entries {
		list = append(list, e.Title)
	}
	return list
}

// TestDateLeftOut asks for a date that a zone left out: an article of that date is
// on the next one, and no page claims the date.
func TestDateLeftOut(t *testing.T) {
	zone, err := time.LoadLocation("Pacific/Apia")
	if err != nil {
		t.Fatal(err)
	}
	site := site("")
	site.Zone = zone
	r := New(site)
	s := build(t, []txtar.File{{Name: "2011-12-30-x.md", Data: []byte("# x\n")}, {Name: "2011-12-31-y.md", Data: []byte("# y\n")}}, zone)
	for date, want := range map[string]int{"2011-12-29": 0, "2011-12-30": 0, "2011-12-31": 2, "2011-12": 2, "2012": 0} {
		if sub, ok := r.OfDate(s, s.Global(), date); !ok || len(sub.Entries.Latest(9)) != want {
			t.Errorf("%s: %v, %q, want %d", date, ok, titlesOf(sub.Entries.Latest(9)), want)
		}
	}
	if s.Global().Latest(1)[0].Published() == s.Global().Latest(2)[1].Published() {
		t.Error("two articles were published in one second")
	}
}

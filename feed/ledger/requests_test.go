package ledger

import (
	"os"
	"slices"
	"testing"
	"time"

	"dateline/feed/audience"
)

func requests(date string, feeds ...audience.Tally) audience.Day {
	return audience.Day{Date: date, Feeds: feeds}
}

// TestDays replaces a day as a whole, and deletes the oldest ones, however far the newest
// one is: the clock may have been wrong.
func TestDays(t *testing.T) {
	l := newLedger(t)
	a, b, rest := audience.Tally{Name: "/a", Requests: 3}, audience.Tally{Name: "/b", Requests: 9}, audience.Tally{Requests: 3}
	var days []audience.Day
	for i := range audience.Kept {
		days = append(days, requests(time.Date(2026, 6, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), a))
	}
	l.fill(Changes{Days: days})
	l.holds(State{Days: days})
	last := len(days) - 1
	days[last] = requests(days[last].Date, rest, b)
	l.fill(Changes{Days: []audience.Day{days[last], requests("2027-11-25", a)}})
	l.holds(State{Days: append(slices.Clone(days[1:]), requests("2027-11-25", a))})
}

// TestDaysNotSaved keeps the version of a day with more requests until it can be
// written.
func TestDaysNotSaved(t *testing.T) {
	few, many := requests("2026-11-24", audience.Tally{Name: "/a", Requests: 3}), requests("2026-11-24", audience.Tally{Name: "/b", Requests: 9})
	for _, c := range [][2]audience.Day{{few, many}, {many, few}} {
		merged := merge(Changes{Days: []audience.Day{c[0]}}, Changes{Days: []audience.Day{c[1]}})
		same(t, State{Days: []audience.Day{many}}, State(merged))
	}
	if (Changes{Days: []audience.Day{few}}).empty() {
		t.Error("requests are nothing to save")
	}
}

// TestLostRequests takes a day from the backup if rows of it are damaged, and does
// without rows that are not there.
func TestLostRequests(t *testing.T) {
	l, want := small(t)
	edit(t, l.path, "UPDATE requests SET requests = 1000000 WHERE key LIKE '%Feedly'")
	ledger, s := l.open()
	must(t, ledger.Close())
	same(t, want, *s)
	if l.rowsOnly() {
		t.Error("nothing is set aside")
	}
	l, want = small(t)
	edit(t, l.path, "DELETE FROM requests")
	want.Days = nil
	l.holds(want)
	if !l.rowsOnly() || l.log.Len() > 0 {
		t.Errorf("files: %q, log: %s", l.names(), &l.log)
	}
}

// TestForeignRequests reads a table whose rows do not come from this program.
func TestForeignRequests(t *testing.T) {
	var rows []requestRow
	for _, key := range []string{"", "2026", "2026-11-25", "2026-11-25 feed", "2026-11-25 page /a", "2026-11-25 reader Feed reader "} {
		rows = append(rows, requestRow{key: key})
	}
	for _, d := range daysOf(rows) {
		if len(d.Feeds)+len(d.Readers) > 0 && (d.Date != "2026-11-25" || d.Readers[0].Name != "Feed reader ") {
			t.Errorf("%+v", d)
		}
	}
}

// BenchmarkDays saves a day with as many rows as it can have, in a ledger with as many
// days.
func BenchmarkDays(b *testing.B) {
	var feeds []audience.Tally
	for i := range 101 {
		feeds = append(feeds, audience.Tally{Name: "/topics/" + time.Unix(int64(i), 0).String() + "/feed", Requests: 1})
	}
	day := func(i int) audience.Day {
		return audience.Day{Date: time.Unix(0, 0).UTC().AddDate(56, 0, i).Format(time.DateOnly), Feeds: feeds, Readers: feeds[:51]}
	}
	var all []audience.Day
	for i := range audience.Kept {
		all = append(all, day(i))
	}
	path := b.TempDir() + "/dateline.db"
	l, _, err := Open(Options{URL: "sqlite:" + path})
	must(b, err)
	must(b, l.Save(Changes{Days: all}))
	for b.Loop() {
		must(b, l.Save(Changes{Days: all[audience.Kept-1:]}))
	}
	b.StopTimer()
	must(b, l.Close())
	info, err := os.Stat(path)
	must(b, err)
	b.ReportMetric(float64(info.Size()), "bytes")
	start := time.Now()
	_, err = Read("sqlite:" + path)
	must(b, err)
	b.ReportMetric(float64(time.Since(start).Milliseconds()), "ms-to-read")
}

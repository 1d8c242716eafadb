package feed

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/ledger"
)

// startIn starts a publisher in a zone on a ledger, and returns what it serves before
// and after it reads the files. If it is killed, it reads none.
func startIn(t *testing.T, dir, url, zone string, now time.Time, killed bool) (recalled, read *archive.Snapshot) {
	t.Helper()
	return startLogged(t, dir, url, zone, now, killed, slog.DiscardHandler)
}

// startLogged is startIn with a log.
func startLogged(t *testing.T, dir, url, zone string, now time.Time, killed bool, log slog.Handler) (recalled, read *archive.Snapshot) {
	t.Helper()
	in, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	book, state, err := ledger.Open(ledger.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	p, err := New(Options{Contents: []Content{{Dir: dir, Mount: "/", Language: "en"}}, Grammar: article.Grammar(config.Default().Grammar), BaseURL: "https://example.org",
		Archive: archive.Options{Authority: "example.org,2026", Zone: in, Limits: defaultLimits, Recent: 48 * time.Hour, Late: 30 * 24 * time.Hour}, Log: slog.New(log)})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	p.now = func() time.Time { return now }
	p.Recall(book, state)
	recalled = p.Recalled()
	if killed {
		return recalled, nil
	}
	p.Apply(Batch{Changed: look(t, dir)})
	return recalled, p.Current().Snapshot
}

// TestZoneChanges changes the zone of a site that is switched off, and kills it
// before it has read its files. Articles follow with their dates and times; what is
// scheduled and what expires follows, too.
func TestZoneChanges(t *testing.T) {
	dir, url := t.TempDir(), "sqlite:"+filepath.Join(t.TempDir(), "dateline.db")
	for name, text := range map[string]string{
		"2026-04-29-date.md": "# Of a date\n\nBread and salt.\n",
		"local.md":           "---\ndate: 2026-04-29 22:00\n---\n# Of an evening\n\nThe bell of the harbour.\n",
		"moment.md":          "---\ndate: 2026-04-29T12:30:00Z\n---\n# Of a moment\n\nApples from the valley.\n",
		"2026-05-03-soon.md": "# Of a day to come\n\nThe ferry goes again.\n",
		"ends.md":            "---\ndate: 2026-04-01\nexpiryDate: 2026-05-04\n---\n# Of a month\n\nPlums are ripe.\n",
	} {
		write(t, dir, name, text)
	}
	now := time.Date(2026, 5, 2, 12, 0, 0, 0, time.UTC)
	see := func(s *archive.Snapshot) map[string]string {
		seen := map[string]string{"due": s.Due().Format(time.RFC3339), "wake": s.Wake().Format(time.RFC3339)}
		for e := range s.Global().Newest() {
			seen[e.ID()] = e.Published().Format(time.RFC3339) + e.FirstSeen().String()
		}
		return seen
	}
	// wants lists articles of a first import, which have no first sight. The one of a
	// date is the third of that in UTC.
	wants := func(date, local, month, due string) map[string]string {
		const tag, first = "tag:example.org,2026:/", "0001-01-01 00:00:00 +0000 UTC"
		return map[string]string{tag + "2026-04-29-date": date + first, tag + "local": local + first, tag + "moment": "2026-04-29T12:30:00Z" + first,
			tag + "ends": month + first, "due": due, "wake": due}
	}
	utc := wants("2026-04-29T00:00:02Z", "2026-04-29T22:00:00Z", "2026-04-01T00:00:00Z", "2026-05-03T00:00:00Z")
	york := wants("2026-04-29T04:00:00Z", "2026-04-30T02:00:00Z", "2026-04-01T04:00:00Z", "2026-05-03T04:00:00Z")
	check := func(what string, s *archive.Snapshot, want map[string]string) {
		t.Helper()
		if diff := cmp.Diff(want, see(s)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
		for n := range s.Notices().Newest() {
			t.Errorf("%s: told %+v", what, n)
		}
	}
	_, s := startIn(t, dir, url, "UTC", now, false)
	check("at first", s, utc)
	startIn(t, dir, url, "America/New_York", now, true)
	_, s = startIn(t, dir, url, "America/New_York", now, false)
	check("in New York", s, york)
	recalled, s := startIn(t, dir, url, "America/New_York", now, false)
	check("recalled", recalled, york)
	check("restarted", s, york)
	if e, _ := s.Entry("/ends"); e.Expires.Format(time.RFC3339) != "2026-05-04T04:00:00Z" {
		t.Errorf("expires at %s", e.Expires)
	}
	startIn(t, dir, url, "Asia/Tokyo", now, true) // changed once more before anything was read
	_, s = startIn(t, dir, url, "Asia/Tokyo", now, false)
	check("in Tokyo", s, wants("2026-04-29T04:00:00Z", "2026-04-29T13:00:00Z", "2026-04-01T04:00:00Z", "2026-05-02T15:00:00Z"))
}

// TestZoneLogged tells once of the times that follow the zone.
func TestZoneLogged(t *testing.T) {
	dir, url := t.TempDir(), "sqlite:"+filepath.Join(t.TempDir(), "dateline.db")
	write(t, dir, "2026-04-29-a.md", "# Of a date\n\nBread and salt.\n")
	write(t, dir, "2026-04-28-b.md", "# Of another\n\nThe bell of the harbour.\n")
	write(t, dir, "moment.md", "---\ndate: 2026-04-29T12:30:00Z\n---\n# Of a moment\n\nApples.\n")
	now := time.Date(2026, 5, 2, 12, 0, 0, 0, time.UTC)
	startIn(t, dir, url, "UTC", now, false)
	for _, want := range []int{1, 0} {
		var log strings.Builder
		startLogged(t, dir, url, "America/New_York", now, false, slog.NewTextHandler(&log, nil))
		const line = `msg="times of publication follow the time zone; ids and order stay" articles=2`
		if got := strings.Count(log.String(), line); got != want {
			t.Errorf("it is said %d times, not %d: %s", got, want, log.String())
		}
	}
}

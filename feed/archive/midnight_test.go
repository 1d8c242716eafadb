package archive

import (
	"testing"
	"time"
)

func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestMidnightLeftOut schedules articles of a date whose midnight does not exist:
// they are published at its first moment, one second after another, and their date
// answers from then on.
func TestMidnightLeftOut(t *testing.T) {
	o := sticky()
	o.Zone = zoneOf(t, "America/Santiago")
	begin := time.Date(2026, 9, 6, 4, 0, 0, 0, time.UTC)
	s := New(o)
	at := func(now time.Time, changes ...Change) {
		s, _ = s.With(changes, Occasion{Now: now, Live: true, Imported: []string{"/"}})
	}
	a, b := piece("/a.md", "2026-09-06", "Plum jam"), piece("/b.md", "2026-09-06", "An eclipse of the moon")
	at(begin.Add(-24*time.Hour), Change{File: a.File, Article: a}, Change{File: b.File, Article: b})
	if !s.Due().Equal(begin) {
		t.Errorf("due at %s, want %s", s.Due(), begin)
	}
	at(begin.Add(-time.Second))
	if s.Global().Len() != 0 || s.hasDate(s.global, "2026-09-06") {
		t.Error("published the day before")
	}
	at(begin)
	for i, e := range s.Global().Latest(9) {
		if want := begin.Add(time.Duration(1-i) * time.Second); !e.Published().Equal(want) {
			t.Errorf("%s was published at %s, want %s", e.Path, e.Published(), want)
		}
	}
	if s.Global().Len() != 2 || !s.hasDate(s.global, "2026-09-06") || s.hasDate(s.global, "2026-09-05") {
		t.Errorf("%d articles, which are on another date", s.Global().Len())
	}
}

package phrases

import (
	"strings"
	"testing"
	"time"
)

// TestDate checks how dates are written in words, and as ISO 8601 writes them in a
// language whose words are not known.
func TestDate(t *testing.T) {
	for _, c := range []struct{ language, date, weekday, month, year string }{
		{"en-GB", "7 April 2026", "Tuesday, 7 April 2026", "April 2026", "2026"},
		{"zh-Hans", "2026年4月7日", "2026年4月7日 星期二", "2026年4月", "2026年"},
		{"de", "7. April 2026", "Dienstag, 7. April 2026", "April 2026", "2026"},
		{"es", "7 de abril de 2026", "Martes, 7 de abril de 2026", "Abril de 2026", "2026"},
		{"FR", "7 avril 2026", "Mardi 7 avril 2026", "Avril 2026", "2026"},
		{"pl", "7 kwietnia 2026", "Wtorek, 7 kwietnia 2026", "Kwiecień 2026", "2026"},
		{"tlh", "2026-04-07", "2026-04-07", "2026-04", "2026"},
		{"", "2026-04-07", "2026-04-07", "2026-04", "2026"},
	} {
		at := time.Date(2026, 4, 7, 23, 59, 0, 0, time.UTC)
		for i, got := range []string{Date(c.language, at), Weekday(c.language, at), Month(c.language, at), Year(c.language, at)} {
			if want := []string{c.date, c.weekday, c.month, c.year}[i]; got != want {
				t.Errorf("%s: %q, want %q", c.language, got, want)
			}
		}
	}
	if got := Date("fr", time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)); got != "1er avril 2026" {
		t.Errorf("the first of a month is %q", got)
	}
}

// TestCalendars checks that each calendar has all months, all days of the week and
// formats that leave nothing over.
func TestCalendars(t *testing.T) {
	for language, c := range calendars {
		if n := len(strings.Fields(c.months)); n != 12 {
			t.Errorf("%s has %d months", language, n)
		}
		if n := len(strings.Fields(c.alone)); n != 12 && n != 0 {
			t.Errorf("%s has %d months by themselves", language, n)
		}
		if n := len(strings.Split(c.weekdays, ",")); n != 7 {
			t.Errorf("%s has %d days of the week", language, n)
		}
		seen := map[string]bool{}
		for day := range 366 {
			at := time.Date(2024, 1, 1+day, 0, 0, 0, 0, time.UTC)
			for _, text := range []string{Date(language, at), Weekday(language, at)} {
				if seen[text] || strings.Contains(text, "%") || !strings.Contains(text, "2024") {
					t.Errorf("%s: %s is %q", language, at.Format(time.DateOnly), text)
				}
				seen[text] = true
			}
		}
	}
	for _, language := range Languages {
		if calendars[language].date == "" {
			t.Errorf("no calendar for %s", language)
		}
	}
}

package archive

import (
	"testing"
	"time"
)

// TestAppearance starts with one configuration and then another one: what did not
// change otherwise is modified by that, once somebody knows when it was.
func TestAppearance(t *testing.T) {
	kept := newBook()
	at := noon
	changed := noon.Add(-time.Hour)
	starts := []struct {
		appearance string
		before     time.Time // of the first change after the start
		after      time.Time
	}{
		{"a", time.Time{}, noon},
		{"a", noon, noon},
		{"b", time.Time{}, noon.Add(2 * time.Hour)},
		{"b", noon.Add(2 * time.Hour), noon.Add(2 * time.Hour)},
		{"a", time.Time{}, noon.Add(4 * time.Hour)},
	}
	for i, start := range starts {
		o := options()
		o.Appearance = start.appearance
		s := kept.load(o)
		if got := s.Modified(changed); !got.Equal(start.before) {
			t.Errorf("start %d: modified %s, want %s", i, got, start.before)
		}
		s, d := s.With(nil, Occasion{Now: at, Imported: []string{"/"}})
		kept.save(d, nil)
		if got := s.Modified(changed); !got.Equal(start.after) {
			t.Errorf("start %d, after a change: modified %s, want %s", i, got, start.after)
		}
		if got := s.Modified(at.Add(time.Hour)); !got.Equal(at.Add(time.Hour)) || !s.Modified(time.Time{}).IsZero() {
			t.Errorf("start %d: a later change is modified %s", i, got)
		}
		at = at.Add(time.Hour)
	}
}

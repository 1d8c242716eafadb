package archive

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// placements returns where the entry of a file is in each of its feeds.
func (s *subscribed) placements(c Change) map[string]string {
	s.Helper()
	st := s.StandingOf(c.File)
	if st.Fate != Stands {
		s.Fatalf("%s: %+v", c.File, st)
	}
	places := map[string]string{}
	for f := range s.FeedsOf(st.Entry) {
		p := s.Place(f, st.Entry)
		places[feedKey(f.Topic)] = fmt.Sprintf("%d of %d, %d newer %s", p.At, p.Of, p.Newer, p.Absent)
	}
	return places
}

func (s *subscribed) expectPlaces(c Change, want map[string]string) {
	s.Helper()
	if diff := cmp.Diff(want, s.placements(c)); diff != "" {
		s.Errorf("%s (-want +got):\n%s", c.File, diff)
	}
}

// TestPlacement tells why windows do not show an entry.
func TestPlacement(t *testing.T) {
	s := subscribe(t, few(), append(span(2, 8), aged(300, "Moon"))...)
	s.expectPlaces(aged(2), map[string]string{"/": "1 of 3, 0 newer "})
	s.expectPlaces(aged(4), map[string]string{"/": "3 of 3, 0 newer "})
	s.expectPlaces(aged(5), map[string]string{"/": "0 of 3, 3 newer newer"})
	s.expectPlaces(aged(300, "Moon"), map[string]string{"/": "0 of 3, 6 newer newer", "/topics/moon/": "1 of 1, 0 newer "})

	s.apply(time.Hour, aged(20), aged(40)) // new, and only one of them not long ago
	s.expectPlaces(aged(20), map[string]string{"/": "4 of 4, 0 newer "})
	s.expectPlaces(aged(40), map[string]string{"/": "0 of 4, 7 newer late"})

	s.apply(60*aDay, aged(2, "Moon"), aged(-59)) // the topic is late
	s.expectPlaces(aged(2, "Moon"), map[string]string{"/": "2 of 3, 0 newer ", "/topics/moon/": "0 of 1, 0 newer topic"})

	s.apply(time.Hour, append(span(1000, 1010, "Moon"), aged(-60))...)
	s.expectPlaces(aged(1000, "Moon"), map[string]string{"/": "0 of 3, 11 newer backfill", "/topics/moon/": "0 of 1, 1 newer backfill"})

	s.apply(time.Hour, Change{File: aged(-59).File}, Change{File: aged(-60).File}, Change{File: aged(2).File})
	s.expectPlaces(aged(5), map[string]string{"/": "0 of 2, 2 newer behind"})
}

// TestPlacementOfLarge tells that newer entries are too large.
func TestPlacementOfLarge(t *testing.T) {
	o := few()
	o.Limits = Limits{Items: 3, MinItems: 1, MaxBytes: 10, Size: func(*Entry) int { return 6 }}
	s := subscribe(t, o, span(1, 5)...)
	s.expectPlaces(aged(2), map[string]string{"/": "0 of 1, 1 newer size"})
	s.expectPlaces(aged(4), map[string]string{"/": "0 of 1, 3 newer newer"})
	day := s.Global().Span(noon.AddDate(0, 0, -2).Add(-12*time.Hour), noon)
	e, _ := s.Entry("/" + noon.AddDate(0, 0, -2).Format(time.DateOnly))
	if got, want := s.Place(day, e), (Placement{Of: 1, Newer: 1, Absent: TooLarge}); got != want {
		t.Errorf("in the feed of two days: %+v, want %+v", got, want)
	}
}

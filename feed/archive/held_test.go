package archive

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestAcceptEndsGraces ends all graces, and held removals if they are accepted.
func TestAcceptEndsGraces(t *testing.T) {
	var all, half []Change
	for i := range 40 {
		c := sourced(fmt.Sprintf("/1/%02d.md", i), strings.Repeat(string(rune('A'+i)), 9), fmt.Sprint("https://example.com/", i))
		if all = append(all, c); i < 25 {
			half = append(half, Change{File: c.File})
		}
	}
	for _, o := range []Occasion{{Over: true}, {Accepted: true}} {
		for _, held := range []bool{false, true} {
			s := newGraceful(t, all...)
			s.now = s.now.Add(time.Hour)
			gone := half[:5]
			if held {
				gone = half
			}
			s.apply(gone[:4]...)
			s.apply(gone[4:]...)
			if s.Global().Len() != 40 || (s.Held() == 25) != held {
				t.Fatalf("%d shown, %d held", s.Global().Len(), s.Held())
			}
			s.pause(time.Minute)
			o.Now = s.now
			d := s.step(nil, o)
			want := 40 - len(gone)
			if held && o.Over {
				want = 40
			}
			if s.Global().Len() != want || len(d.Gone) != 40-want {
				t.Errorf("%+v: %d shown, want %d, gone %d", o, s.Global().Len(), want, len(d.Gone))
			}
		}
	}
}

// TestHeldTogether has more articles depart, one by one, than may be removed
// without being accepted. Once most are found again under other names, the rest is
// a small removal, as it would be if all happened at once.
func TestHeldTogether(t *testing.T) {
	piece := func(i int, name string) Change {
		return sourced(fmt.Sprintf("/1/%s%02d.md", name, i), strings.Repeat(string(rune('A'+i)), 9), fmt.Sprint("https://example.com/", i))
	}
	var all []Change
	for i := range 40 {
		all = append(all, piece(i, "a"))
	}
	s := newGraceful(t, all...)
	s.now = s.now.Add(time.Hour)
	for i := range 30 {
		s.apply(Change{File: all[i].File})
		s.pause(100 * time.Millisecond)
	}
	if s.Held() != 30 {
		t.Fatalf("%d held", s.Held())
	}
	s.pause(10 * time.Minute)
	for i := range 28 {
		s.apply(piece(i, "b"))
		s.pause(100 * time.Millisecond)
	}
	s.pause(time.Minute)
	if s.Held() != 0 || s.Global().Len() != 40 || len(s.Departing()) != 2 {
		t.Errorf("%d held, %d shown, %d depart", s.Held(), s.Global().Len(), len(s.Departing()))
	}
	s.pause(2 * time.Minute)
	if s.Global().Len() != 38 || len(s.Departing()) != 0 || len(s.Global().Tombstones(9)) != 2 {
		t.Errorf("%d shown, %d depart", s.Global().Len(), len(s.Departing()))
	}
}

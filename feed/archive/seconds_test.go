package archive

import (
	"testing"

	"pgregory.net/rapid"
)

// TestSeconds compares seconds with a plain set in which each counts how often it
// is there, and checks that the runs are as few as possible.
func TestSeconds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s seconds
		set := map[int64]int{}
		second := rapid.Int64Range(0, 20)
		for range rapid.IntRange(0, 40).Draw(t, "steps") {
			at := second.Draw(t, "at")
			if rapid.Bool().Draw(t, "add") {
				s.add(at)
				set[at]++
			} else {
				s.remove(at)
				set[at] = max(0, set[at]-1)
			}
		}
		runs := 0
		for at := range int64(22) {
			free := at
			for set[free] > 0 {
				free++
			}
			before := at
			for set[before] > 0 {
				before--
			}
			if s.has(at) != (set[at] > 0) || s.free(at) != free || s.freeBefore(at) != before {
				t.Fatalf("%d: has %v, free %d, free before %d; the set is %v", at, s.has(at), s.free(at), s.freeBefore(at), set)
			}
			if set[at] > 0 && set[at-1] == 0 {
				runs++
			}
		}
		if s.runs.Len() != runs {
			t.Fatalf("%d runs, want %d", s.runs.Len(), runs)
		}
		from, until := second.Draw(t, "from"), second.Draw(t, "until")
		n := 0
		for at := from; at < until; at++ {
			if set[at] > 0 {
				n++
			}
		}
		if got := s.count(from, until); got != n {
			t.Fatalf("%d from %d until %d, want %d of %v", got, from, until, n, set)
		}
	})
}

package archive

import (
	"testing"

	"pgregory.net/rapid"
)

// TestSeconds compares seconds with a plain set, and checks that the runs are as
// few as possible.
func TestSeconds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s seconds
		set := map[int64]bool{}
		second := rapid.Int64Range(0, 20)
		for range rapid.IntRange(0, 40).Draw(t, "steps") {
			at := second.Draw(t, "at")
			if rapid.Bool().Draw(t, "add") {
				s.add(at)
				set[at] = true
			} else {
				s.remove(at)
				delete(set, at)
			}
		}
		runs := 0
		for at := range int64(22) {
			free := at
			for set[free] {
				free++
			}
			before := at
			for set[before] {
				before--
			}
			if s.has(at) != set[at] || s.free(at) != free || s.freeBefore(at) != before {
				t.Fatalf("%d: has %v, free %d, free before %d; the set is %v", at, s.has(at), s.free(at), s.freeBefore(at), set)
			}
			if set[at] && !set[at-1] {
				runs++
			}
		}
		if s.runs.Len() != runs {
			t.Fatalf("%d runs, want %d", s.runs.Len(), runs)
		}
		from, until := second.Draw(t, "from"), second.Draw(t, "until")
		n := 0
		for at := from; at < until; at++ {
			if set[at] {
				n++
			}
		}
		if got := s.count(from, until); got != n {
			t.Fatalf("%d from %d until %d, want %d of %v", got, from, until, n, set)
		}
	})
}

package archive

import (
	"testing"
	"time"
)

// A second edit within a second has the time of the first, and is an update for a
// subscriber all the same. The same article with other bytes is not, nor is one that
// goes back to what it said before.
func TestCompareWithinASecond(t *testing.T) {
	edited := func(title string, hash byte) Change { return letter("/1/a.md", "2026-04-01", title, text, hash) }
	s := subscribe(t, few(), edited("Bread", 1))
	s.apply(time.Hour, edited("Salt", 2))
	for _, step := range []struct {
		change Change
		want   int
	}{{edited("Plums", 3), 1}, {edited("Plums", 4), 0}, {edited("Salt", 5), 0}} {
		was := s.Snapshot
		s.apply(0, step.change)
		if d := Compare(was, s.Snapshot); len(d.Updated) != step.want {
			t.Errorf("%s, hash %d: %d updates, want %d", step.change.Article.Title, step.change.Article.Hash[0], len(d.Updated), step.want)
		}
	}
}

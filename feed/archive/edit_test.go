package archive

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestEdits checks what is told about the files of changes, above all that an
// article that becomes due is told from a new one, and a rename once.
func TestEdits(t *testing.T) {
	at := time.Date(2026, 5, 1, 14, 0, 0, 0, time.UTC)
	s := New(options())
	apply := func(want []Edit, changes ...Change) {
		t.Helper()
		var d Delta
		s, d = s.With(changes, Occasion{Now: at, Live: true, Imported: []string{"/"}, Over: true})
		if diff := cmp.Diff(want, d.Edits); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		at = at.Add(time.Minute)
	}
	next, future := piece("/1/next.md", "2026-05-03", "Next"), Change{File: "/1/next.md"}
	future.Article = next
	apply(nil, Change{File: "/1/a.md", Article: piece("/1/a.md", "2026-04-30", "A first story")}) // the first articles
	apply(nil, future)
	if due := s.Appears("/1/next.md"); !due.Equal(next.Date) || s.NextFile() != "/1/next.md" || !s.Appears("/1/a.md").IsZero() || !s.Appears("/none.md").IsZero() {
		t.Errorf("the article appears at %v, next is %q", due, s.NextFile())
	}
	apply([]Edit{{"new", "/1/b.md", ""}}, Change{File: "/1/b.md", Article: piece("/1/b.md", "2026-04-29", "Another")})
	apply([]Edit{{"changed", "/1/b.md", ""}}, Change{File: "/1/b.md", Article: piece("/1/b.md", "2026-04-29", "Another one")})
	renamed := piece("/1/c.md", "2026-04-30", "A first story, corrected")
	renamed.Aliases = []string{"/1/a"}
	apply([]Edit{{"renamed", "/1/c.md", "/1/a.md"}}, Change{File: "/1/a.md"}, Change{File: "/1/c.md", Article: renamed})
	apply([]Edit{{"removed", "/1/b.md", ""}}, Change{File: "/1/b.md"})
	at = next.Date
	apply([]Edit{{"scheduled", "/1/next.md", ""}})
	at = next.Date.Add(48 * time.Hour)
	apply([]Edit{{"new", "/1/d.md", ""}}, Change{File: "/1/d.md", Article: piece("/1/d.md", "2026-05-04", "Due meanwhile, and unknown before")})
	if s.NextFile() != "" {
		t.Errorf("next is %q", s.NextFile())
	}
}

// checkEdits checks that the edits of a delta are as many as its numbers say.
func checkEdits(t interface{ Errorf(string, ...any) }, old *Snapshot, d Delta) {
	if old.Global().Len() == 0 { // perhaps a first import
		return
	}
	count := func(kinds ...string) (n int) {
		for _, e := range d.Edits {
			if slices.Contains(kinds, e.Kind) {
				n++
			}
		}
		return n
	}
	if count("new", "scheduled") != d.Added || count("renamed") != d.Renamed || count("removed") != d.Removed || count("changed") > d.Changed {
		t.Errorf("%d new, %d changed, %d renamed, %d removed, but these edits: %+v", d.Added, d.Changed, d.Renamed, d.Removed, d.Edits)
	}
}

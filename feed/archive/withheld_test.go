package archive

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Hidden articles are listed with their reason, those of the future with the
// moment at which they appear.
func TestWithheld(t *testing.T) {
	shown, hidden, ahead := piece("/a.md", "2026-04-03", "A", ""), piece("/b.md", "2026-04-03", "B", ""), piece("/c.md", "2026-05-01", "C", "")
	hidden.Hidden = "draft: true"
	s, _ := New(Options{Zone: time.FixedZone("", 3600), Authority: "example.org,2026"}).With([]Change{{File: "/a.md", Article: shown}, {File: "/b.md", Article: hidden}, {File: "/c.md", Article: ahead}}, Occasion{Now: time.Date(2026, 4, 7, 0, 0, 0, 0, time.UTC)})
	want := []Withheld{{File: "/b.md", Path: "/b", Why: "draft: true"},
		{"/c.md", "/c", "its date is ahead", time.Date(2026, 4, 30, 23, 0, 0, 0, time.UTC)}}
	if diff := cmp.Diff(want, s.Withheld()); diff != "" {
		t.Error(diff)
	}
}

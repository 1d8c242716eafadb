package article

import (
	"testing"
	"time"
)

func TestPathDate(t *testing.T) {
	for path, want := range map[string]string{
		"2026/04/7/slug.md": "2026-04-07", "a/2026-04-07-slug.md": "2026-04-07", "2026-04-07_slug.md": "2026-04-07", "2026-04-07.md": "2026-04-07",
		"daily/2026-04-07 Tuesday.md": "2026-04-07", "2026-04-07, a walk.md": "2026-04-07", "2026-04-07(二).md": "2026-04-07", "2026-04-07周二.md": "2026-04-07",
		"2026-04-071.md": "", "2026-04-07rc.md": "", "v2026-04-07.md": "", "2026-04.md": "",
	} {
		got := ""
		if date, ok, err := pathDate(path); ok && err == nil {
			got = date.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

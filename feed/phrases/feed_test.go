package phrases

import (
	"testing"

	"dateline/feed/archive"
)

// TestSummaryTitles names directories in titles as readers can show them.
func TestSummaryTitles(t *testing.T) {
	for want, n := range map[string]*archive.Notice{
		"Articles moved within /a/: 2":                  {Kind: archive.Moved, Was: "/a/", Path: "/a/", Count: 3},
		`Articles moved from /\u202ea\u0001/ to /b/: 2`: {Kind: archive.Moved, Was: "/\u202ea\x01/", Path: "/b/", Count: 3},
		"Articles removed below /: 2":                   {Kind: archive.Removed, Path: "/", Count: 3},
	} {
		if got := In("en-GB").Change(n, 2); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

package render

import "testing"

// TestSeconds checks that no moment looks like a year.
func TestSeconds(t *testing.T) {
	for moment, want := range map[int64]string{1: "00001", 1970: "01970", 1775001600: "1775001600", 0: "00000", -5: "-00005", -3599: "-03599", -1775001600: "-1775001600"} {
		if got := Seconds(moment); got != want {
			t.Errorf("%d: %s, want %s", moment, got, want)
		}
	}
}

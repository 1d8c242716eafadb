package page

import "testing"

// TestColours checks that what is drawn in an accent, or on it, is readable on both
// papers, whatever the accent, and that an accent that is readable stays as it is.
func TestColours(t *testing.T) {
	for _, c := range []struct{ accent, light, dark string }{
		{"#000", "#000000", "#8c8c8c"},
		{"#fff", "#6d6d6d", "#ffffff"},
		{"#0a6", "#007e4c", "#00aa66"},
		{"#00aa66", "#007e4c", "#00aa66"},
		{"#0000ff", "#0000ff", "#7d7dff"},
		{"#ff0", "#717100", "#ffff00"},
	} {
		accent, ok := parseColour(c.accent)
		light, dark := accent.readableOn(lightPapers), accent.readableOn(darkPapers)
		if !ok || light.String() != c.light || dark.String() != c.dark {
			t.Errorf("%s: %v on light, %v on dark", c.accent, light, dark)
		}
	}
	for n := 0; n < 1<<24; n += 12345 {
		accent := colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}
		for _, papers := range [][]colour{lightPapers, darkPapers} {
			readable := accent.readableOn(papers)
			for _, p := range append(papers, readable.ink()) {
				if got := readable.against(p); got < 4.5 {
					t.Fatalf("%v becomes %v, which has a contrast of %.2f with %v", accent, readable, got, p)
				}
			}
		}
	}
}

// FuzzColour checks that only colours are colours, and that they are read back.
func FuzzColour(f *testing.F) {
	for _, s := range []string{"#0a6", "#00aa66", "#+12", "", "#", "#ggg", "0a6", "#0a6f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := parseColour(s)
		if again, _ := parseColour(c.String()); ok && again != c {
			t.Errorf("%q is %v, which is %v", s, c, again)
		}
		if ok && len(s) != 4 && len(s) != 7 {
			t.Errorf("%q is a colour", s)
		}
	})
}

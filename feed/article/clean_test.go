package article

import "testing"

// Titles and names keep no control characters that XML admits; what is white
// space among them is a space.
func TestCleanControls(t *testing.T) {
	for text, want := range map[string]string{
		"Moon\u009b2J landing\u007f": "Moon2J landing",
		"It\u0092s here":             "Its here",
		"two\u0085lines":             "two lines",
		"月球\u009b 着陆":                "月球 着陆",
		"plain":                      "plain",
	} {
		if got := clean(text, simplified); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

package page

import "testing"

// TestPathOf checks that a URL becomes a path only if a browser finds the same there.
func TestPathOf(t *testing.T) {
	for _, c := range [][3]string{
		{"https://example.org", "https://example.org/x?y#z", "/x?y#z"},
		{"https://example.org", "https://example.org/", "/"},
		{"https://example.org", "https://example.org", "https://example.org"},
		{"https://example.org", "https://example.org//evil.example/", "https://example.org//evil.example/"},
		{"https://example.org", "https://example.org.evil.example/", "https://example.org.evil.example/"},
		{"https://example.org", "https://example.org@evil.example/", "https://example.org@evil.example/"},
		{"https://example.org", "http://example.org/x", "http://example.org/x"},
		{"https://example.org/journal", "https://example.org/journal/x", "/journal/x"},
		{"https://example.org/journal", "https://example.org/journal//x", "/journal//x"},
		{"https://example.org/journal", "https://example.org/journals", "https://example.org/journals"},
		{"https://example.org/journal", "https://example.org/x", "https://example.org/x"},
	} {
		if got := pathOf(c[0], c[1]); got != c[2] {
			t.Errorf("%s at %s: %q, want %q", c[1], c[0], got, c[2])
		}
	}
}

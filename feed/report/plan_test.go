package report

import (
	"testing"
	"time"
)

// TestPrefixes checks what differs at the beginning of two addresses.
func TestPrefixes(t *testing.T) {
	for _, c := range []struct{ was, is, from, to string }{
		{"/zh/2026/04/1/a", "/cn/2026/04/1/a", "/zh/", "/cn/"},
		{"/2026/04/1/a", "/cn/2026/04/1/a", "/", "/cn/"},
		{"/zh/2026/04/1/a", "/2026/04/1/a", "/zh/", "/"},
		{"/zh/zh/a", "/zh/a", "/zh/", "/"},
		{"/2026/04/1/a", "/2026/04/1/b", "/2026/04/1/a", "/2026/04/1/b"},
		{"/2026/04/1/a", "/2026/04/2/a", "/2026/04/1/", "/2026/04/2/"},
		{"/2026/04/1/data", "/2026/04/1/a", "/2026/04/1/data", "/2026/04/1/a"},
	} {
		if got := prefixes(c.was, c.is); got != (addresses{From: c.from, To: c.to}) {
			t.Errorf("%s, %s: %+v", c.was, c.is, got)
		}
	}
}

func TestShort(t *testing.T) {
	for d, want := range map[time.Duration]string{2 * time.Minute: "2m", 90 * time.Second: "1m30s", 10 * time.Second: "10s", 24 * time.Hour: "24h", 20 * time.Minute: "20m", time.Hour + 5*time.Minute: "1h5m"} {
		if got := short(d); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}

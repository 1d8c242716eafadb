package phrases

import (
	"strings"
	"testing"
	"time"
)

// TestOften checks the words for how often articles come.
func TestOften(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		n    int
		in   time.Duration
		want string
	}{
		{49, 0, "some 49 a day"},
		{99, day, "some 99 a day"},
		{5, 2 * day, "some 3 a day"},
		{12, 7 * day, "some 12 a week"},
		{7, 7 * day, "about one a day"},
		{5, 7 * day, "some 5 a week"},
		{49, 343 * day, "about one a week"},
		{2, 30 * day, "some 2 a month"},
		{49, 49 * 30 * day, "about one a month"},
		{5, 365 * day, "some 5 a year"},
		{9, 9 * 365 * day, "about one a year"},
		{1, 3 * 365 * day, "less than one a year"},
	} {
		if got := In("en").List.Often(c.n, c.in); got != c.want {
			t.Errorf("%d in %s: %q, want %q", c.n, c.in, got, c.want)
		}
	}
}

// TestListWords checks the words of all languages with numbers in them.
func TestListWords(t *testing.T) {
	for _, language := range Languages {
		l := In(language).List
		seen := map[string]bool{}
		for _, text := range []string{l.Count(1, false), l.Count(2, false), l.Count(2, true), l.Often(10, 24*time.Hour), l.Often(10, 24*7*time.Hour),
			l.Often(1, 24*7*time.Hour), l.Often(1, 24*30*time.Hour), l.Often(10, 24*100*time.Hour), l.Often(1, 24*365*time.Hour), l.Often(5, 24*365*time.Hour), l.Often(1, 24*3650*time.Hour)} {
			if text == "" || strings.Contains(text, "%") || seen[text] {
				t.Errorf("%s: %q", language, text)
			}
			seen[text] = true
		}
	}
}

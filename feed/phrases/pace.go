package phrases

import (
	"fmt"
	"math"
	"time"
)

// Count returns a number of articles in words: "12 articles". If there may be more, it
// is "more than 12 articles".
func (l List) Count(n int, more bool) string {
	switch {
	case more:
		return fmt.Sprintf(l.Above, n)
	case n == 1:
		return l.One
	}
	return fmt.Sprintf(l.Many, n)
}

// Often returns how often articles come if so many do in some time, in words: "some 12
// a week", "about one a month". It counts by the shortest time in which there are
// several, except that fewer than three a day are counted by the week. Less than a day
// counts as one.
func (l List) Often(n int, in time.Duration) string {
	rate := float64(n) / max(in.Hours()/24, 1) // a day
	for _, by := range []struct {
		days, several float64
		words         [2]string
	}{{1, 2.5, l.Daily}, {7, 1.5, l.Weekly}, {30.44, 1.5, l.Monthly}, {365.25, 1.5, l.Yearly}} {
		switch a := rate * by.days; {
		case a >= by.several:
			return fmt.Sprintf(by.words[1], int(math.Round(a)))
		case a >= 0.75 && a < 1.5 && by.days > 1, a >= 0.9 && a <= 1.1:
			return by.words[0]
		}
	}
	return l.Rarely
}

// WeekOf returns the name of a week (ISO 8601): "Week 15 of 2026".
func (l List) WeekOf(week, year int) string { return fmt.Sprintf(l.Week, week, year) }

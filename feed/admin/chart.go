package admin

import (
	"fmt"
	"time"

	"dateline/feed/audience"
)

const (
	barWidth  = 10 // with the gap, in units of the picture
	barHeight = 120
)

// chart is a picture of the requests of each day as bars.
type chart struct {
	Width, Height int
	Bars          []bar
	Most          bar // the highest one; its Date is empty if there were no requests
}

// bar is a day. Y and Height are those of all requests, SameY and SameHeight those of
// the ones that were answered 304.
type bar struct {
	Date              string
	Requests          int64
	X, Y, Height      int
	SameY, SameHeight int
	Words             string
}

// chartOf draws the last days up to a time.
func chartOf(days []audience.Day, now time.Time) chart {
	known := map[string]audience.Tally{}
	var most int64
	for _, d := range days {
		known[d.Date] = d.Total()
		most = max(most, known[d.Date].Requests)
	}
	c := chart{Width: audience.Kept * barWidth, Height: barHeight}
	for i := range audience.Kept {
		date := now.UTC().AddDate(0, 0, i+1-audience.Kept).Format(time.DateOnly)
		t := known[date]
		b := bar{Date: date, Requests: t.Requests, X: i * barWidth, Height: scaled(t.Requests, most), SameHeight: scaled(t.NotModified, most)}
		b.Y, b.SameY = barHeight-b.Height, barHeight-b.SameHeight
		b.Words = fmt.Sprintf("%s: %s requests, %s not modified", date, count(t.Requests), percent(t))
		if c.Bars = append(c.Bars, b); t.Requests > 0 && t.Requests >= c.Most.Requests {
			c.Most = b
		}
	}
	return c
}

// scaled returns the height of a bar, which is visible unless n is 0.
func scaled(n, most int64) int {
	if n == 0 {
		return 0
	}
	return max(1, int(float64(barHeight)*float64(n)/float64(most)))
}

package render

import (
	"time"

	"dateline/feed/archive"
)

// Date formats the time of publication for people and for machines. A date-only
// article has no time of day.
func (r *Renderer) Date(e *archive.Entry) (date, moment string) {
	if e.DateOnly {
		date = e.Date.Format(time.DateOnly)
		return date, date
	}
	return Moment(e.Published().In(r.Site.Zone))
}

// Moment formats a moment for people and for machines.
func Moment(t time.Time) (date, moment string) {
	return t.Format("2006-01-02 15:04"), t.Format(time.RFC3339)
}

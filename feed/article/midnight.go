package article

import "time"

// Midnight returns the first moment of a calendar date in a zone. That is later than
// 00:00 if clocks are set forward then (Santiago, Havana, Beirut), and the first of
// both if 00:00 comes twice. A date that a zone left out (Apia, 2011-12-30) begins
// with the next one. time.Date guarantees none of this.
func Midnight(date time.Time, zone *time.Location) time.Time {
	y, m, d := date.Date()
	shown := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	for at := shown.Add(-24 * time.Hour).In(zone); ; { // earlier than midnight in any zone
		_, offset := at.Zone()
		_, end := at.ZoneBounds()
		if begin := shown.Add(-time.Duration(offset) * time.Second); begin.After(at) {
			at = begin
		}
		if end.IsZero() || at.Before(end) {
			return at.In(zone)
		}
		at = end
	}
}

// clockTime returns the moment at which clocks in a zone show a date and a time of
// day, which are those of a time in UTC. A time that clocks leave out has the offset
// from before they are set forward (RFC 5545, 3.3.5), so it is never on the day
// before.
func clockTime(shown time.Time, zone *time.Location) time.Time {
	y, m, d := shown.Date()
	at := time.Date(y, m, d, shown.Hour(), shown.Minute(), shown.Second(), shown.Nanosecond(), zone)
	_, offset := at.Zone()
	if missing := shown.Sub(at.Add(time.Duration(offset) * time.Second)); missing > 0 {
		at = at.Add(missing)
	}
	return at
}

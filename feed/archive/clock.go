package archive

import "time"

// firstYear is before any moment that can be now: there was no Dateline.
var firstYear = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// How far the clock may be from the latest moment that was trusted.
const (
	behind = 24 * time.Hour       // set back by hand, or by a time server
	ahead  = 366 * 24 * time.Hour // a daemon that was switched off
)

// clockDoubt says why the clock of the system is not trusted; the zero value
// is no doubt.
type clockDoubt struct{ says, after time.Time }

// trustClock settles what time it is. A clock that says something impossible
// stands still: ids and times are for ever, and what is scheduled must not
// appear before its time.
func (tx *tx) trustClock() {
	now := tx.Now.UTC().Truncate(time.Second)
	tx.doubt = clockDoubt{}
	known := tx.clock.After(tx.options.Epoch)
	switch {
	case now.Before(tx.clock.Add(-behind)) && !(tx.Accepted && !now.Before(tx.options.Epoch)), known && now.After(tx.clock.Add(ahead)) && !tx.Accepted:
		tx.doubt = clockDoubt{now, tx.clock}
		tx.Live = false
	case now.After(tx.clock) || tx.Accepted:
		tx.clock = now
	}
	tx.setMoment()
}

// setMoment settles what follows from the moment. The first one gives ids their
// year, where nobody names an authority.
func (tx *tx) setMoment() {
	tx.now = tx.clock.Unix()
	if *tx.tag == "" {
		tag := tagOf(tx.options.Host + "," + tx.clock.Format("2006"))
		tx.tag = &tag
	}
}

package archive

import "time"

// firstYear is earlier than any moment that can be now: there was no Dateline
// before.
var firstYear = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// How far the clock of the system may be from the latest trusted moment. A day
// covers a clock that is set back by hand or by a time server. A year covers a
// daemon that was switched off.
const (
	behind = 24 * time.Hour       // set back by hand, or by a time server
	ahead  = 366 * 24 * time.Hour // a daemon that was switched off
)

// clockDoubt says why the clock of the system is not trusted. The zero value
// means that it is.
type clockDoubt struct{ says, after time.Time }

// trustClock decides what time it is. If the clock of the system is more than
// a day behind or a year ahead of the latest trusted moment, time stands still
// until the clock is set right or accepted, because ids and times are
// permanent and what is scheduled must not appear too early.
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

// setMoment sets what follows from the present moment. If nobody names an
// authority, the first moment ever gives ids their year; the ledger keeps
// both.
func (tx *tx) setMoment() {
	tx.now = tx.clock.Unix()
	if *tx.tag == "" {
		tag := tagOf(tx.options.Host + "," + tx.clock.Format("2006"))
		tx.tag = &tag
	}
}

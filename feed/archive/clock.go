package archive

import "time"

// firstYear is earlier than any present moment, because there was no Dateline
// before.
var firstYear = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// How far the system's clock may be from the latest trusted moment.
const (
	behind = 24 * time.Hour       // covers a clock that is set back by hand or by a time server
	ahead  = 366 * 24 * time.Hour // covers a daemon that was switched off
)

// clockDoubt is why the system's clock is not trusted. The zero value means that
// it is trusted.
type clockDoubt struct{ says, after time.Time }

// trustClock decides what time it is. If the system's clock is more than a day
// behind or a year ahead of the latest trusted moment, time stands still until
// the clock is corrected or accepted, because ids and times are permanent and
// scheduled articles must not appear too early.
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

// setMoment sets what follows from the present moment. If no authority is
// configured, the first moment ever determines the year in ids; the ledger keeps
// both.
func (tx *tx) setMoment() {
	tx.now = tx.clock.Unix()
	if *tx.tag == "" {
		tag := tagOf(tx.options.Host + "," + tx.clock.Format("2006"))
		tx.tag = &tag
	}
}

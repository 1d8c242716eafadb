package watch

import "time"

// tick is longer than a step of the coarse clock that file systems stamp with: 10 ms at 100 Hz, the slowest kernel.
const tick = 20 * time.Millisecond

// An identity tells directories apart whatever their names. The zero identity is unknown.
type identity struct{ dev, ino uint64 }

// A stamp is what a file is compared by. Times are nanoseconds since 1970.
type stamp struct {
	identity
	size, mtime, ctime int64
	racy               bool // seen within a tick of ctime: the next change may leave the same stamp
}

// changed reports whether a file seen as old and now as new may hold something else.
func (old stamp) changed(new stamp) bool {
	new.racy = false
	return old.racy || old != new
}

// age is how long before now the file changed; never negative, for clocks of servers run ahead.
func (s stamp) age(now time.Time) time.Duration {
	return now.Sub(time.Unix(0, s.ctime)).Abs()
}

// lasting gives what of a stamp is true in another process.
func (s stamp) lasting() Stamp {
	if s.racy {
		return Stamp{}
	}
	return Stamp{s.size, s.mtime, s.ino}
}

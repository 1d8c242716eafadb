package watch

import "time"

const (
	// tick is longer than a step of the coarse clock that file systems stamp with: 10 ms at 100 Hz, the slowest kernel.
	tick = 20 * time.Millisecond
	// coarse is longer than a step of FAT, 2 s, and than what clocks of machines that keep time differ by.
	coarse = 2*time.Second + tick
)

// An identity tells directories apart whatever their names. The zero identity is unknown.
type identity struct{ dev, ino uint64 }

// A stamp is what a file is compared by. Times are nanoseconds since 1970.
type stamp struct {
	identity
	size, mtime, ctime int64
	racy               bool // seen so soon after ctime that the next change may leave the same stamp
}

// at returns the stamp s of a file that was asked for it at now or later. Remote says that another machine's clock
// made it. Whole seconds are what a file system without a finer clock has.
func (s stamp) at(now time.Time, remote bool) stamp {
	step := tick
	if remote || s.ctime%int64(time.Second) == 0 {
		step = coarse
	}
	s.racy = s.age(now) < step
	return s
}

// changed reports whether a file seen as old and now as new may hold something else.
func (old stamp) changed(new stamp) bool {
	return old.racy || !old.same(new)
}

// same reports whether a file seen as old and now as new looks the same.
func (old stamp) same(new stamp) bool {
	old.racy, new.racy = false, false
	return old == new
}

// age is how long before now the file changed; never negative, for clocks of servers run ahead.
func (s stamp) age(now time.Time) time.Duration {
	return now.Sub(time.Unix(0, s.ctime)).Abs()
}

// lasting gives what of a stamp is true in another process.
func (s stamp) lasting() Stamp { return Stamp{s.size, s.ctime, s.ino} }

package watch

import "time"

const (
	// tick is longer than the resolution of the clock with which file systems stamp: 10 ms on the slowest kernel (100 Hz).
	tick = 20 * time.Millisecond
	// coarse is longer than the 2 s resolution of FAT, and than the clocks of synchronised machines differ.
	coarse = 2*time.Second + tick
)

// An identity identifies a file or a directory whatever its name. The zero identity is unknown.
type identity struct{ dev, ino uint64 }

// A stamp is what files are compared by. Times are nanoseconds since 1970.
type stamp struct {
	identity
	size, mtime, ctime int64
	racy               bool // seen so soon after ctime that another change may leave the same stamp
}

// at returns s with racy set, for a file whose stamp was read at now or later. remote says that another machine's clock
// made the stamp. A time in whole seconds may come from a file system whose clock is no finer.
func (s stamp) at(now time.Time, remote bool) stamp {
	step := tick
	if remote || s.ctime%int64(time.Second) == 0 {
		step = coarse
	}
	s.racy = s.age(now) < step
	return s
}

// changed reports whether a file with the stamp old, and now new, may have other content.
func (old stamp) changed(new stamp) bool {
	return old.racy || !old.same(new)
}

// same reports whether both stamps look alike.
func (old stamp) same(new stamp) bool {
	old.racy, new.racy = false, false
	return old == new
}

// age is how long before now the file changed. It is never negative, because clocks of servers may run ahead.
func (s stamp) age(now time.Time) time.Duration {
	return now.Sub(time.Unix(0, s.ctime)).Abs()
}

// lasting returns the part of a stamp that another process can compare.
func (s stamp) lasting() Stamp { return Stamp{s.size, s.ctime, s.ino} }

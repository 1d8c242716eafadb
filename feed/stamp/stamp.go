// Package stamp tells whether a file is another one than before.
package stamp

import (
	"os"
	"syscall"
	"time"
)

// Stamp is what a file is known by; the zero value is that of none.
type Stamp struct {
	size     int64
	modified time.Time
	inode    uint64
}

// Of gives the stamp of a file. Two that are equal (==) are of the same bytes,
// unless somebody wrote as many in the same instant.
func Of(file string) Stamp {
	info, err := os.Stat(file)
	if err != nil {
		return Stamp{}
	}
	s := Stamp{size: info.Size(), modified: info.ModTime()}
	if system, ok := info.Sys().(*syscall.Stat_t); ok {
		s.inode = system.Ino
	}
	return s
}

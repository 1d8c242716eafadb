// Package stamp tells whether a file is another one than before.
package stamp

// Stamp identifies a version of a file; the zero value is that of a missing
// file. Files with equal stamps (==) hold the same bytes, unless as many were
// written within one tick of the clock of the file system.
type Stamp struct {
	Size int64 // bytes
	// Ctime is when anything about the file changed last, in Unix
	// nanoseconds: unlike the time of modification, nobody can put it back.
	// Where the system has no such time, it is that of modification.
	Ctime int64
	Inode uint64 // 0 where the system has none
}

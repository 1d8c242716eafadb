package ledger

// Stamp identifies a version of a file, so that a start can find out which files
// changed since they were read. The zero value is that of a missing file. Two
// files with equal stamps (==) hold the same bytes, unless both were written
// within one tick of the file system's clock.
type Stamp struct {
	Size int64 // bytes
	// Ctime is when anything about the file last changed, in Unix nanoseconds.
	// Unlike the time of modification, no program can set it back. A system
	// without it has the time of modification here.
	Ctime int64
	Inode uint64 // 0 if the system has none
}

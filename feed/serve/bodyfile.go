package serve

import (
	"runtime"
	"sync/atomic"
)

const (
	// copied is the size in bytes up to which copying a body costs less than
	// another system call.
	copied = 16 << 10
	// maxFiles bounds the files, because clients need descriptors too.
	maxFiles = 256
)

// bodyFiles are copies of packed bodies in files in memory, from which Linux
// sends them without copying (sendfile). They count towards cache_bytes. Each is
// closed when it becomes unreachable.
type bodyFiles struct{ open atomic.Int32 }

// with returns c with a file of its body, if that is worthwhile and possible.
func (f *bodyFiles) with(c *coded) *coded {
	if c == nil || len(c.body) < copied || f.open.Load() >= maxFiles {
		return c
	}
	file, err := memoryFile()
	if err != nil {
		return c // the body is copied instead
	}
	f.open.Add(1)
	runtime.AddCleanup(file, func(open *atomic.Int32) { open.Add(-1) }, &f.open)
	if _, err := file.Write(c.body); err != nil {
		return c
	}
	filed := *c
	filed.file = file
	return &filed
}

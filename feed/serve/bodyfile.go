package serve

import (
	"runtime"
	"sync/atomic"
)

const (
	// copied is the size up to which copying a body costs less than a system
	// call more, in bytes.
	copied = 16 << 10
	// maxFiles bounds the files, as descriptors are for clients.
	maxFiles = 256
)

// bodyFiles are files in which bodies lie too, from where the system sends
// them without copying. Each is closed when nobody holds it any more.
type bodyFiles struct{ open atomic.Int32 }

// with gives c with a file of its body, where it is to have one and can.
func (f *bodyFiles) with(c *coded) *coded {
	if c == nil || len(c.body) < copied || f.open.Load() >= maxFiles {
		return c
	}
	file, err := memoryFile()
	if err != nil {
		return c // it is copied
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

package serve

import (
	"os"

	"golang.org/x/sys/unix"
)

// memoryFile returns a new file that exists only in memory (memfd_create(2)).
func memoryFile() (*os.File, error) {
	fd, err := unix.MemfdCreate("document", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "document"), nil
}

package newstest

import (
	"os"
	"syscall"
)

// enough is the room that a file system in memory must have, in bytes: many
// times what the tests write, as containers often have 64 MB that fill up.
const enough = 1 << 30

// InMemory makes temporary directories of the process be on a file system in
// memory, if the system has one with room. Call it from TestMain where tests
// save ledgers: each save waits for the disk, and a test that kills processes,
// but never cuts the power, proves the same without that wait.
func InMemory() {
	const memory = "/dev/shm"
	var room syscall.Statfs_t
	if err := syscall.Statfs(memory, &room); err != nil || room.Bavail*uint64(room.Bsize) < enough {
		return
	}
	_ = os.Setenv("TMPDIR", memory) // without it the tests are slower
}

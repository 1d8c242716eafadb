package newstest

import (
	"os"
	"syscall"
)

// enough is the free space that a file system in memory must have, in bytes. It
// is many times what the tests write; containers often have 64 MB, which fill up.
const enough = 1 << 30

// InMemory puts temporary directories of this process on a file system in
// memory, if there is one with enough space. Packages whose tests save ledgers
// call it from TestMain, because each save waits for the disk. Tests kill
// processes but never cut the power, so they prove the same without that wait.
func InMemory() {
	const memory = "/dev/shm"
	var room syscall.Statfs_t
	if err := syscall.Statfs(memory, &room); err != nil || room.Bavail*uint64(room.Bsize) < enough {
		return
	}
	_ = os.Setenv("TMPDIR", memory) // if this fails, tests are only slower
}

package feed

import "syscall"

// largeFile allows opening files of 2 GiB and more on 32-bit systems: os.Root
// does not set it.
const largeFile = syscall.O_LARGEFILE

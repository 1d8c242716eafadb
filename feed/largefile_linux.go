package feed

import "syscall"

// largeFile has files of 2 GiB and more opened on 32 bits, too: os.Root does not
// ask for that itself.
const largeFile = syscall.O_LARGEFILE

//go:build unix

package front

import "syscall"

// openFiles returns how many files the process may have open; ok is false if the
// system does not report a limit.
func openFiles() (limit uint64, ok bool) {
	var l syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l)
	return uint64(l.Cur), err == nil // Cur is signed on FreeBSD
}

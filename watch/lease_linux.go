package watch

import (
	"os"

	"golang.org/x/sys/unix"
)

// lease asks for a read lease on the file name, which ends when the file is closed. The kernel grants leases to the
// owner of a file and to processes with CAP_LEASE, on local file systems.
func (r *reading) lease(name string) lease {
	fd, err := openat(r.from, name)
	if err != nil {
		return unavailable
	}
	defer unix.Close(fd)
	switch _, err := unix.FcntlInt(uintptr(fd), unix.F_SETLEASE, unix.F_RDLCK); err {
	case nil:
		return granted
	case unix.EAGAIN:
		return refused
	}
	return unavailable
}

// openat opens the file name in the directory f, without waiting for the other end of a pipe or a lease.
func openat(f *os.File, name string) (fd int, err error) {
	for {
		fd, err = unix.Openat(int(f.Fd()), name, unix.O_RDONLY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
		if err != unix.EINTR {
			return fd, err
		}
	}
}

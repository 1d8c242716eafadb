package watch

import (
	"os"

	"golang.org/x/sys/unix"
)

// lease asks for a read lease on the file name, which ends when the file is closed. It is for the owner of the file
// and who has CAP_LEASE, on file systems of this machine.
func (r *reading) lease(name string) lease {
	fd, err := openat(r.from, name)
	if err != nil {
		return unheard
	}
	defer unix.Close(fd)
	switch _, err := unix.FcntlInt(uintptr(fd), unix.F_SETLEASE, unix.F_RDLCK); err {
	case nil:
		return granted
	case unix.EAGAIN:
		return refused
	}
	return unheard
}

// openat opens the file name of the directory f without waiting for anybody.
func openat(f *os.File, name string) (fd int, err error) {
	for {
		fd, err = unix.Openat(int(f.Fd()), name, unix.O_RDONLY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
		if err != unix.EINTR {
			return fd, err
		}
	}
}

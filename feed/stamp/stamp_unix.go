//go:build unix

package stamp

import (
	"os"

	"golang.org/x/sys/unix"
)

// Of returns the stamp of the file that a path leads to.
func Of(path string) Stamp {
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		return Stamp{}
	}
	return of(&st)
}

// OfOpen returns the stamp of an open file.
func OfOpen(f *os.File) (Stamp, error) {
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		return Stamp{}, os.NewSyscallError("fstat", err)
	}
	return of(&st), nil
}

func of(st *unix.Stat_t) Stamp {
	return Stamp{Size: st.Size, Ctime: unix.TimespecToNsec(st.Ctim), Inode: uint64(st.Ino)}
}

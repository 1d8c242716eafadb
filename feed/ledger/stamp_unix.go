//go:build unix

package ledger

import (
	"os"

	"golang.org/x/sys/unix"
)

// StampOf returns the stamp of the file at a path.
func StampOf(path string) Stamp {
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		return Stamp{}
	}
	return stampOf(&st)
}

// StampOfOpen returns the stamp of an open file.
func StampOfOpen(f *os.File) (Stamp, error) {
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		return Stamp{}, os.NewSyscallError("fstat", err)
	}
	return stampOf(&st), nil
}

func stampOf(st *unix.Stat_t) Stamp {
	return Stamp{Size: st.Size, Ctime: unix.TimespecToNsec(st.Ctim), Inode: uint64(st.Ino)}
}

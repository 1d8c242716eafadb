//go:build unix

package watch

import (
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// lstat stamps the entry name of the open directory f.
func lstat(f *os.File, name string) (stamp, error) {
	return statAt(f, name, unix.AT_SYMLINK_NOFOLLOW)
}

// stat stamps what the entry name of the open directory f leads to.
func stat(f *os.File, name string) (stamp, error) {
	return statAt(f, name, 0)
}

func statAt(f *os.File, name string, flags int) (stamp, error) {
	now := time.Now() // before the stat: a file younger than this is racy too
	var st unix.Stat_t
	err := unix.Fstatat(int(f.Fd()), name, &st, flags)
	for err == unix.EINTR {
		err = unix.Fstatat(int(f.Fd()), name, &st, flags)
	}
	if err != nil {
		return stamp{}, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	s := stamp{
		identity: identity{uint64(st.Dev), uint64(st.Ino)},
		size:     st.Size,
		mtime:    unix.TimespecToNsec(st.Mtim),
		ctime:    unix.TimespecToNsec(st.Ctim),
	}
	s.racy = s.age(now) < tick
	return s, nil
}

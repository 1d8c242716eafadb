//go:build unix

package watch

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// openDir opens the directory path, which may be a symbolic link only if follow is set. It never waits, whatever is
// there instead of a directory.
func openDir(path string, follow bool) (*os.File, identity, error) {
	flags := unix.O_RDONLY | unix.O_DIRECTORY | unix.O_NONBLOCK | unix.O_CLOEXEC
	if !follow {
		flags |= unix.O_NOFOLLOW
	}
	fd, err := unix.Open(path, flags, 0)
	for err == unix.EINTR {
		fd, err = unix.Open(path, flags, 0)
	}
	if err != nil {
		return nil, identity{}, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	f := os.NewFile(uintptr(fd), path) // unlike os.Open, NewFile does not register the descriptor with epoll(7)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		f.Close()
		return nil, identity{}, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	return f, identity{uint64(st.Dev), uint64(st.Ino)}, nil
}

// identify returns the identity of the directory that path leads to.
func identify(path string) (identity, error) {
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		return identity{}, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	return identity{uint64(st.Dev), uint64(st.Ino)}, nil
}

// lstat returns the stamp of the entry name of the open directory f.
func lstat(f *os.File, name string) (stamp, error) {
	return statAt(f, name, unix.AT_SYMLINK_NOFOLLOW)
}

// stat returns the stamp of what the entry name of the open directory f leads to.
func stat(f *os.File, name string) (stamp, error) {
	return statAt(f, name, 0)
}

func statAt(f *os.File, name string, flags int) (stamp, error) {
	var st unix.Stat_t
	err := unix.Fstatat(int(f.Fd()), name, &st, flags)
	for err == unix.EINTR {
		err = unix.Fstatat(int(f.Fd()), name, &st, flags)
	}
	if err != nil {
		return stamp{}, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return stamp{
		identity: identity{uint64(st.Dev), uint64(st.Ino)},
		size:     st.Size,
		mtime:    unix.TimespecToNsec(st.Mtim),
		ctime:    unix.TimespecToNsec(st.Ctim),
	}, nil
}

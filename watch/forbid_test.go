package watch

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func now() time.Time { return time.Now() }

// nobody is a user that owns nothing.
const nobody = 65534

// unprivileged makes the rest of the test subject to permissions in root. The superuser reads everything, so it hands
// the tree to nobody and becomes nobody for the file system. That is a thing of the thread, which is left to this
// goroutine and ends with it.
func unprivileged(t *testing.T, root string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	must(t, os.Chmod(filepath.Dir(root), 0o755))
	must(t, filepath.WalkDir(root, func(p string, _ fs.DirEntry, err error) error { return os.Lchown(p, nobody, nobody) }))
	runtime.LockOSThread()
	if _, err := unix.SetfsuidRetUid(nobody); err != nil {
		t.Skip("root cannot give up reading everything here: ", err)
	}
	t.Cleanup(func() { _ = unix.Setfsuid(0) })
}

// forbid makes the directory dir unreadable.
func forbid(t *testing.T, dir string) {
	t.Helper()
	must(t, os.Chmod(dir, 0))
	if _, err := os.ReadDir(dir); err == nil {
		t.Skip("permissions do not hold here")
	}
}

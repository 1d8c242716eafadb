package watch

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func now() time.Time { return time.Now() }

// nobody is the id of a user who owns no files.
const nobody = 65534

// unprivileged makes the rest of the test subject to permissions in root. The superuser can read everything, so in that
// case the tree is given to the user nobody, and the test accesses the file system as that user.
func unprivileged(t *testing.T, root string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	must(t, os.Chmod(filepath.Dir(root), 0o755))
	must(t, filepath.WalkDir(root, func(p string, _ fs.DirEntry, err error) error { return os.Lchown(p, nobody, nobody) }))
	abdicate(t)
}

// forbid makes the directory dir unreadable.
func forbid(t *testing.T, dir string) {
	t.Helper()
	must(t, os.Chmod(dir, 0))
	if _, err := os.ReadDir(dir); err == nil {
		t.Skip("permissions do not hold here")
	}
}

package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// Path gives the path of the database file that a URL names.
func Path(url string) (string, error) {
	path, ok := strings.CutPrefix(url, "sqlite:")
	if !ok || path == "" {
		return "", &fault{url, "no address of a ledger", nothingServed, `write "sqlite:" and the path of a file in ledger.url`, nil}
	}
	return filepath.Abs(path)
}

// checkPlace refuses paths where no ledger can ever be.
func checkPlace(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return &fault{path, "is a directory", nothingServed, "name a file in ledger.url", nil}
	case err == nil && !info.Mode().IsRegular():
		return &fault{path, "is no regular file", nothingServed, "name a file in ledger.url", nil}
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return unreadable(path, err)
	}
	dir := filepath.Dir(path)
	if _, err := os.Stat(dir); err != nil {
		return &fault{path, fmt.Sprintf("its directory %s: %s", dir, reason(err)), nothingServed, "make the directory, or name another file in ledger.url", err}
	}
	return nil
}

// takeLock makes this the only process that uses the ledger, and says so in
// the lock file. The lock is not on the database itself: SQLite's own locks
// there would be lost with it.
func (l *Ledger) takeLock() error {
	if l.lock != nil {
		return nil
	}
	name := l.path + ".lock"
	lock := flock.New(name, flock.SetPermissions(0o644))
	ok, err := lock.TryLock()
	if err != nil {
		return unwritable(l.path, err)
	}
	if !ok {
		holder := ""
		if pid, err := os.ReadFile(name); err == nil && len(pid) > 0 {
			holder = ", process " + strings.TrimSpace(string(pid))
		}
		return &fault{l.path, "another dateline uses it" + holder, nothingServed, "end that one, or name another file in ledger.url", nil}
	}
	l.lock = lock
	os.WriteFile(name, fmt.Appendln(nil, os.Getpid()), 0o644) // only a hint
	return nil
}

// unlock leaves the lock file: whoever waits for it may have it open.
func (l *Ledger) unlock() {
	if l.lock != nil {
		os.Truncate(l.path+".lock", 0)
		l.lock.Close()
		l.lock = nil
	}
}

// syncDir makes what happened to the names in the directory of a file last.
func syncDir(path string) error {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}

func exists(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0
}

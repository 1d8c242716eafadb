package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
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

// Usable is Path for a file that may be a ledger, in a directory that is there.
func Usable(url string) (string, error) {
	path, err := Path(url)
	if err == nil {
		err = checkPlace(path)
	}
	return path, err
}

// checkPlace refuses paths where no ledger can ever be.
func checkPlace(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return &fault{path, "is a directory", nothingServed, "name a file in ledger.url", nil}
	case err == nil && !info.Mode().IsRegular():
		return &fault{path, "is not a regular file", nothingServed, "name a file in ledger.url", nil}
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
		if pid := line(name); pid != "" {
			holder = ", process " + pid
		}
		return &fault{l.path, "another dateline uses it" + holder, nothingServed, "end that one, or name another file in ledger.url", nil}
	}
	l.lock = lock
	os.WriteFile(name, fmt.Appendln(nil, os.Getpid()), 0o644) // only a hint
	os.Remove(l.path + adminSuffix)                           // of a process that was killed
	if l.admin != "" {
		os.WriteFile(l.path+adminSuffix, fmt.Appendln(nil, l.admin), 0o644) // a hint, too
	}
	return nil
}

const adminSuffix = ".admin"

// Holder tells which process has a ledger open, and where it answers its
// operator. That is a hint, as of a process that was killed: whoever asks
// there makes sure that it is that process which answers. Not ok: nobody has
// left one.
func Holder(url string) (process int, admin string, ok bool) {
	path, err := Path(url)
	if err != nil {
		return 0, "", false
	}
	process, err = strconv.Atoi(line(path + ".lock"))
	admin = line(path + adminSuffix)
	return process, admin, err == nil && admin != ""
}

// line gives the line that a small file consists of; empty: it does not.
func line(file string) string {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 1<<10 {
		return ""
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// unlock leaves the lock file: whoever waits for it may have it open.
func (l *Ledger) unlock() {
	if l.lock != nil {
		os.Remove(l.path + adminSuffix)
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

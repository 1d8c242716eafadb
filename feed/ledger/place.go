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

// Path returns the path of the database file in a URL.
func Path(url string) (string, error) {
	path, ok := strings.CutPrefix(url, "sqlite:")
	if !ok || path == "" {
		return "", refuse(url, "is not the URL of a ledger", `write "sqlite:" and the path of a file in ledger.url`)
	}
	return filepath.Abs(path)
}

// Usable returns the same as Path, but fails if no ledger can be there: its
// directory does not exist, or something other than a regular file has its
// name.
func Usable(url string) (string, error) {
	path, err := Path(url)
	if err == nil {
		err = checkPlace(path)
	}
	return path, err
}

// checkPlace refuses paths where no ledger can be.
func checkPlace(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return refuse(path, "is a directory", "name a file in ledger.url")
	case err == nil && !info.Mode().IsRegular():
		return refuse(path, "is not a regular file", "name a file in ledger.url")
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return unreadable(path, err)
	}
	dir := filepath.Dir(path)
	if _, err := os.Stat(dir); err != nil {
		return &fault{path, fmt.Sprintf("cannot use its directory %s: %s", dir, reason(err)), nothingServed, "create the directory, or name another file in ledger.url", err}
	}
	return nil
}

// takeLock makes this the only process that uses the ledger, and writes its id
// into the lock file. The lock is on a file of its own, since releasing one on
// the database would release SQLite's locks, too.
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
		return inUse(l.path)
	}
	l.lock = lock
	os.WriteFile(name, fmt.Appendln(nil, os.Getpid()), 0o644) // only a hint for people and Holder
	os.Remove(l.path + adminSuffix)                           // left by a process that was killed
	if l.admin != "" {
		os.WriteFile(l.path+adminSuffix, fmt.Appendln(nil, l.admin), 0o644) // a hint as well
	}
	return nil
}

// inUse is the error for a ledger whose lock another process holds.
func inUse(path string) error {
	holder := ""
	if pid := readLine(path + ".lock"); pid != "" {
		holder = ", process " + pid
	}
	return refuse(path, "another Dateline is using it"+holder, "stop that process, or name another file in ledger.url")
}

// Free returns the error of Open for a ledger that another process has open, and
// changes nothing. A start asks before it has done anything worth a line in the
// log; Open still decides, because two starts may ask at the same time.
func Free(url string) error {
	path, err := Path(url)
	if err != nil {
		return err
	}
	if isLocked(path) {
		return inUse(path)
	}
	return nil
}

// isLocked reports whether a process has a ledger open.
func isLocked(path string) bool {
	name := path + ".lock"
	if _, err := os.Stat(name); err != nil {
		return false
	}
	lock := flock.New(name, flock.SetFlag(os.O_RDONLY))
	defer lock.Close()
	ok, err := lock.TryRLock()
	return err == nil && !ok
}

const adminSuffix = ".admin"

// Holder returns the id of the process that has a ledger open, and its admin
// address. ok is false if none has left them. They are only a hint, since that
// process may have been killed: the caller must check that the process at the
// address has this id.
func Holder(url string) (process int, admin string, ok bool) {
	path, err := Path(url)
	if err != nil {
		return 0, "", false
	}
	process, err = strconv.Atoi(readLine(path + ".lock"))
	admin = readLine(path + adminSuffix)
	return process, admin, err == nil && admin != ""
}

// readLine returns the only line of a small file, or "" if it cannot be read.
func readLine(file string) string {
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

// unlock releases the lock but keeps its file, which another process may have
// opened in order to wait for it.
func (l *Ledger) unlock() {
	if l.lock != nil {
		os.Remove(l.path + adminSuffix)
		os.Truncate(l.path+".lock", 0)
		l.lock.Close()
		l.lock = nil
	}
}

// syncDir makes changes of names in the directory of a file durable.
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

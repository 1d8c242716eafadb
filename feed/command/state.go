package command

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// stateFile returns the path that the ledger of a directory has in the user's
// state directory. It contains the name of the directory, for people, and a hash of
// its path, because other directories may have the same name. It returns "" if the
// user has no state directory, nor may make one.
func stateFile(dir string) string {
	state := stateDir()
	if state == "" || !mayMake(state) {
		return ""
	}
	return filepath.Join(state, fmt.Sprintf("%s-%.8x.db", filepath.Base(dir), sha256.Sum256([]byte(dir))))
}

// stateDir returns the directory for what programs of the user must remember, by
// the custom of the system (on Unix the XDG Base Directory Specification, which
// tells programs to ignore relative paths), or "" if there is none. It is not
// os.UserCacheDir: people delete caches.
func stateDir() string {
	base := ""
	switch runtime.GOOS {
	case "windows":
		base = os.Getenv("LocalAppData")
	case "darwin", "ios":
		base = inHome("Library", "Application Support")
	default:
		if base = os.Getenv("XDG_STATE_HOME"); !filepath.IsAbs(base) {
			base = inHome(".local", "state")
		}
	}
	if base == "" {
		return ""
	}
	return filepath.Join(base, "dateline")
}

// inHome returns a path below the user's home directory, or "" if that does not
// exist.
func inHome(parts ...string) string {
	home, err := os.UserHomeDir()
	if err != nil || !filepath.IsAbs(home) || !exists(home) {
		return ""
	}
	return filepath.Join(append([]string{home}, parts...)...)
}

// mayMake reports whether this user may write a directory, or make it together
// with those above it that do not exist.
func mayMake(dir string) bool {
	for !exists(dir) && filepath.Dir(dir) != dir {
		dir = filepath.Dir(dir)
	}
	return mayWrite(dir)
}

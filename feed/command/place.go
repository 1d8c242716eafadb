package command

import (
	"cmp"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
)

// place is where the ledger of a directory on the command line is. The directory
// has its own ledger, because that of the configuration holds other articles,
// which would count as removed.
type place struct {
	ledger string // path, absolute unless the working directory is unknown
	// unsafe says why the ledger is not, or should not be, beside DIR; empty if it
	// may be there.
	unsafe string
	// kept reports whether the ledger is in the user's state directory.
	kept bool
}

func (p place) url() string { return "sqlite:" + p.ledger }

// placeOf returns where the ledger of a directory is: beside it or, if no ledger
// should be made there, in the user's state directory. A ledger that is in one of
// the two places stays there, whatever changes around it. Both follow the name of
// the directory, so that a symbolic link keeps its ledger when it leads elsewhere.
func placeOf(dir string) place {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	beside, kept := dir+".dateline.db", stateFile(dir)
	unsafe := whyNotIn(filepath.Dir(dir))
	switch {
	case holdsLedger(beside):
		return place{ledger: beside}
	case kept != "" && (unsafe != "" || holdsLedger(kept)):
		return place{ledger: kept, unsafe: cmp.Or(unsafe, "an earlier start made it there"), kept: true}
	default:
		return place{ledger: beside, unsafe: unsafe}
	}
}

// make makes the directory of the ledger, if that is the user's state directory.
func (p place) make() error {
	if !p.kept {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(p.ledger), 0o700); err != nil {
		return fmt.Errorf("making the directory of the ledger: %w; nothing is served; make it writable, or name a ledger in a configuration", err)
	}
	return nil
}

// tell logs where the ledger is, unless that is the usual place.
func (p place) tell(log *slog.Logger) {
	switch {
	case p.kept:
		log.Info("the ledger is in the user's state directory", "ledger", p.ledger, "why", p.unsafe)
	case p.unsafe != "":
		log.Warn("the ledger is beside the articles, because the user has no state directory; set XDG_STATE_HOME, or serve a configuration that names a ledger",
			"ledger", p.ledger, "why", p.unsafe)
	}
}

// whyNotIn says why no ledger should be made in a directory: it belongs to a
// checkout, where "git status" would list the ledger and "git clean" delete it, or
// it cannot be written. It returns "" if a ledger may be made there.
func whyNotIn(dir string) string {
	if root := checkout(dir); root != "" {
		return "beside the articles, in the checkout " + root + ", version control could delete it"
	}
	if !mayWrite(dir) {
		return "the directory " + dir + " cannot be written"
	}
	return ""
}

// checkout returns the root of the checkout that contains a directory, or "" if
// there is none. In worktrees and submodules, .git is a file.
func checkout(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	for {
		for _, mark := range []string{".git", ".hg", ".jj", ".svn"} {
			if _, err := os.Lstat(filepath.Join(dir, mark)); err == nil {
				return dir
			}
		}
		above := filepath.Dir(dir)
		if above == dir {
			return ""
		}
		dir = above
	}
}

// holdsLedger reports whether there is a ledger at a path, or at least its backup,
// from which a start would make it.
func holdsLedger(path string) bool { return exists(path) || exists(path+".backup") }

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

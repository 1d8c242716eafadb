package feed

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// staleLock is the age from which a lock no longer counts. No checkout takes that
// long, but one that is killed leaves its lock behind.
const staleLock = 30 * time.Minute

// maxGitFile bounds the size of a file .git, which holds one path.
const maxGitFile = 8 << 10

// isBusy reports whether version control says that a change of the directory is
// not over: git holds its index.lock, or Mercurial its wlock, while it writes the
// files of a checkout. A disk that does not answer counts as busy, because a
// checkout may be the reason.
func (c *content) isBusy() bool {
	busy, err := within(&c.disk, requestWait, func() (bool, error) {
		return isLocked(c.place(c.Dir), c.now()), nil
	})
	return busy || err != nil
}

// isLocked reports whether the checkout that contains a directory is locked.
func isLocked(dir string, now time.Time) bool {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	for {
		if isFresh(filepath.Join(dir, ".hg", "wlock"), now) {
			return true
		}
		if git, ok := gitDir(filepath.Join(dir, ".git")); ok {
			return isFresh(filepath.Join(git, "index.lock"), now)
		}
		above := filepath.Dir(dir)
		if above == dir {
			return false
		}
		dir = above
	}
}

// gitDir returns the directory in which git keeps the index of a checkout: .git
// itself, or what a file .git names, as in worktrees and submodules. ok is false
// if there is no .git.
func gitDir(git string) (dir string, ok bool) {
	info, err := os.Stat(git)
	switch {
	case err != nil:
		return "", false
	case info.IsDir():
		return git, true
	case !info.Mode().IsRegular() || info.Size() > maxGitFile:
		return "", false
	}
	data, err := os.ReadFile(git)
	if err != nil {
		return "", false
	}
	dir, ok = strings.CutPrefix(string(data), "gitdir:")
	if dir = strings.TrimSpace(dir); !filepath.IsAbs(dir) {
		dir = filepath.Join(filepath.Dir(git), dir)
	}
	return dir, ok
}

// isFresh reports whether a lock is there and not stale. The lock of Mercurial is
// a symbolic link to nothing.
func isFresh(lock string, now time.Time) bool {
	info, err := os.Lstat(lock)
	return err == nil && now.Sub(info.ModTime()) <= staleLock
}

// Busy reports whether version control says that a change of the files around a
// site path is not over. Any goroutine may call it.
func (p *Publisher) Busy(file string) bool {
	c, _ := p.locate(file)
	return c != nil && c.isBusy()
}

package feed

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// git runs git in a directory.
func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"}, args...)...)
	c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

// A content directory is busy while version control holds a lock of the checkout
// around it, wherever it keeps that.
func TestBusy(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	root := t.TempDir()
	at := func(names ...string) string { return filepath.Join(append([]string{root}, names...)...) }
	for _, dir := range []string{at("plain", "news"), at("main", "news"), at("hg", "news"), at("hg", ".hg"), at("odd", ".git", "news"), at("lib")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{at("main"), at("lib")} {
		git(t, dir, "init", "-q")
		git(t, dir, "commit", "-q", "--allow-empty", "-m", "first")
	}
	git(t, at("main"), "worktree", "add", "-q", at("tree"))
	git(t, at("main"), "submodule", "--quiet", "add", at("lib"), "sub")
	if err := os.Symlink(at("main", "news"), at("linked")); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for name, test := range map[string]struct {
		dir, lock string
		busy      bool
	}{
		"no checkout":              {at("plain", "news"), at("plain", "index.lock"), false},
		"the root of a checkout":   {at("main"), at("main", ".git", "index.lock"), true},
		"a folder of a checkout":   {at("main", "news"), at("main", ".git", "index.lock"), true},
		"a link to such a folder":  {at("linked"), at("main", ".git", "index.lock"), true},
		"a worktree":               {at("tree"), at("main", ".git", "worktrees", "tree", "index.lock"), true},
		"another worktree":         {at("tree"), at("main", ".git", "index.lock"), false},
		"a submodule":              {at("main", "sub"), at("main", ".git", "modules", "sub", "index.lock"), true},
		"around a submodule":       {at("main", "sub"), at("main", ".git", "index.lock"), false},
		"Mercurial":                {at("hg", "news"), at("hg", ".hg", "wlock"), true},
		"a directory that is gone": {at("main", "gone"), at("main", ".git", "index.lock"), true},
	} {
		t.Run(name, func(t *testing.T) {
			c := &content{Content: Content{Dir: test.dir}, now: func() time.Time { return now }}
			if c.isBusy() {
				t.Error("it is busy without a lock")
			}
			if err := os.Symlink("host:1", test.lock); err != nil { // as Mercurial does
				t.Fatal(err)
			}
			if c.isBusy() != test.busy {
				t.Errorf("with %s it is busy: %v", test.lock, !test.busy)
			}
			if now = now.Add(staleLock + time.Minute); c.isBusy() {
				t.Error("it is busy with a stale lock")
			}
			now = now.Add(-staleLock - time.Minute)
			if err := os.Remove(test.lock); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// A file .git that names no directory, or is none, is no checkout.
func TestNoGitDirectory(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, ".git")
	for _, text := range []string{"", "elsewhere", "gitdir", string(make([]byte, maxGitFile+1))} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if at, ok := gitDir(file); ok {
			t.Errorf("%.20q names %q", text, at)
		}
	}
}

// A disk that does not answer is busy, without waiting for it.
func TestBusyDisk(t *testing.T) {
	c := &content{Content: Content{Dir: t.TempDir()}, now: time.Now}
	c.disk.hanging.Store(maxHanging)
	if !c.isBusy() {
		t.Error("it is not busy")
	}
}

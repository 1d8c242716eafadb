package watch

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// git unlinks and makes again every file it changes; a checkout is a storm of both, over directories that come and go.
func TestGitCheckout(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	v := open(t, t.TempDir(), quick)
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = v.root
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	git("init", "-q", "-b", "one")
	v.write("README.md", "stays")
	for i := range 400 {
		v.write(fmt.Sprintf("2016/%d/%d/x.md", i%12, i%28), fmt.Sprint("one ", i))
		v.write(fmt.Sprintf("2017/%d/%d/%d.md", i%12, i%28, i), fmt.Sprint("one ", i))
	}
	git("add", ".")
	git("commit", "-q", "-m", "one")
	git("checkout", "-q", "-b", "two")
	v.remove("2016")
	for i := range 400 {
		v.write(fmt.Sprintf("2017/%d/%d/%d.md", i%12, i%28, i), fmt.Sprint("two ", i))
		v.write(fmt.Sprintf("2018/%d/%d/%d.md", i%12, i%28, i), fmt.Sprint("two ", i))
	}
	git("add", ".")
	git("commit", "-q", "-m", "two")
	v.untilDisk()
	for range 3 {
		git("checkout", "-q", "one")
		v.untilDisk()
		git("checkout", "-q", "two")
		git("checkout", "-q", "one")
		git("checkout", "-q", "two")
		v.untilDisk()
	}
	v.write("2018/1/1/last.md", "the new directories have watches")
	v.untilDisk()
	if len(v.files) != 802 || v.removed["README.md"] > 0 {
		t.Errorf("%d files; README.md removed %d times", len(v.files), v.removed["README.md"])
	}
}

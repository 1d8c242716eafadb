package watch

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	storms  = flag.Int("storms", 5, "how many checkouts TestGitStorms makes; 2 with -short")
	renames = flag.Int("renames", 25, "how many files TestRenameAmidStorm renames in each storm; a fifth with -short")
)

// git runs git in the tree, without this machine's configuration of git.
func (v *view) git(args ...string) {
	v.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = v.root
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org")
	if out, err := cmd.CombinedOutput(); err != nil {
		v.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// commits makes two branches of the given number of files each. Half of the files differ in content. The others are in
// directories that only one branch has, and some of them have the same content under another path in the other branch.
func (v *view) commits(files, moved int) (sides map[string]map[string]string) {
	v.Helper()
	sides = map[string]map[string]string{}
	v.git("init", "-q", "-b", "one")
	for n, side := range []string{"one", "two"} {
		if n > 0 {
			v.git("checkout", "-q", "-b", side)
			v.git("rm", "-q", "-r", ".")
		}
		here := map[string]string{"README.md": "stays"}
		for i := range files/2 - 1 {
			here[fmt.Sprintf("2017/%d/%d/%d.md", i%12, i%28, i)] = fmt.Sprint(side, i)
		}
		for i := range files/2 - moved {
			here[fmt.Sprintf("%d/%d/%d/%d.md", 2018+n, i%12, i%28, i)] = fmt.Sprint(side, i)
		}
		for i := range moved {
			here[fmt.Sprintf("moved/%s/%d/%d.md", side, i%10, i)] = strings.Repeat(fmt.Sprint("the same ", i), 20)
		}
		for rel, text := range here {
			v.write(rel, text)
		}
		v.git("add", ".")
		v.git("commit", "-q", "-m", side)
		sides[side] = here
	}
	return sides
}

// A checkout unlinks and recreates thousands of files. That takes only a few batches, and both ends of a move are in
// the same batch.
func TestGitStorms(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	n := *storms
	if testing.Short() {
		n = min(n, 2)
	}
	opt := patient
	opt.Settle = 300 * time.Millisecond
	const files, moved = 2000, 100
	maker := &view{T: t, root: t.TempDir()}
	sides := maker.commits(files, moved)
	v := open(t, maker.root, opt)
	for i := range n {
		v.rest()
		clear(v.changed)
		clear(v.removed)
		from, to := "two", "one"
		if i%2 > 0 {
			from, to = to, from
		}
		before, split := v.batches, 0
		began := now()
		v.git("checkout", "-q", to)
		took := time.Since(began)
		v.until("the checkout", func() bool {
			for i := range moved {
				left := v.removed[fmt.Sprintf("moved/%s/%d/%d.md", from, i%10, i)]
				came := v.changed[fmt.Sprintf("moved/%s/%d/%d.md", to, i%10, i)]
				if (left > 0) != (came > 0) {
					split++
				}
			}
			return v.same(sides[to])
		})
		if split > 0 {
			t.Errorf("checkout %d: %d moved files left and came in two batches", i, split)
		}
		all := time.Since(began)
		v.rest()
		if !v.same(v.disk()) {
			t.Error("the view is not the disk")
		}
		if b := v.batches - before; b > 3+int(took/opt.MaxDelay) {
			t.Errorf("checkout %d made %d batches", i, b)
		} else {
			t.Logf("checkout %d took %v, and was seen after %v in %d batches", i, took, all-took, b)
		}
		if v.removed["README.md"]+v.changed["README.md"] > 0 || len(v.faults) > 0 {
			t.Errorf("README.md did not stay; faults %q", v.faults)
		}
	}
}

func (v *view) same(files map[string]string) bool {
	for p, text := range files {
		if v.files[p] != text {
			return false
		}
	}
	return len(v.files) == len(files)
}

// After checkouts during which looks run, the view equals the disk.
func TestGitCheckout(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	maker := &view{T: t, root: t.TempDir()}
	maker.commits(800, 50)
	v := open(t, maker.root, quick)
	for range 3 {
		v.git("checkout", "-q", "one")
		v.untilDisk()
		v.git("checkout", "-q", "two")
		v.git("checkout", "-q", "one")
		v.git("checkout", "-q", "two")
		v.untilDisk()
	}
	v.write("2019/1/1/last.md", "the new directories have watches")
	v.untilDisk()
	if len(v.files) != 801 || v.removed["README.md"] > 0 {
		t.Errorf("%d files; README.md removed %d times", len(v.files), v.removed["README.md"])
	}
}

// The kernel's queue of events overflows while no goroutine reads it.
func TestOverflowOfTheKernel(t *testing.T) {
	text, err := os.ReadFile("/proc/sys/fs/inotify/max_queued_events")
	must(t, err)
	queue, err := strconv.Atoi(strings.TrimSpace(string(text)))
	must(t, err)
	if queue > 50_000 {
		t.Skip("the queue of events is too long to fill: ", queue)
	}
	files := max(30_000, queue+5000)
	if testing.Short() {
		files = queue*2/3 + 4096 // of two events each; fsnotify holds at most 4096
	}
	const dirs = 100
	root := t.TempDir()
	for i := range dirs {
		write(t, root, fmt.Sprintf("%d/first.md", i), "")
	}
	tree := watched(t, root, quick)
	ctx, stop := context.WithCancel(t.Context())
	tree.stop = stop
	tree.running.Go(func() { tree.run(ctx) })
	v := see(t, root, tree)
	v.rest()
	for i := range files { // one directory after the other: the last ones have no event in the queue
		must(t, os.WriteFile(v.path(fmt.Sprintf("%d/%d.md", i*dirs/files, i)), []byte("text"), 0o644))
	}
	began := now()
	tree.running.Go(tree.listen)
	v.until("all files", func() bool { return len(v.files) == files+dirs })
	took := time.Since(began)
	v.untilDisk()
	if s := tree.Status(); s.Overflows == 0 || s.Mode != Events || s.Polled > 0 {
		t.Errorf("status %+v", s)
	}
	t.Logf("%d files, whose events overflowed a queue of %d, were known %v after the last, in %d batches", files, queue, took, v.batches)
	v.write("99/last.md", "by an event")
	v.untilDisk()
}

// A storm changes other directories until stop is closed.
func storm(t *testing.T, root string, stop chan struct{}, removes bool) {
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		default:
		}
		p := filepath.Join(root, fmt.Sprintf("storm/%d/%d.md", n%20, n%200))
		if removes && n%3 == 0 {
			_ = os.Remove(p)
			continue
		}
		if err := os.WriteFile(p, fmt.Append(nil, n), 0o644); err != nil {
			t.Error(err)
			return
		}
	}
}

// While looks run all the time and the tree is never quiet, a renamed file still leaves and arrives in one batch.
func TestRenameAmidStorm(t *testing.T) {
	n := *renames
	if testing.Short() {
		n /= 5
	}
	for _, c := range []struct {
		name    string
		removes bool
	}{{"of writes", false}, {"of writes and removals", true}} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			for i := range 20 {
				write(t, root, fmt.Sprintf("storm/%d/first.md", i), "")
			}
			file := func(i int) string { return fmt.Sprintf("%c/%d.md", "amz"[i%3], i) }
			for i := range 3 {
				write(t, root, path.Dir(file(i))+"/stay.md", "")
			}
			write(t, root, file(0), "renamed")
			opt := quick
			opt.Settle, opt.MaxDelay = 50*time.Millisecond, 100*time.Millisecond // longer than events take under load
			v := open(t, root, opt)
			v.aged()
			stop := make(chan struct{})
			var storms sync.WaitGroup
			storms.Go(func() { storm(t, root, stop, c.removes) })
			defer storms.Wait()
			defer close(stop)
			split := 0
			for i := range n {
				v.rename(file(i), file(i+1))
				if !v.moves(file(i), file(i+1)) {
					split++
				}
			}
			if split > 0 {
				t.Errorf("%d of %d renames came in two batches, or not as renames", split, n)
			}
		})
	}
}

// A stepping notifier watches nothing, and calls a function for each directory that a look reaches.
type stepping func(dir string)

func (s stepping) Add(dir string) error { s(dir); return nil }
func (stepping) Remove(string) error    { return nil }

// A file is renamed after a look has read one of its two directories and before it reads the other. Once the events
// have arrived, a single batch still has both ends of the rename.
func TestRenameDuringLook(t *testing.T) {
	for _, c := range []struct{ name, old, new string }{
		{"seen twice", "a/x.md", "z/y.md"},
		{"not seen", "z/x.md", "a/y.md"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			write(t, root, "a/stay.md", "stays")
			write(t, root, "z/stay.md", "stays")
			write(t, root, c.old, "renamed")
			tree, err := newTree(root, quick)
			must(t, err)
			tree.look.free = nil // one directory after the other
			at := func(string) {}
			tree.look.watches.notify = stepping(func(dir string) { at(dir) })
			look := func() Batch {
				tree.marks.add(top, deep, now().Add(-quick.Settle))
				b, _ := tree.next(now())
				return b
			}
			for look(); len(tree.look.young) > 0; look() {
			}
			at = func(dir string) {
				if dir == filepath.Join(root, "z") {
					must(t, os.Rename(filepath.Join(root, c.old), filepath.Join(root, c.new)))
					at = func(string) {}
				}
			}
			for range 100 {
				b := look()
				leaves, comes := slices.Contains(b.Removed, c.old), slices.Contains(paths(b), c.new)
				if !leaves && !comes {
					continue
				}
				if !leaves || !comes || b.Changed[slices.Index(paths(b), c.new)].Was != c.old {
					t.Errorf("batch %+v", b)
				}
				return
			}
			t.Error("the rename never came")
		})
	}
}

// moves takes in batches until old is removed and new has come. It reports whether both were in the same batch, as a
// rename.
func (v *view) moves(old, new string) bool {
	v.Helper()
	ctx, cancel := context.WithTimeout(v.Context(), patience)
	defer cancel()
	whole, left, came := false, false, false
	for !left || !came {
		select {
		case b := <-v.tree.Batches():
			v.take(b)
			leaves, was := slices.Contains(b.Removed, old), ""
			for _, f := range b.Changed {
				if f.Path == new {
					came, was = true, f.Was
				}
			}
			left = left || leaves
			whole = whole || leaves && was == old
		case <-ctx.Done():
			v.Fatalf("waiting for the rename of %s to %s: %v", old, new, ctx.Err())
		}
	}
	return whole
}

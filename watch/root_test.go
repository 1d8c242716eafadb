package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// The root is removed, emptied or replaced. No file is removed, a fault reports it, and watching goes on afterwards.
// Every step is one system call, because a look may run between any two.
func TestRoot(t *testing.T) {
	for _, c := range []struct {
		name  string
		lose  func(v *view)
		fault string
		back  func(v *view)
	}{
		{
			"gone and made again",
			func(v *view) { v.rename(".", v.nowhere()) },
			"reading the tree: no such file or directory; its last known state stays; bring the tree back",
			func(v *view) { v.rename(v.copy("a/x.md", "a/y.md"), ".") },
		}, {
			"emptied",
			func(v *view) { v.rename("a", v.nowhere()) },
			errEmptied.Error(),
			func(v *view) { v.rename(v.copy("x.md", "y.md"), "a") },
		}, {
			"emptied but for what does not matter",
			func(v *view) { v.write("lost+found/x.html", ""); v.rename("a", v.nowhere()) },
			errEmptied.Error(),
			func(v *view) { v.rename(v.copy("x.md", "y.md"), "a") },
		}, {
			"moved away and back",
			func(v *view) { v.rename(".", "../away") },
			"reading the tree: no such file or directory; its last known state stays; bring the tree back",
			func(v *view) { v.rename("../away", ".") },
		}, {
			"moved away and back without its watches",
			func(v *view) { v.rename(".", "../away"); must(v.T, v.tree.events.Remove(v.path("a"))) },
			"reading the tree: no such file or directory; its last known state stays; bring the tree back",
			func(v *view) { v.rename("../away", ".") },
		}, {
			"replaced by a file",
			func(v *view) { v.rename(".", v.nowhere()); must(v.T, os.WriteFile(v.root, nil, 0o644)) },
			"reading the tree: not a directory; its last known state stays; bring the tree back",
			func(v *view) { must(v.T, os.Remove(v.root)); v.rename(v.copy("a/x.md", "a/y.md"), ".") },
		}, {
			"replaced by a dangling link",
			func(v *view) { v.rename(".", "../away"); v.link("nowhere", ".") },
			"reading the tree: no such file or directory; its last known state stays; bring the tree back",
			func(v *view) { must(v.T, os.Remove(v.root)); v.rename("../away", ".") },
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "root")
			write(t, root, "a/x.md", "x")
			write(t, root, "a/y.md", "y")
			v := openEvery(t, root, quick, time.Hour) // only events can cause a look
			for range 3 {
				v.rest()
				c.lose(v)
				v.until("the fault", func() bool { return v.faults["."] == c.fault })
				if len(v.files) < 2 {
					t.Fatalf("files were taken away: %q", v.files)
				}
				c.back(v)
				v.write("a/x.md", "x again")
				v.write("a/y.md", "y again")
				v.until("no fault", func() bool { return len(v.faults) == 0 })
				v.untilDisk()
				v.write("a/new.md", "new")
				v.write("a/new/new.md", "new")
				v.untilDisk()
				v.remove("a/new")
				v.remove("a/new.md")
				v.untilDisk()
				if v.removed["a/x.md"]+v.removed["a/y.md"] > 0 {
					t.Errorf("removed: %v", v.removed)
				}
			}
		})
	}
}

// nowhere returns a path outside the tree, relative to the root, to rename a file to.
func (v *view) nowhere() string {
	v.Helper()
	rel, err := filepath.Rel(v.root, filepath.Join(v.TempDir(), "gone"))
	must(v.T, err)
	return rel
}

// copy makes a directory of files outside the tree, and returns its path relative to the root.
func (v *view) copy(files ...string) string {
	v.Helper()
	dir := v.TempDir()
	for _, name := range files {
		write(v.T, filepath.Join(dir, "made"), name, "made again")
	}
	rel, err := filepath.Rel(v.root, filepath.Join(dir, "made"))
	must(v.T, err)
	return rel
}

// The root is a symbolic link, which a deploy swaps.
func TestRootLinkSwapped(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "1/a/x.md", "first")
	write(t, dir, "2/a/x.md", "second")
	write(t, dir, "2/a/y.md", "second")
	current := filepath.Join(dir, "current")
	must(t, os.Symlink("1", current))
	v := open(t, current, quick)
	v.rest()
	must(t, os.Symlink("2", filepath.Join(dir, "next")))
	must(t, os.Rename(filepath.Join(dir, "next"), current))
	second := func() bool { return v.files["a/x.md"] == "second" && v.files["a/y.md"] == "second" }
	v.until("the second release", second)
	write(t, dir, "2/a/x.md", "patched")
	v.until("a change in it", func() bool { return v.files["a/x.md"] == "patched" })
	write(t, dir, "1/a/gone.md", "")
	v.write("barrier.md", "")
	v.until("the barrier", func() bool { return v.changed["barrier.md"] > 0 })
	if v.changed["a/gone.md"] > 0 {
		t.Error("the old release still speaks")
	}
}

// Before the first look succeeds there is no batch: an empty Full one would remove everything.
func TestRootGoneBeforeFirstLook(t *testing.T) {
	root := filepath.Join(t.TempDir(), "root")
	write(t, root, "x.md", "x")
	tree, err := newTree(root, quick)
	must(t, err)
	must(t, os.RemoveAll(root))
	if b, news := tree.next(now()); news {
		t.Fatalf("a batch of a missing tree: %+v", b)
	}
	if tree.poll.IsZero() {
		t.Error("nobody looks whether it comes back")
	}
	write(t, root, "x.md", "x")
	if b, news := tree.next(now()); !news || !b.Full || len(b.Changed) != 1 {
		t.Errorf("when it is back: %+v", b)
	}
}

// A subtree that cannot be read keeps its files.
func TestUnreadable(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a/b/x.md", "x")
	write(t, root, "a/y.md", "y")
	write(t, root, "z.md", "z")
	unprivileged(t, root)
	tree, err := newTree(root, quick)
	must(t, err)
	tree.look.free = nil // stay on this thread
	if b, _ := tree.next(now()); len(b.Changed) != 3 || len(b.Faults) > 0 {
		t.Fatalf("first batch: %+v", b)
	}
	forbid(t, filepath.Join(root, "a"))
	look := func() Batch {
		tree.marks.add(".", deep, now())
		b, _ := tree.next(now())
		return b
	}
	b := look()
	if len(b.Removed) > 0 || len(b.Faults) != 1 || b.Faults[0].Path != "a" || !errors.Is(b.Faults[0].Err, fs.ErrPermission) {
		t.Errorf("unreadable: %+v", b)
	}
	if got, want := b.Faults[0].Err.Error(), "permission denied; its last known state stays; make it readable"; got != want {
		t.Errorf("fault %q, want %q", got, want)
	}
	must(t, os.Remove(filepath.Join(root, "z.md")))
	if b := look(); len(b.Removed) != 0 || len(b.Faults) != 1 {
		t.Errorf("the removal of another file, seen for the first time: %+v", b)
	}
	must(t, os.Chmod(filepath.Join(root, "a"), 0o755))
	must(t, os.Remove(filepath.Join(root, "a/y.md")))
	tree.marks.add(".", deep, now().Add(-quick.Settle))
	if b, _ = tree.next(now()); len(b.Faults) != 0 || len(b.Removed) != 1 || b.Removed[0] != "z.md" {
		t.Errorf("readable again: %+v", b)
	}
	if b, _ = tree.next(now().Add(quick.Settle)); len(b.Removed) != 1 || b.Removed[0] != "a/y.md" {
		t.Errorf("readable again: %+v", b)
	}
}

// TestOutcome checks that a directory that is gone is removed, and that one that cannot be read keeps its known state.
func TestOutcome(t *testing.T) {
	old := &dir{id: identity{1, 2}, files: []file{{name: "x.md"}}, total: total{files: 1, dirs: 1}}
	empty := &dir{id: identity{9, 2}, total: total{dirs: 1}}
	for _, c := range []struct {
		name  string
		prev  *dir
		next  *dir
		err   error
		files int
		fault string
	}{
		{"gone", old, nil, syscall.ENOENT, -1, ""},
		{"a file now", old, nil, syscall.ENOTDIR, -1, ""},
		{"not allowed", old, nil, syscall.EACCES, 1, "permission denied; its last known state stays; make it readable"},
		{"a bad disk", old, nil, syscall.EIO, 1, "input/output error; its last known state stays; make it readable"},
		{"a server that is away", old, nil, syscall.ENOTCONN, 1, "transport endpoint is not connected; its last known state stays; make it readable"},
		{"a handle from before", old, nil, syscall.ESTALE, 1, "stale file handle; its last known state stays; make it readable"},
		{"no more files may be open", old, nil, syscall.EMFILE, 1, "too many open files; its last known state stays; make it readable"},
		{"never readable", nil, nil, syscall.EIO, 0, "input/output error; left out with all its contents; make it readable, or ignore it"},
		{"emptied", old, &dir{id: old.id, total: total{dirs: 1}}, nil, 0, ""},
		{"unmounted", old, empty, nil, 1, errUnmounted.Error()},
		{"another disk with files", old, &dir{id: identity{9, 2}, files: old.files, total: old.total}, nil, 1, ""},
		{"unmounted, empty before", &dir{id: old.id}, empty, nil, 0, ""},
	} {
		parent := &dir{}
		parent.add("d", c.prev, c.next, c.err)
		switch {
		case c.files < 0 && len(parent.dirs) > 0:
			t.Errorf("%s: it is still there", c.name)
		case c.files < 0:
		case len(parent.dirs) != 1 || len(parent.dirs[0].dir.files) != c.files || !sameText(parent.dirs[0].dir.err, fault(c.fault)):
			t.Errorf("%s: %+v", c.name, parent.dirs)
		}
	}
}

func fault(text string) error {
	if text == "" {
		return nil
	}
	return errors.New(text)
}

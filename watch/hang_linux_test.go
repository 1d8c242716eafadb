package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// mountDead mounts a file system that does not answer, like that of a server that is down. revive makes every call fail
// that waits for it.
func mountDead(t *testing.T, dir string) (revive func()) {
	t.Helper()
	device, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	if err != nil {
		t.Skip("this machine has no FUSE: ", err)
	}
	t.Cleanup(func() { device.Close() })
	must(t, os.MkdirAll(dir, 0o755))
	if err := unix.Mount("dead", dir, "fuse", 0, fmt.Sprintf("fd=%d,rootmode=40000,user_id=0,group_id=0", device.Fd())); err != nil {
		t.Skip("this machine refuses a namespace its own mounts: ", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	return func() { device.Close() }
}

// A directory that does not answer has a fault, which ends when the directory answers, even with an error.
func TestDeadMount(t *testing.T) {
	if !inside(t, unix.CLONE_NEWNS) {
		return
	}
	for _, c := range []struct {
		name string
		at   string // where the dead file system is mounted
	}{
		{"a directory with files", "a"},
		{"the root", "."},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "root")
			write(t, root, "a/x.md", "x")
			write(t, root, "y.md", "y")
			tree := watched(t, root, quick)
			tree.pollEvery, tree.hangs = time.Millisecond, time.Millisecond
			tree.opt.Rescan = time.Millisecond
			tree.start()
			v := see(t, root, tree)
			revive := mountDead(t, filepath.Join(root, c.at))
			v.until("the fault", func() bool { return strings.Contains(v.faults[c.at], "has not answered") })
			revive()
			v.until("another fault", func() bool { return !strings.Contains(v.faults[c.at], "has not answered") })
			if len(v.removed) > 0 || len(v.files) != 2 {
				t.Errorf("removed %v, left %q", v.removed, v.files)
			}
		})
	}
}

// While the first look waits for a dead directory, a batch reports that before any batch has files.
func TestDeadMountAtFirst(t *testing.T) {
	if !inside(t, unix.CLONE_NEWNS) {
		return
	}
	root := t.TempDir()
	write(t, root, "y.md", "y")
	revive := mountDead(t, filepath.Join(root, "a"))
	tree := watched(t, root, quick)
	tree.hangs = time.Millisecond
	tree.start()
	b := <-tree.Batches()
	for b.Waiting && len(b.Faults) == 1 && b.Faults[0].Path == top { // a busy machine needs longer than hangs for the root
		b = <-tree.Batches()
	}
	if b.Full || !b.Waiting || len(b.Changed) > 0 || len(b.Faults) != 1 || b.Faults[0].Path != "a" || b.Faults[0].Effect != Kept {
		t.Errorf("while the first look waits: %+v", b)
	}
	revive()
	v := see(t, root, tree)
	if v.files["y.md"] != "y" {
		t.Errorf("then: files %q, faults %q", v.files, v.faults)
	}
}

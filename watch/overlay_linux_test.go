package watch

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A change in a lower layer of an overlay causes no event in the tree, so polling finds it. A change made in the tree
// itself causes an event.
func TestOverlay(t *testing.T) {
	if !inside(t, unix.CLONE_NEWNS) {
		return
	}
	dir := t.TempDir()
	mount(t, dir, "")
	lower, root := filepath.Join(dir, "lower"), filepath.Join(dir, "root")
	for _, name := range []string{"upper", "work", "root"} {
		must(t, os.Mkdir(filepath.Join(dir, name), 0o755))
	}
	write(t, lower, "a/x.md", "below")
	layers := "lowerdir=" + lower + ",upperdir=" + dir + "/upper,workdir=" + dir + "/work,userxattr"
	if err := unix.Mount("overlay", root, "overlay", 0, layers); err != nil {
		t.Skip("this machine refuses a namespace its own overlays: ", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(root, unix.MNT_DETACH) })

	for _, poll := range []time.Duration{time.Hour, time.Millisecond} {
		v := openEvery(t, root, quick, poll)
		if s := v.tree.Status(); s.Mode != Polled {
			t.Errorf("status %+v", s)
		}
		if poll == time.Hour {
			v.write("a/y.md", "above")
		} else {
			write(t, lower, "a/z.md", "below, later")
		}
		v.untilDisk()
	}
}

package watch

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// insideKey is set in the environment of a test that runs in namespaces of its own.
const insideKey = "DATELINE_TEST_INSIDE"

// inside reports whether the test runs in a user namespace of its own, where it may set limits and, with CLONE_NEWNS
// in flags, mount. If it does not, inside runs the test there and adopts its result, so the caller just returns.
func inside(t *testing.T, flags uintptr) bool {
	t.Helper()
	if os.Getenv(insideKey) != "" {
		if flags&unix.CLONE_NEWNS != 0 {
			must(t, unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
		}
		return true
	}
	t.Parallel()
	binary, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), binary, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), insideKey+"=1", "GORACE=atexit_sleep_ms=0")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | flags,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		t.Errorf("in its namespaces: %v\n%s", err, out)
	case err != nil:
		t.Skipf("this machine refuses a namespace to its users: %v", err)
	case strings.Contains(string(out), "--- SKIP"):
		t.Skipf("in its namespaces:\n%s", out)
	default:
		t.Logf("in its namespaces:\n%s", out)
	}
	return false
}

// limit sets /proc/sys/user/name, which counts for this namespace.
func limit(t *testing.T, name string, n int) {
	t.Helper()
	if err := os.WriteFile("/proc/sys/user/"+name, fmt.Append(nil, n), 0); err != nil {
		t.Skip("this machine refuses a namespace its own limits: ", err)
	}
}

// mount mounts an empty tmpfs on dir until the test is over.
func mount(t *testing.T, dir, options string) {
	t.Helper()
	must(t, os.MkdirAll(dir, 0o755))
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Skip("this machine refuses a namespace its own mounts: ", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
}

// bind mounts what is at from on dir as well.
func bind(t *testing.T, from, dir string) {
	t.Helper()
	must(t, unix.Mount(from, dir, "", unix.MS_BIND, ""))
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
}

// unmount unmounts dir as umount(8) does. It waits until no look has a directory of the file system open.
func unmount(t *testing.T, dir string) {
	t.Helper()
	err := unix.Unmount(dir, 0)
	for ; err == unix.EBUSY; err = unix.Unmount(dir, 0) {
		runtime.Gosched()
	}
	must(t, err)
}

func detach(t *testing.T, dir string) { t.Helper(); must(t, unix.Unmount(dir, unix.MNT_DETACH)) }

// The limit allows a watch for four of 21 directories and for the directory above the root. The tree still finds all
// changes, the log reports the limit once, and the other directories get a watch when the limit is raised.
func TestWatchLimit(t *testing.T) {
	if !inside(t, 0) {
		return
	}
	const watches = 5
	limit(t, "max_inotify_watches", watches)
	root := t.TempDir()
	for i := range 10 {
		write(t, root, fmt.Sprintf("%d/deep/x.md", i), "x")
	}
	said := &log{}
	opt := quick
	opt.Log = slog.New(slog.NewTextHandler(said, nil))
	v := openEvery(t, root, opt, time.Millisecond)
	if s := v.tree.Status(); s.Mode != Mixed || s.Directories != 21 || s.Polled != s.Directories-(watches-1) {
		t.Errorf("status %+v", s)
	}
	for i := range 10 {
		v.write(fmt.Sprintf("%d/deep/x.md", i), "modified")
		v.write(fmt.Sprintf("%d/y.md", i), "created")
		v.write(fmt.Sprintf("%d/n/e/w/z.md", i), "deep")
	}
	v.untilDisk()
	for i := range 4 {
		v.remove(fmt.Sprintf("%d/deep/x.md", i))
		v.rename(fmt.Sprintf("%d/n", i), fmt.Sprintf("%d/m", i))
		v.rename(fmt.Sprintf("%d", i+4), fmt.Sprintf("moved%d", i))
	}
	v.untilDisk()
	for i := range 4 {
		v.write(fmt.Sprintf("moved%d/n/e/w/z.md", i), "modified under the new name")
		v.write(fmt.Sprintf("%d/m/e/w/z.md", i), "modified under the new name")
	}
	v.untilDisk()
	v.remove("moved0")
	v.remove("0")
	v.untilDisk()
	if s := v.tree.Status(); s.Mode != Mixed || s.Polled == 0 || s.Polled >= s.Directories {
		t.Errorf("status %+v", s)
	}
	if said.count("polled") != 1 || said.count("raise fs.inotify.max_user_watches") != 1 {
		t.Errorf("the log says: %s", &said.text)
	}
	limit(t, "max_inotify_watches", 1000)
	for n := 0; v.tree.Status().Polled > 0; n++ {
		if v.barrier(fmt.Sprintf("%d.md", n)); n == 1000 {
			t.Fatalf("after 1,000 looks with watches to be had: %+v", v.tree.Status())
		}
	}
	v.allEvents()
	v.write("moved3/n/e/w/z.md", "by an event")
	v.untilDisk()
}

// If no inotify instance is available, everything is polled.
func TestInstanceLimit(t *testing.T) {
	if !inside(t, 0) {
		return
	}
	limit(t, "max_inotify_instances", 0)
	root := t.TempDir()
	write(t, root, "a/x.md", "x")
	said := &log{}
	opt := quick
	opt.Log = slog.New(slog.NewTextHandler(said, nil))
	v := open(t, root, opt)
	v.write("a/x.md", "modified")
	v.write("a/n/e/w/x.md", "created")
	v.untilDisk()
	for start := now(); time.Since(start) < 3*tick; { // only a poll finds what follows: no file is young
		v.rest()
	}
	v.write("a/n/e/w/x.md", "modified")
	v.remove("a/x.md")
	v.untilDisk()
	if s := v.tree.Status(); s.Mode != Polled || s.Directories != 5 || s.Polled != 5 {
		t.Errorf("status %+v", s)
	}
	if said.count("polled") != 1 || said.count("raise fs.inotify.max_user_instances") != 1 {
		t.Errorf("the log says: %s", &said.text)
	}
}

// The root's file system is unmounted, which leaves an empty directory, and mounted again: a fault, but no removal.
func TestRootUnmounted(t *testing.T) {
	if !inside(t, unix.CLONE_NEWNS) {
		return
	}
	for _, c := range []struct {
		name string
		away func(t *testing.T, dir string)
		kept bool // the file system is mounted elsewhere too, so that its watches outlive the unmounting
		open bool // a file on it is open
	}{
		{"unmounted", unmount, false, false},
		{"detached", detach, false, false},
		{"detached with an open file", detach, false, true},
		{"one of two mounts", unmount, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			root, stock, other := filepath.Join(dir, "root"), filepath.Join(dir, "stock"), filepath.Join(dir, "other")
			must(t, os.Mkdir(root, 0o755))
			mount(t, stock, "")
			write(t, stock, "x.md", "x")
			write(t, stock, "a/b/y.md", "y")
			bind(t, stock, root)
			if !c.kept {
				unmount(t, stock)
			}
			v := openEvery(t, root, quick, time.Millisecond)
			if c.open {
				f, err := os.Open(v.path("x.md"))
				must(t, err)
				defer f.Close()
			}
			v.write("a/b/y.md", "modified")
			v.untilDisk()
			before := len(v.files)

			c.away(t, root)
			v.until("the fault", func() bool { return v.faults["."] == errEmptied.Error() })
			if s := v.tree.Status(); s.Faults != 1 || s.Files != before {
				t.Errorf("status %+v", s)
			}
			if len(v.removed) > 0 || len(v.files) != before {
				t.Fatalf("removed: %v, left: %q", v.removed, v.files)
			}

			v.back(other, root, "x.md", "a/b/y.md", "c/d/new.md")
			v.write("a/b/y.md", "by an event")
			v.write("c/d/e/f.md", "by an event")
			v.untilDisk()
			v.remove("c")
			v.untilDisk()
		})
	}
}

// back mounts another file system with files, made at other, at dir. It checks that nothing was removed in between and
// that events come again.
func (v *view) back(other, dir string, files ...string) {
	v.Helper()
	mount(v.T, other, "")
	for _, name := range files {
		write(v.T, other, name, "another "+name)
	}
	bind(v.T, other, dir)
	v.until("no fault", func() bool { return len(v.faults) == 0 })
	v.untilDisk()
	if len(v.removed) > 0 {
		v.Errorf("removed: %v", v.removed)
	}
	v.allEvents()
}

// allEvents checks that no directory is polled, so that further changes are found by events.
func (v *view) allEvents() {
	v.Helper()
	if s := v.tree.Status(); s.Mode != Events || s.Polled > 0 {
		v.Errorf("status %+v", s)
	}
}

// A file system is mounted over a root that has files, which causes no event.
func TestMountedOver(t *testing.T) {
	if !inside(t, unix.CLONE_NEWNS) {
		return
	}
	dir := t.TempDir()
	root, other := filepath.Join(dir, "root"), filepath.Join(dir, "other")
	write(t, root, "x.md", "x")
	write(t, root, "a/both.md", "below")
	mount(t, other, "")
	write(t, other, "a/both.md", "above")
	write(t, other, "b/y.md", "y")
	v := openEvery(t, root, quick, time.Millisecond)
	v.barrier("barrier.md")
	for range 3 {
		v.rest()
		bind(t, other, root)
		v.untilDisk()
		if len(v.faults) > 0 || v.files["a/both.md"] != "above" || v.files["x.md"] != "" {
			t.Errorf("faults %q, files %q", v.faults, v.files)
		}
		v.write("a/both.md", "above")
		v.write("n/e/w.md", "new above")
		v.untilDisk()
		v.remove("n")
		v.untilDisk()

		detach(t, root)
		v.until("what is below", func() bool { return v.files["a/both.md"] == "below" && v.files["x.md"] == "x" })
		v.untilDisk()
		v.write("n/e/w.md", "new below")
		v.untilDisk()
	}
}

// The file system of a directory is unmounted and mounted again. Once a rescan notices, there is a fault, and the files
// stay.
func TestSubdirectoryUnmounted(t *testing.T) {
	if !inside(t, unix.CLONE_NEWNS) {
		return
	}
	for _, c := range []struct {
		name string
		away func(t *testing.T, dir string)
		kept bool
	}{
		{"unmounted", unmount, false},
		{"detached", detach, false},
		{"one of two mounts", unmount, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			root, stock, other := filepath.Join(dir, "root"), filepath.Join(dir, "stock"), filepath.Join(dir, "other")
			write(t, root, "stay.md", "stays")
			sub := filepath.Join(root, "a", "sub")
			must(t, os.MkdirAll(sub, 0o755))
			mount(t, stock, "")
			write(t, stock, "x.md", "x")
			write(t, stock, "b/c/y.md", "y")
			bind(t, stock, sub)
			if !c.kept {
				unmount(t, stock)
			}
			opt := quick
			opt.Rescan = 10 * time.Millisecond
			v := openEvery(t, root, opt, time.Millisecond)
			v.write("a/sub/b/c/y.md", "modified")
			v.untilDisk()

			c.away(t, sub)
			v.until("the fault", func() bool { return v.faults["a/sub"] == errUnmounted.Error() })
			v.barrier("barrier.md")
			if len(v.removed) > 0 || len(v.files) != 4 || len(v.faults) != 1 {
				t.Fatalf("removed: %v, left: %q, faults %q", v.removed, v.files, v.faults)
			}

			v.back(other, sub, "x.md", "b/c/y.md", "b/new/z.md")
			v.write("a/sub/b/new/z.md", "modified")
			v.remove("a/sub/x.md")
			v.untilDisk()
		})
	}
}

// A full disk leaves half a file and does not stop the watch.
func TestFullDisk(t *testing.T) {
	if !inside(t, unix.CLONE_NEWNS) {
		return
	}
	root := filepath.Join(t.TempDir(), "root")
	mount(t, root, "size=256k")
	write(t, root, "a/x.md", "x")
	v := open(t, root, quick)
	for range 5 {
		err := os.WriteFile(v.path("a/big.md"), make([]byte, 1<<20), 0o644)
		if !errors.Is(err, unix.ENOSPC) {
			t.Fatalf("a mebibyte on 256 KiB: %v", err)
		}
		v.untilDisk()
		if n := len(v.files["a/big.md"]); n == 0 || n >= 1<<20 {
			t.Errorf("%d bytes are left", n)
		}
		v.remove("a/big.md")
		v.write("a/x.md", v.files["a/x.md"]+"x")
		v.write("a/b/y.md", v.files["a/x.md"])
		v.untilDisk()
	}
	if len(v.faults) > 0 {
		t.Errorf("faults %q", v.faults)
	}
}

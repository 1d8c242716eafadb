package watch

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// patient settles as in production, so that all that an editor does to save a file is one change.
var patient = Options{Settle: 100 * time.Millisecond, MaxDelay: 5 * time.Second, Extensions: []string{".md"}}

// command runs a program in the tree. If it is not installed, the test is skipped.
func command(name string, args ...string) func(t *testing.T, root string) {
	return func(t *testing.T, root string) {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip(name, " is not installed")
		}
		cmd := exec.Command(name, args...)
		cmd.Dir = root
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", cmd, err, out)
		}
	}
}

func vim(settings string) func(t *testing.T, root string) {
	return command("vim", "-Es", "-u", "NONE", "-c", "set "+settings, "-c", "e x.md", "-c", "%s/one/two/", "-c", "wq")
}

// TestEditors checks that saving a file in any of these ways is one change of one file.
func TestEditors(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(t *testing.T, root string)
		text string
	}{
		{"vim", command("vim", "-Es", "-u", "NONE", "-c", "%s/one/two/", "-c", "wq", "x.md"), "two\n"},
		{"vim with a swap file", vim("nocompatible swapfile updatecount=1"), "two\n"},
		{"vim with a backup", vim("swapfile updatecount=1 backup"), "two\n"},
		{"vim that copies", vim("swapfile updatecount=1 backupcopy=yes"), "two\n"},
		{"vim that copies with a backup", vim("swapfile updatecount=1 backup backupcopy=yes"), "two\n"},
		{"vim that renames", vim("swapfile updatecount=1 nobackup writebackup backupcopy=no"), "two\n"},
		{"vim that renames with a backup", vim("swapfile updatecount=1 backup backupcopy=no"), "two\n"},
		{"vim that chooses", vim("swapfile updatecount=1 nobackup writebackup backupcopy=auto"), "two\n"},
		{"vim that syncs in place", vim("nobackup nowritebackup fsync"), "two\n"},
		{"sed -i", command("sed", "-i", "s/one/two/", "x.md"), "two\n"},
		{"sed -i with a backup", command("sed", "-i~", "s/one/two/", "x.md"), "two\n"},
		{"cp over", command("sh", "-c", "echo two >.new && cp .new x.md"), "two\n"},
		{"mv over", command("sh", "-c", "echo two >.new && mv .new x.md"), "two\n"},
		{"append", command("sh", "-c", "echo two >>x.md"), "one\ntwo\n"},
		{"touch", command("touch", "x.md"), "one\n"},
		{"touch into the past", command("touch", "-d", "2001-02-03", "x.md"), "one\n"},
		{"chmod", command("chmod", "600", "x.md"), "one\n"},
		{"truncate and write", func(t *testing.T, root string) { write(t, root, "x.md", "two") }, "two"},
		{"write twice", func(t *testing.T, root string) {
			write(t, root, "x.md", "half")
			write(t, root, "x.md", "two")
		}, "two"},
		{"write and rename over", func(t *testing.T, root string) {
			write(t, root, ".x.md.1234", "two")
			must(t, os.Rename(filepath.Join(root, ".x.md.1234"), filepath.Join(root, "x.md")))
		}, "two"},
		{"write under a name of the system and rename over", func(t *testing.T, root string) {
			write(t, root, "x.md.tmp", "two")
			must(t, os.Rename(filepath.Join(root, "x.md.tmp"), filepath.Join(root, "x.md")))
		}, "two"},
		{"emacs", func(t *testing.T, root string) {
			must(t, os.Symlink("user@host.1", filepath.Join(root, ".#x.md")))
			write(t, root, "#x.md#", "autosaved")
			must(t, os.Rename(filepath.Join(root, "x.md"), filepath.Join(root, "x.md~")))
			write(t, root, "x.md", "two")
			must(t, os.Remove(filepath.Join(root, "#x.md#")))
			must(t, os.Remove(filepath.Join(root, ".#x.md")))
		}, "two"},
		{"remove and write", func(t *testing.T, root string) {
			must(t, os.Remove(filepath.Join(root, "x.md")))
			write(t, root, "x.md", "two")
		}, "two"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			write(t, root, "x.md", "one\n")
			v := open(t, root, patient)
			v.aged()
			v.rest()
			c.edit(t, root)
			v.until("the change", func() bool { return v.changed["x.md"] > 0 })
			v.barrier("after.md")
			v.rest()
			if v.files["x.md"] != c.text || v.changed["x.md"] != 1 || v.named() != 2 || len(v.removed) > 0 || len(v.faults) > 0 {
				t.Errorf("x.md is %q, changed %v, removed %v, faults %q", v.files["x.md"], v.changed, v.removed, v.faults)
			}
		})
	}
}

// Writing through a hard link outside the tree causes no event in it. A rescan finds the change.
func TestHardLinkOutside(t *testing.T) {
	root, elsewhere := t.TempDir(), t.TempDir()
	write(t, root, "a/x.md", "one")
	must(t, os.Link(filepath.Join(root, "a/x.md"), filepath.Join(elsewhere, "x.md")))
	opt := quick
	opt.Rescan = 10 * time.Millisecond
	v := open(t, root, opt)
	for _, text := range []string{"two", "six", "ten"} {
		v.aged()
		write(t, elsewhere, "x.md", text)
		v.untilDisk()
	}
	if len(v.removed) > 0 {
		t.Errorf("removed: %v", v.removed)
	}
}

package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestFile(t *testing.T) {
	root := t.TempDir()
	write(t, root, "2017/04/7/x.md", "one")
	v := open(t, root, quick)
	steps := []struct {
		name string
		do   func()
	}{
		{"create", func() { v.write("2017/04/7/y.md", "y") }},
		{"modify", func() { v.write("2017/04/7/x.md", "one and two") }},
		{"same size and modification time", func() {
			info, err := os.Stat(v.path("2017/04/7/x.md"))
			must(t, err)
			v.write("2017/04/7/x.md", "ONE AND TWO")
			must(t, os.Chtimes(v.path("2017/04/7/x.md"), info.ModTime(), info.ModTime()))
		}},
		{"replace by rename", func() {
			v.write("2017/04/7/x.tmp", "three")
			v.rename("2017/04/7/x.tmp", "2017/04/7/x.md")
		}},
		{"rename", func() { v.rename("2017/04/7/x.md", "2017/04/z.md") }},
		{"case-only rename", func() { v.rename("2017/04/z.md", "2017/04/Z.md") }},
		{"hard link", func() { must(t, os.Link(v.path("2017/04/Z.md"), v.path("2017/h.md"))) }},
		{"delete", func() { v.remove("2017/04/Z.md") }},
		{"delete a directory", func() { v.remove("2017/04") }},
		{"make it again", func() { v.write("2017/04/7/x.md", "again") }},
	}
	for _, s := range steps {
		s.do()
		v.untilDisk()
		t.Log(s.name, "done")
	}
	if len(v.files) != 2 || v.files["2017/04/7/x.md"] != "again" {
		t.Errorf("the view ends as %v", v.files)
	}
}

func TestFirstBatch(t *testing.T) {
	root := t.TempDir()
	write(t, root, "b.md", "")
	write(t, root, "a/c.MD", "")
	write(t, root, "a.md", "")
	tree, err := Open(root, quick)
	must(t, err)
	defer tree.Close()
	want := Batch{Full: true, Changed: []File{{Path: "a.md"}, {Path: "a/c.MD"}, {Path: "b.md"}}, Directories: 2}
	withoutStamps := cmpopts.IgnoreFields(File{}, "Racy", "Stamp")
	if diff := cmp.Diff(want, <-tree.Batches(), withoutStamps); diff != "" {
		t.Errorf("first batch (-want +got):\n%s", diff)
	}
	b, err := Scan(root, quick)
	must(t, err)
	if diff := cmp.Diff(want, b, withoutStamps); diff != "" {
		t.Errorf("Scan (-want +got):\n%s", diff)
	}
}

func TestOpenErrors(t *testing.T) {
	root := t.TempDir()
	write(t, root, "file", "")
	bad := quick
	bad.Ignore = []string{"a/[b"}
	for _, c := range []struct {
		root string
		opt  Options
		is   error
		text string
	}{
		{filepath.Join(root, "none"), quick, fs.ErrNotExist, "reading the tree: open " + root + "/none: no such file or directory"},
		{filepath.Join(root, "file"), quick, nil, "reading the tree: readdirent " + root + "/file: not a directory"},
		{root, bad, nil, `ignore pattern "a/[b" is not valid; nothing is watched; close its brackets and braces`},
	} {
		_, err := Open(c.root, c.opt)
		if err == nil || err.Error() != c.text || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("Open(%s): %v, want %s", c.root, err, c.text)
		}
		if _, again := Scan(c.root, c.opt); again == nil || again.Error() != c.text {
			t.Errorf("Scan(%s): %v, want %s", c.root, again, c.text)
		}
	}
}

func TestClose(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a.md", "")
	tree, err := Open(root, quick)
	must(t, err)
	must(t, tree.Close()) // without receiving the first batch
	must(t, tree.Close())
	if _, open := <-tree.Batches(); open {
		t.Error("a batch came after Close")
	}
}

// A file made together with its directories is in a listing or in an event.
func TestNewDeepDirectory(t *testing.T) {
	v := open(t, t.TempDir(), quick)
	const n = 500
	for i := range n {
		v.write(fmt.Sprintf("%d/a/%d/b/x.md", i%7, i), fmt.Sprint(i))
		select {
		case b := <-v.tree.Batches(): // looks run among the writes
			v.take(b)
		default:
		}
	}
	v.untilDisk()
	if len(v.files) != n {
		t.Errorf("%d of %d files seen", len(v.files), n)
	}
}

func TestSlowReceiver(t *testing.T) {
	v := open(t, t.TempDir(), quick)
	const dirs, files = 40, 25
	for i := range dirs * files {
		v.write(fmt.Sprintf("%d/%d.md", i%dirs, i), "early")
		v.write(fmt.Sprintf("%d/%d.md", i%dirs, i), "late")
	}
	before := v.batches
	v.untilDisk()
	if n := v.batches - before; n > 5 { // one waiting, one with the rest, and those of looks that found young files
		t.Errorf("%d batches for changes that nobody received", n)
	}
}

func TestOverflow(t *testing.T) {
	root := t.TempDir()
	write(t, root, "deaf/a.md", "")
	v := open(t, root, quick)
	v.rest()
	must(t, v.tree.events.Remove(v.path("deaf")))
	v.write("deaf/b.md", "")
	v.remove("deaf/a.md")
	v.tree.events.Errors <- fsnotify.ErrEventOverflow
	v.untilDisk()
}

func TestRescan(t *testing.T) {
	root := t.TempDir()
	write(t, root, "deaf/a.md", "")
	write(t, root, "deaf/c.md", "")
	often := quick
	often.Rescan = 10 * time.Millisecond
	v := open(t, root, often)
	v.rest()
	must(t, v.tree.events.Remove(v.path("deaf")))
	v.write("deaf/b.md", "")
	v.remove("deaf/a.md")
	v.untilDisk()
}

// A file is racy as long as its stamp, which comes from the system, might not show the next change. Afterwards the
// stamp shows a change even if size and time of modification are put back.
func TestStamps(t *testing.T) {
	root := t.TempDir()
	name, at := filepath.Join(root, "a.md"), time.Date(2026, 4, 7, 8, 0, 0, 0, time.UTC)
	stamped := func(text string) Stamp {
		write(t, root, "a.md", text)
		must(t, os.Chtimes(name, at, at))
		for { // the clock of the file system must tick once
			b, err := Scan(root, quick)
			must(t, err)
			if f := b.Changed[0]; !f.Racy {
				return f.Stamp
			}
		}
	}
	first, second := stamped("four"), stamped("five")
	if first.Size != 4 || first.Inode == 0 || first.Ctime <= at.UnixNano() {
		t.Errorf("stamp %+v", first)
	}
	if second.Ctime <= first.Ctime || second.Inode != first.Inode {
		t.Errorf("another text of the same size and time has stamp %+v after %+v", second, first)
	}
}

// Options.Also adds files by name. No other file whose name begins with a dot is in the tree.
func TestAlso(t *testing.T) {
	opt := quick
	opt.Also = func(dir, name string) bool { return name == ".authors.yml" || dir == "data" && name == "names.yml" }
	root := t.TempDir()
	for _, name := range []string{"x.md", ".authors.yml", "b/.authors.yml", "b/.other.yml", "b/names.yml", "data/names.yml", ".git/.authors.yml", "c/.authors.yml/x.md"} {
		write(t, root, name, "one")
	}
	v := open(t, root, opt)
	want := []string{".authors.yml", "b/.authors.yml", "data/names.yml", "x.md"}
	v.until("the files", func() bool { return cmp.Equal(want, slices.Sorted(maps.Keys(v.files))) })
	if want := map[string]string{"c/.authors.yml": errDirectory.Error()}; !cmp.Equal(want, v.faults) {
		t.Errorf("faults %q", v.faults)
	}
	v.write("b/.authors.yml", "two")
	v.until("the change", func() bool { return v.files["b/.authors.yml"] == "two" })
	v.remove(".authors.yml")
	v.until("the removal", func() bool { return v.removed[".authors.yml"] > 0 })
}

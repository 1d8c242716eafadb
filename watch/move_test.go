package watch

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A directory moves, another is made under its old name, and both are written to. Each has events under its own name.
func TestMovedDirectory(t *testing.T) {
	for _, c := range []struct{ name, old, new string }{
		{"after", "a", "z"},
		{"before", "z", "a"}, // the new name is looked at first
		{"into another", "z", "other/deep/a"},
		{"out of another", "other/deep/z", "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			write(t, root, "other/deep/stay.md", "")
			write(t, root, c.old+"/x.md", "x")
			write(t, root, c.old+"/b/c/y.md", "y")
			v := open(t, root, quick)
			for range 20 {
				v.rename(c.old, c.new)
				v.write(c.old+"/b/c/y.md", "young")
				v.untilDisk()
				v.write(c.old+"/b/c/y.md", "younger")
				v.write(c.old+"/b/n.md", "new under the old name")
				v.untilDisk()
				v.write(c.new+"/b/c/y.md", "older")
				v.write(c.new+"/b/n.md", "new under the new name")
				v.untilDisk()
				v.remove(c.old)
				v.rename(c.new, c.old)
				v.write(c.old+"/b/c/back.md", "back")
				v.untilDisk()
				v.remove(c.old + "/b/c/back.md")
				v.untilDisk()
			}
		})
	}
}

func TestExchangedDirectories(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a/b/x.md", "of a")
	write(t, root, "c/b/x.md", "of c")
	v := open(t, root, quick)
	for range 20 {
		v.rename("a", "t")
		v.rename("c", "a")
		v.rename("t", "c")
		v.untilDisk()
		v.write("a/b/x.md", v.files["a/b/x.md"]+".")
		v.untilDisk()
		v.write("c/b/x.md", v.files["c/b/x.md"]+".")
		v.untilDisk()
	}
}

// A directory that gets the inode number of a removed one at once, as on ext4, is another directory.
func TestRemadeDirectory(t *testing.T) {
	root := t.TempDir()
	write(t, root, "stay.md", "")
	v := open(t, root, quick)
	for range 50 {
		v.write("a/b/x.md", "first")
		v.untilDisk()
		v.remove("a")
		v.write("a/b/x.md", "second")
		v.untilDisk()
		v.write("a/b/x.md", "a third")
		v.untilDisk()
	}
}

func TestDirectoryLeavesAndComesBack(t *testing.T) {
	root, elsewhere := t.TempDir(), t.TempDir()
	write(t, root, "stay.md", "")
	write(t, root, "a/b/x.md", "x")
	v := open(t, root, quick)
	away := filepath.Join(elsewhere, "a")
	must(t, os.Rename(v.path("a"), away))
	v.untilDisk()
	write(t, away, "b/y.md", "not in the tree")
	v.barrier("barrier.md")
	if _, seen := v.changed["a/b/y.md"]; seen {
		t.Error("a directory outside the tree still speaks under its old name")
	}
	if watched := v.tree.events.WatchList(); slices.Contains(watched, v.path("a/b")) {
		t.Errorf("a directory outside the tree is still watched: %q", watched)
	}
	must(t, os.Rename(away, v.path("a")))
	v.untilDisk()
	v.write("a/b/y.md", "in the tree")
	v.untilDisk()
}

// A look notices that a directory was replaced even without an event.
func TestReplacedInSilence(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a/b/x.md", "")
	write(t, root, "c/b/y.md", "")
	tree, err := newTree(root, quick)
	must(t, err)
	tree.next(now())
	must(t, os.Rename(root+"/a", root+"/d"))
	must(t, os.Rename(root+"/c", root+"/a"))
	tree.marks.add(top, list, now().Add(-quick.Settle))
	b, _ := tree.next(now())
	if !slices.Contains(paths(b), "a/b/y.md") || !slices.Contains(b.Removed, "a/b/x.md") {
		t.Errorf("batch %+v", b)
	}
}

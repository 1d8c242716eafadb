//go:build unix

package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Files that are passed over because of their extension are counted by extension. Ignored files are not counted.
func TestOthers(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{
		"a.md", "b.rst", "c.RST", "LICENSE", "x/d.rst", "x/y/e.adoc", "x/y/f.of-no-known-kind", "x/g.",
		".hidden.rst", ".git/h.rst", "i.rst~", "drafts/j.rst", "node_modules/k.rst",
	} {
		write(t, root, name, "text")
	}
	linkTo("b.rst")(t, filepath.Join(root, "link.rst"))
	fifo(t, filepath.Join(root, "pipe.rst"))
	want := map[string]int{".rst": 3, ".adoc": 1, "": 3}
	b, err := Scan(root, quick)
	must(t, err)
	if diff := cmp.Diff(want, b.Others); diff != "" {
		t.Errorf("at first (-want +got):\n%s", diff)
	}
	tree := watched(t, root, quick)
	defer tree.events.Close()
	tree.next(now())
	write(t, root, "x/y/l.rst", "text")
	write(t, root, "m.md", "text")
	for _, name := range []string{"x/d.rst", "x/y/e.adoc"} {
		must(t, os.Remove(filepath.Join(root, name)))
	}
	tree.marks.add(top, deep, now())
	b, _ = tree.next(now())
	if diff := cmp.Diff(map[string]int{".rst": 3, "": 3}, b.Others); diff != "" {
		t.Errorf("after changes (-want +got):\n%s", diff)
	}
}

// If every file has another extension, a bounded number of them is counted, and every look counts the same ones.
func TestManyKinds(t *testing.T) {
	root := t.TempDir()
	const files = 3 * maxKinds
	for i := range files {
		write(t, root, fmt.Sprintf("%d/x.e%d", i%3, i), "")
	}
	first, err := Scan(root, quick)
	must(t, err)
	total := 0
	for _, n := range first.Others {
		total += n
	}
	if len(first.Others) > maxKinds+1 || first.Others[""] == 0 || total != files {
		t.Errorf("%d kinds of %d files", len(first.Others), total)
	}
	second, err := Scan(root, quick)
	must(t, err)
	if diff := cmp.Diff(first.Others, second.Others); diff != "" {
		t.Errorf("another look (-first +second):\n%s", diff)
	}
}

// Files and directories that patterns name are counted, but nothing in such directories, and nothing that is passed over anyway.
func TestIgnored(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"a.md", "b.bak.md", "x/c.bak.md", "x/d.md", "drafts/e.md", "drafts/f.bak.md", ".git/g.bak.md", "h.bak.md~", "i.rst"} {
		write(t, root, name, "text")
	}
	opt := quick
	opt.Ignore = []string{"drafts", "**/*.bak.md", "none/**"}
	b, err := Scan(root, opt)
	must(t, err)
	if b.Ignored != 3 {
		t.Errorf("%d are ignored, want 3", b.Ignored)
	}
	tree := watched(t, root, opt)
	defer tree.events.Close()
	tree.next(now())
	write(t, root, "x/j.bak.md", "text")
	write(t, root, "k.md", "text")
	tree.marks.add(top, deep, now())
	if b, _ = tree.next(now()); b.Ignored != 4 {
		t.Errorf("after a change: %d are ignored, want 4", b.Ignored)
	}
}

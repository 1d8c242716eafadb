//go:build unix

package watch

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// oddities are unusual entries of a tree, each with the fault that it causes, if any.
var oddities = []struct {
	path  string
	put   func(t *testing.T, p string)
	fault error
}{
	{".git/x.md", file1, nil},
	{".x.md", file1, nil},
	{".#x.md", linkTo("user@host.123"), nil},
	{"4913", file1, nil},
	{"x.md~", file1, nil},
	{"#x.md#", file1, nil},
	{"x.md.tmp", file1, nil},
	{".x.md.swp", file1, nil},
	{"backup~/x.md", file1, nil},
	{"x.html", file1, nil},
	{"drafts/2017/x.md", file1, nil},
	{"a/b/x.private.md", file1, nil},
	{"a\nb.html", file1, nil},
	{"pipe", fifo, nil},
	{"dangling", linkTo("nowhere"), nil},
	{"page.html", linkTo("/etc/hostname"), nil},
	{"inner", linkTo("ok"), nil},

	{"out.md", linkTo("/etc/hostname"), errOutside},
	{"up.md", linkTo("../../x.md"), errOutside},
	{"etc", linkTo("/etc"), errOutside},
	{"parent", linkTo(".."), errOutside},
	{"nowhere.md", linkTo("nowhere"), errDangling},
	{"through.md", linkTo("plain.md/x.md"), errDangling},
	{"loop.md", linkTo("loop.md"), errDangling},
	{"dir.md/x.md", file1, errDirectory},
	{"a\nb.md", file1, errName},
	{"a\xffb.md", file1, errName},
	{"a\u0085.md", file1, errName},
	{"bad\ndir/x.md", file1, errName},
	{"badlink\n.md", linkTo("plain.md"), errName},
	{"pipe.md", fifo, errIrregular},
	{"topipe.md", linkTo("pipe"), errIrregular},
}

// ordinary are the files beside the oddities.
var ordinary = []string{"#plain.md", "deep/er/z.md", "link.md", "ok/inside.md", "plain.md"}

func file1(t *testing.T, p string) { write(t, filepath.Dir(p), filepath.Base(p), "text") }
func fifo(t *testing.T, p string)  { must(t, syscall.Mkfifo(p, 0o644)) }

func linkTo(target string) func(*testing.T, string) {
	return func(t *testing.T, p string) { must(t, os.Symlink(target, p)) }
}

func putAll(t *testing.T, root string) (want map[string]string) {
	want = map[string]string{}
	for _, o := range oddities {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(root, o.path)), 0o755))
		o.put(t, filepath.Join(root, o.path))
		if o.fault != nil {
			at := o.path
			if d := filepath.Dir(at); d != "." {
				at = d
			}
			want[at] = o.fault.Error()
		}
	}
	for _, p := range ordinary {
		if p != "link.md" {
			write(t, root, p, p)
		}
	}
	must(t, os.Symlink("ok/inside.md", filepath.Join(root, "link.md")))
	return want
}

func TestFaults(t *testing.T) {
	root := t.TempDir()
	want := putAll(t, root)
	b, err := Scan(root, quick)
	must(t, err)
	if diff := cmp.Diff(want, texts(b.Faults)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if len(b.Faults) != len(want) {
		t.Errorf("%d faults, want one a path: %d", len(b.Faults), len(want))
	}
	if diff := cmp.Diff(ordinary, paths(b)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

// A tree that is made while it is watched has the same state. A fault ends when its cause is gone.
func TestFaultsComeAndGo(t *testing.T) {
	v := open(t, t.TempDir(), quick)
	want := putAll(t, v.root)
	v.until("every file and fault", func() bool { return len(v.files) == len(ordinary) && cmp.Equal(want, v.faults) })
	for _, o := range oddities {
		v.remove(o.path)
	}
	v.remove("dir.md")
	v.remove("bad\ndir")
	v.until("no fault", func() bool { return len(v.faults) == 0 })
	for _, p := range ordinary {
		if v.removed[p] > 0 {
			t.Errorf("%s was removed with the faults", p)
		}
	}
}

// A link changes when its target in another directory does, and a broken link when its target appears.
func TestLinks(t *testing.T) {
	v := open(t, t.TempDir(), quick)
	v.write("x/target.md", "one")
	must(t, os.MkdirAll(v.path("y/deep"), 0o755))
	v.link("../../x/target.md", "y/deep/link.md")
	v.link("../../x/later.md", "y/deep/later.md")
	later := func() bool { return v.files["y/deep/later.md"] == "come" && v.faults["y/deep/later.md"] == "" }
	v.until("the link", func() bool {
		return v.files["y/deep/link.md"] == "one" && v.faults["y/deep/later.md"] == errDangling.Error()
	})
	v.rest()
	v.write("x/target.md", "two")
	v.until("the changed target", func() bool { return v.files["y/deep/link.md"] == "two" })
	v.write("x/later.md", "come")
	v.until("the later target", later)
	v.remove("x/target.md")
	v.until("the lost target", func() bool {
		return v.removed["y/deep/link.md"] > 0 && v.faults["y/deep/link.md"] == errDangling.Error()
	})
}

func TestEditorsTemporaries(t *testing.T) {
	v := open(t, t.TempDir(), quick)
	v.write("x.md", "one")
	v.write("4913", "")
	v.remove("4913")
	v.write(".x.md.swp", "")
	v.rename("x.md", "x.md~")
	v.write("x.md", "two")
	v.write("#x.md#", "")
	v.write("sedAbCdEf.tmp", "three")
	v.rename("sedAbCdEf.tmp", "x.md")
	v.write(".git/index.md", "")
	v.write("drafts/x.md", "")
	v.barrier("z.md")
	v.until("the last content", func() bool { return v.files["x.md"] == "three" })
	for p := range v.changed {
		if p != "x.md" && p != "z.md" {
			t.Errorf("%s is in a batch", p)
		}
	}
	if len(v.faults) > 0 {
		t.Errorf("faults: %q", v.faults)
	}
}

// A look does not block on a pipe in the place of a directory, of a file or of the root.
func TestPipes(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	fifo(t, pipe)
	if _, err := newTree(pipe, quick); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("a pipe as the root: error %v", err)
	}
	if _, err := (&look{root: pipe}).opened(); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("a pipe in the place of the root: error %v", err)
	}
	root := filepath.Join(dir, "root")
	write(t, root, "a/x.md", "x")
	write(t, root, "y.md", "y")
	write(t, root, "z.md", "z")
	must(t, os.Symlink("z.md", filepath.Join(root, "link.md")))
	v := openEvery(t, root, quick, time.Millisecond)
	for _, p := range []string{"a", "y.md", "."} {
		v.rename(p, "../away")
		fifo(t, v.path(p))
		v.until("the pipe", func() bool { return v.faults[p] != "" || p == "a" && v.removed["a/x.md"] > 0 })
		v.remove(p)
		v.rename("../away", p)
		v.until("the pipe gone", func() bool { return len(v.faults) == 0 })
		v.untilDisk()
	}
}

// Directories that systems and programs keep in a tree are not part of it, and a move into one is a removal.
func TestLeftAlone(t *testing.T) {
	names := []string{"#recycle", "@Recycle", "$RECYCLE.BIN", "$Recycle.Bin", "@eaDir", "lost+found", "node_modules", ".trash", ".obsidian", ".stversions"}
	root := t.TempDir()
	write(t, root, "z.md", "z")
	for _, n := range names {
		write(t, root, "a/"+n+"/x.md", n)
	}
	v := open(t, root, quick)
	for _, n := range names {
		write(t, root, "b/x.md", n)
		v.until("the article", func() bool { return v.files["b/x.md"] == n })
		removed := v.removed["b/x.md"]
		v.rename("b/x.md", "a/"+n+"/y.md")
		v.until("its removal", func() bool { return v.removed["b/x.md"] > removed })
	}
	if len(v.files) != 1 || len(v.faults) > 0 {
		t.Errorf("files %q, faults %q", v.files, v.faults)
	}
}

// If a directory was never read, its fault keeps no files. If it was read before, its files are kept.
func TestNeverRead(t *testing.T) {
	root := t.TempDir()
	write(t, root, "never/x.md", "x")
	write(t, root, "once/y.md", "y")
	write(t, root, "z.md", "z")
	unprivileged(t, root)
	forbid(t, filepath.Join(root, "never"))
	tree, err := newTree(root, quick)
	must(t, err)
	tree.look.free = nil // stay on this thread
	effects := func(b Batch) map[string]Effect {
		m := map[string]Effect{}
		for _, f := range b.Faults {
			m[f.Path] = f.Effect
		}
		return m
	}
	b, _ := tree.next(now())
	if diff := cmp.Diff(map[string]Effect{"never": Unread}, effects(b)); diff != "" || tree.Status().Faults != 0 {
		t.Errorf("at first (-want +got):\n%s%+v", diff, tree.Status())
	}
	forbid(t, filepath.Join(root, "once"))
	tree.marks.add(top, deep, now())
	b, _ = tree.next(now())
	if diff := cmp.Diff(map[string]Effect{"never": Unread, "once": Kept}, effects(b)); diff != "" || tree.Status().Faults != 1 {
		t.Errorf("then (-want +got):\n%s%+v", diff, tree.Status())
	}
}

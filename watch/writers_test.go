package watch

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var slow = flag.Int("slow", 1000, "how many slow writers TestSlowWriters has; a tenth with -short")

// A writer writes a file in two halves.
type writer struct {
	*os.File
	rel, text string
}

// begin opens rel, new or truncated, writes the first half of text and leaves it open.
func (v *view) begin(rel, text string) writer {
	v.Helper()
	must(v.T, os.MkdirAll(filepath.Dir(v.path(rel)), 0o755))
	f, err := os.OpenFile(v.path(rel), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	must(v.T, err)
	_, err = f.WriteString(text[:len(text)/2])
	must(v.T, err)
	return writer{f, rel, text}
}

// end writes the second half and closes the file.
func (w writer) end(t *testing.T) {
	t.Helper()
	_, err := w.WriteString(w.text[len(w.text)/2:])
	must(t, err)
	must(t, w.Close())
}

// looks takes in batches until n more looks are over. It makes each of them find one more file.
func (v *view) looks(n int) {
	v.Helper()
	for range n {
		v.barrier(fmt.Sprintf("barrier/%d.md", v.batches))
	}
}

// aged takes in batches until the files that exist now are too old for a look to report them again.
func (v *view) aged() {
	v.Helper()
	for start := now(); time.Since(start) < 2*tick; {
		v.looks(1)
	}
	v.looks(1)
	clear(v.changed)
}

// If writers pause after half a file while looks run, no batch has the half-written file.
func TestSlowWriters(t *testing.T) {
	n := *slow
	if testing.Short() {
		n /= 10
	}
	const together, stages = 10, 3
	was := func(i int) string { return fmt.Sprint("the old text of ", i) }
	is := func(i int) string { return fmt.Sprint(i, strings.Repeat(" new text", i%500+1)) }
	root, rels := t.TempDir(), make([]string, n)
	for i := range n {
		rels[i] = fmt.Sprintf("%d/new%d.md", i%40, i)
		if i%2 > 0 {
			rels[i] = fmt.Sprintf("%d/old%d.md", i%40, i)
			write(t, root, rels[i], was(i))
		}
	}
	v := open(t, root, quick)
	v.aged()
	partial := 0
	check := func() {
		for i, rel := range rels {
			if text, known := v.files[rel]; known && text != was(i) && text != is(i) {
				partial++
				t.Errorf("%s was read with %d of %d bytes", rel, len(text), len(is(i)))
			}
		}
	}
	var held []writer
	for i := 0; i < n || len(held) > 0; {
		for range min(together, n-i) {
			held = append(held, v.begin(rels[i], is(i)))
			i++
		}
		v.looks(1)
		check()
		for i < n && len(held) >= together*stages || i == n && len(held) > 0 {
			held[0].end(t)
			held = held[1:]
			if len(held)%together == 0 {
				break
			}
		}
	}
	v.untilDisk()
	check()
	if partial > 0 || len(v.removed) > 0 || len(v.faults) > 0 {
		t.Errorf("%d partial reads, removed %v, faults %q", partial, v.removed, v.faults)
	}
	t.Logf("%d writers, %d batches", n, v.batches)
}

// A file that is open for writing is not reported until it is complete, even if it is renamed, linked or removed.
func TestHeldOpen(t *testing.T) {
	const text = "first half, second half"
	for _, c := range []struct {
		name string
		do   func(v *view) writer
		rest func(v *view) // what happens after some looks
		want map[string]string
		gone []string // files removed in the end
	}{
		{
			"new", func(v *view) writer { return v.begin("a/n.md", text) }, nil,
			map[string]string{"a/n.md": text, "a/x.md": "one"}, nil,
		}, {
			"new with its directories", func(v *view) writer { return v.begin("n/e/w/n.md", text) }, nil,
			map[string]string{"n/e/w/n.md": text, "a/x.md": "one"}, nil,
		}, {
			"rewritten", func(v *view) writer { return v.begin("a/x.md", text) }, nil,
			map[string]string{"a/x.md": text}, nil,
		}, {
			"removed and rewritten", func(v *view) writer { v.remove("a/x.md"); return v.begin("a/x.md", text) }, nil,
			map[string]string{"a/x.md": text}, nil,
		}, {
			"renamed over while written",
			func(v *view) writer { w := v.begin("a/.x.md.new", text); v.rename("a/.x.md.new", "a/x.md"); return w }, nil,
			map[string]string{"a/x.md": text}, nil,
		}, {
			"rewritten and never closed before it goes",
			func(v *view) writer { return v.begin("a/x.md", text) },
			func(v *view) { v.remove("a/x.md") },
			map[string]string{}, []string{"a/x.md"},
		}, {
			"new and gone before it is whole",
			func(v *view) writer { return v.begin("a/n.md", text) },
			func(v *view) { v.remove("a/n.md") },
			map[string]string{"a/x.md": "one"}, nil,
		}, {
			"new and renamed before it is whole",
			func(v *view) writer { return v.begin("a/n.md", text) },
			func(v *view) { v.rename("a/n.md", "b/m.md") },
			map[string]string{"a/x.md": "one", "b/m.md": text}, nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			write(t, root, "a/x.md", "one")
			write(t, root, "b/stay.md", "stays")
			c.want["b/stay.md"] = "stays"
			v := open(t, root, quick)
			v.aged()
			w := c.do(v)
			v.looks(3)
			if v.named() > 0 || len(v.removed) > 0 {
				t.Errorf("half written: changed %v, removed %v", v.changed, v.removed)
			}
			if c.rest != nil {
				c.rest(v)
				v.looks(3)
			}
			w.end(t)
			v.untilDisk()
			v.aged()
			v.remove("barrier")
			v.untilDisk()
			for p := range v.removed {
				if strings.HasPrefix(p, "barrier/") {
					delete(v.removed, p)
				}
			}
			if fmt.Sprint(v.files) != fmt.Sprint(c.want) {
				t.Errorf("files %q, want %q", v.files, c.want)
			}
			for _, p := range c.gone {
				if v.removed[p] != 1 {
					t.Errorf("%s was removed %d times", p, v.removed[p])
				}
			}
			if len(v.removed) != len(c.gone) || len(v.faults) > 0 {
				t.Errorf("removed %v, want %q; faults %q", v.removed, c.gone, v.faults)
			}
		})
	}
}

// named counts the files in batches, except for barriers.
func (v *view) named() int {
	n := 0
	for p := range v.changed {
		if !strings.HasPrefix(p, "barrier/") {
			n++
		}
	}
	return n
}

// A file that is being written while the first look runs is partial in the first batch, which waits for it no longer
// than MaxDelay. It comes again when it is complete.
func TestPartial(t *testing.T) {
	root := t.TempDir()
	write(t, root, "x.md", "whole")
	v := &view{T: t, root: root, files: map[string]string{}, changed: map[string]int{}, removed: map[string]int{}}
	w := v.begin("a/n.md", "first half, second half")
	tree, err := Open(root, quick)
	must(t, err)
	defer tree.Close()
	v.tree = tree
	b := <-tree.Batches()
	v.take(b)
	if len(b.Changed) != 2 || b.Changed[0].Path != "a/n.md" || !b.Changed[0].Partial || b.Changed[1].Partial || b.Changed[0].Stamp != (Stamp{}) {
		t.Fatalf("first batch: %+v", b)
	}
	v.aged()
	v.looks(3)
	if v.named() > 0 || len(v.removed) > 0 {
		t.Errorf("still half written: changed %v, removed %v", v.changed, v.removed)
	}
	w.end(t)
	for v.files["a/n.md"] != w.text {
		b := <-tree.Batches()
		v.take(b)
		for _, f := range b.Changed {
			if f.Partial {
				t.Errorf("partial in a later batch: %+v", f)
			}
		}
	}
	v.remove("a/n.md")
	v.until("the removal", func() bool { return v.removed["a/n.md"] == 1 })
}

// If a file that was partial in the first batch disappears, a batch has its removal.
func TestPartialGoes(t *testing.T) {
	root := t.TempDir()
	write(t, root, "x.md", "whole")
	v := &view{T: t, root: root}
	w := v.begin("n.md", "first half, second half")
	defer w.Close()
	v = open(t, root, quick)
	v.remove("n.md")
	v.until("the removal", func() bool { return v.removed["n.md"] == 1 })
}

// A file is removed and its new version is written slowly. A look in between does not report a removal.
func TestRemovedAndRewritten(t *testing.T) {
	root := t.TempDir()
	write(t, root, "x.md", "one")
	write(t, root, "stay.md", "stays")
	v := &view{T: t, root: root}
	tree, err := newTree(root, quick)
	must(t, err)
	look := func() Batch {
		tree.marks.add(top, list, now().Add(-quick.Settle))
		b, _ := tree.next(now())
		return b
	}
	for look(); len(tree.look.young) > 0; look() {
	}
	v.remove("x.md")
	tree.marks.add(top, list, now()) // not quiet
	if b, _ := tree.next(now()); len(b.Removed) > 0 {
		t.Fatalf("removed at once: %+v", b)
	}
	w := v.begin("x.md", "first half, second half")
	for range 3 {
		if b := look(); len(b.Removed) > 0 || len(b.Changed) > 0 {
			t.Errorf("half written: %+v", b)
		}
	}
	w.end(t)
	if b := look(); len(b.Removed) > 0 || len(b.Changed) != 1 || b.Changed[0].Path != "x.md" {
		t.Errorf("whole: %+v", b)
	}
	v.remove("x.md")
	if b, c := look(), look(); len(b.Removed)+len(c.Removed) != 1 {
		t.Errorf("gone: %+v, %+v", b, c)
	}
}

// Without leases, a file is complete once two looks, Settle apart, see the same stamp.
func TestWithoutLeases(t *testing.T) {
	for _, c := range []struct {
		name string
		old  string // content, if the file is known before
	}{{"new", ""}, {"rewritten", "old"}} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			write(t, root, "stay.md", "stays")
			x := filepath.Join(root, "x.md")
			if c.old != "" {
				write(t, root, "x.md", c.old)
			}
			opt := quick
			opt.Settle = time.Hour
			tree, err := newTree(root, opt)
			must(t, err)
			tree.look.free = nil // stay on this thread
			look := func() []string {
				tree.marks.add(top, list, now())
				b, _ := tree.next(now())
				if len(b.Removed)+len(b.Faults) > 0 {
					t.Errorf("batch %+v", b)
				}
				return paths(b)
			}
			for look(); len(tree.look.young) > 0; look() { // until no known file could change unnoticed
			}
			write(t, root, "x.md", "half")
			leaseless(t, x)
			for range 3 {
				if named := look(); len(named) > 0 {
					t.Errorf("within Settle: %q", named)
				}
			}
			tree.look.settle = 0
			f, err := os.OpenFile(x, os.O_WRONLY|os.O_APPEND, 0)
			must(t, err)
			for _, half := range []string{" and half", " and more"} {
				_, err := f.WriteString(half)
				must(t, err)
				if named := look(); len(named) > 0 {
					t.Errorf("other than at the last look: %q", named)
				}
			}
			must(t, f.Close())
			named := look()
			for start := now(); len(named) == 0 && time.Since(start) < patience; {
				named = look()
			}
			if len(named) != 1 || named[0] != "x.md" {
				t.Errorf("the same as at the last look: %q", named)
			}
		})
	}
}

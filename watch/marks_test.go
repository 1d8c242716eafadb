package watch

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestSettle(t *testing.T) {
	const settle, delay = 300 * time.Millisecond, 5 * time.Second
	at := func(ms int) time.Time { return time.UnixMilli(1e12 + int64(ms)) }
	for _, c := range []struct {
		events  []int // milliseconds
		due     int
		settled bool
	}{
		{[]int{0}, 300, true},
		{[]int{0, 100, 200}, 500, true},
		{[]int{0, 1000, 4700}, 5000, true},
		{[]int{0, 1000, 4701}, 5000, false},
		{[]int{0, 4990, 6000}, 5000, false},
	} {
		m := newMarks()
		for _, e := range c.events {
			m.add("a", list, at(e))
		}
		if got := m.due(settle, delay); !got.Equal(at(c.due)) {
			t.Errorf("events at %v are due at %v, want %v", c.events, got, at(c.due))
		}
		if _, settled := m.take(at(c.due), settle); settled != c.settled {
			t.Errorf("events at %v are settled at %d: %v", c.events, c.due, settled)
		}
		if !m.due(settle, delay).IsZero() {
			t.Errorf("events at %v are due after they were taken", c.events)
		}
		if _, settled := m.take(at(c.due+10_000), settle); settled {
			t.Error("nothing is settled")
		}
	}
}

func TestMarks(t *testing.T) {
	m := newMarks()
	m.add("a/b/c", list, time.Time{})
	m.add("a/b", deep, time.Time{})
	m.add(top, list, time.Time{})
	got, _ := m.take(time.Time{}, 0)
	want := marked{"a/b/c": list, "a/b": deep | through, "a": through, ".": list | through}
	if !maps.Equal(got, want) {
		t.Errorf("marks %v, want %v", got, want)
	}
	for i := range maxMarks + 10 {
		m.add(fmt.Sprint(i), list, time.Time{})
	}
	if got, _ := m.take(time.Time{}, 0); len(got) > 20 || got[top]&deep == 0 {
		t.Errorf("a storm left %d marks, the root %v", len(got), got[top])
	}
}

// A removal found during a storm is withheld until it has lasted for MaxDelay, or until the tree is quiet.
func TestRemovalWaits(t *testing.T) {
	root := t.TempDir()
	for _, p := range []string{"a/back.md", "a/gone.md", "stay.md"} {
		write(t, root, p, p)
	}
	opt := Options{Settle: time.Minute, MaxDelay: time.Hour, Extensions: []string{".md"}}
	tree, err := newTree(root, opt)
	must(t, err)
	start := time.Now()
	look := func(event, at time.Duration) Batch {
		tree.marks.add("a", list, start.Add(event))
		b, _ := tree.next(start.Add(at))
		return b
	}
	if b := look(0, 0); len(b.Changed) != 3 {
		t.Fatalf("first batch: %+v", b)
	}
	must(t, os.Remove(filepath.Join(root, "a/back.md")))
	must(t, os.Remove(filepath.Join(root, "a/gone.md")))
	if b := look(time.Second, 2*time.Second); len(b.Removed) > 0 {
		t.Errorf("amid the storm: removed %q", b.Removed)
	}
	if set, _ := tree.marks.take(start, 0); set["a"]&list == 0 || set[top]&list == 0 {
		t.Errorf("the place of the removal is not looked at again: %v", set)
	}
	write(t, root, "a/back.md", "back")
	if b := look(3*time.Second, 4*time.Second); len(b.Removed) > 0 || !slices.Contains(paths(b), "a/back.md") {
		t.Errorf("one is back: %+v", b)
	}
	tree.marks.take(start, 0)
	if b := look(5*time.Second, 65*time.Second); len(b.Removed) != 1 || b.Removed[0] != "a/gone.md" {
		t.Errorf("quiet: %+v", b)
	}

	must(t, os.Remove(filepath.Join(root, "a/back.md")))
	if b := look(100*time.Minute, 100*time.Minute); len(b.Removed) > 0 {
		t.Errorf("the next storm: removed %q", b.Removed)
	}
	tree.marks.take(start, 0)
	if b := look(160*time.Minute, 160*time.Minute); len(b.Removed) != 1 || b.Removed[0] != "a/back.md" {
		t.Errorf("a storm without end: %+v", b)
	}
}

// A withheld removal stays withheld while the root is empty.
func TestRemovalWaitsForRoot(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a.md", "")
	write(t, root, "b.md", "")
	opt := quick
	opt.MaxDelay = time.Hour
	tree, err := newTree(root, opt)
	must(t, err)
	at := now()
	look := func(age time.Duration) Batch {
		tree.marks.take(at, 0)
		tree.marks.add(top, list, at)
		at = at.Add(age)
		b, _ := tree.next(at)
		return b
	}
	look(0)
	must(t, os.Remove(root+"/a.md"))
	if b := look(0); len(b.Removed) > 0 {
		t.Errorf("amid the storm: removed %q", b.Removed)
	}
	must(t, os.Remove(root+"/b.md"))
	if b := look(time.Minute); len(b.Removed) > 0 || len(b.Faults) != 1 {
		t.Errorf("with nothing left: %+v", b)
	}
	write(t, root, "b.md", "back")
	if b := look(time.Minute); len(b.Removed) != 1 || b.Removed[0] != "a.md" {
		t.Errorf("with b.md back: removed %q", b.Removed)
	}
}

// A young file is looked at again; within a clock tick it may change without a trace.
func TestYoungFile(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a/x.md", "x")
	opt := quick
	opt.Settle = time.Hour
	tree, err := newTree(root, opt)
	must(t, err)
	tree.next(time.Now())
	racyNow := func() bool {
		write(t, root, "a/x.md", "y")
		tree.marks.add("a", list, time.Now())
		tree.next(time.Now())
		return tree.state.child("a").files[0].racy
	}
	for tries := 0; !racyNow(); tries++ {
		if tries == 1000 {
			t.Fatal("a file is never seen within a tick of its change")
		}
	}
	if set, _ := tree.marks.take(time.Now(), 0); set["a"]&list == 0 {
		t.Errorf("marks after a look at a young file: %v", set)
	}
	s := stamp{size: 1, mtime: 5, ctime: 5}
	racy := s
	racy.racy = true
	for _, c := range []struct {
		old, new stamp
		changed  bool
	}{
		{s, s, false},
		{s, racy, false},
		{racy, s, true},
		{s, stamp{size: 2, mtime: 5, ctime: 5}, true},
		{s, stamp{size: 1, mtime: 6, ctime: 5}, true},
		{s, stamp{size: 1, mtime: 5, ctime: 6}, true},
		{s, stamp{identity: identity{1, 2}, size: 1, mtime: 5, ctime: 5}, true},
	} {
		if got := c.old.changed(c.new); got != c.changed {
			t.Errorf("from %+v to %+v changed: %v", c.old, c.new, got)
		}
	}
}

// A change counts as noticed at its first event since the last look or, without one, at the look itself. A file that is
// only looked at again does not count as noticed.
func TestNoticed(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a/b/x.md", "x")
	opt := Options{Settle: time.Second, MaxDelay: time.Hour, Extensions: []string{".md"}}
	tree, err := newTree(root, opt)
	must(t, err)
	start := time.Now()
	at := func(s int) time.Time { return start.Add(time.Duration(s) * time.Second) }
	look := func(s int) (f File) {
		t.Helper()
		b, _ := tree.next(at(s))
		for _, f := range b.Changed {
			if f.Path == "a/b/x.md" {
				return f
			}
		}
		t.Fatalf("after %d s: %+v", s, b)
		return f
	}
	if f := look(0); !f.Noticed.IsZero() {
		t.Errorf("in the first batch: noticed after %v", f.Noticed.Sub(start))
	}
	for _, c := range []struct {
		name     string
		heard    map[int]string // directories with an event, by second
		look, is int
	}{
		{"by two events", map[int]string{10: "a/b", 12: "a/b"}, 14, 10},
		{"by an event above", map[int]string{20: "a", 22: "a/b"}, 24, 20},
		{"by events of others, too", map[int]string{30: "a/c", 32: "a/b"}, 34, 32},
	} {
		tree.marks.take(start, 0)
		write(t, root, "a/b/x.md", c.name)
		for _, s := range slices.Sorted(maps.Keys(c.heard)) {
			k := list
			if c.heard[s] == "a" {
				k = deep
			}
			tree.marks.add(c.heard[s], k, at(s))
		}
		if f := look(c.look); !f.Noticed.Equal(at(c.is)) {
			t.Errorf("%s: noticed after %v", c.name, f.Noticed.Sub(start))
		}
	}
	tree.marks.take(start, 0)
	write(t, root, "a/b/x.md", "by a poll")
	tree.poll = at(40)
	if f := look(40); !f.Noticed.Equal(at(40)) {
		t.Errorf("by a poll: noticed after %v", f.Noticed.Sub(start))
	}
	file := &tree.state.child("a").child("b").files[0]
	for file.ctime > time.Now().Add(-tick).UnixNano() { // wait until the file is older than a tick
	}
	file.racy = true // however slow this machine is
	tree.marks.add("a/b", list, at(50))
	if f := look(51); !f.Noticed.IsZero() {
		t.Errorf("only looked at once more: noticed after %v", f.Noticed.Sub(start))
	}
}

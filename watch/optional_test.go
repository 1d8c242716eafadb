package watch

import (
	"os"
	"path/filepath"
	"testing"
)

// An optional root may be missing at the start, and be something else than a directory. It is watched once it is there,
// and from then on it is like any other.
func TestOptionalRoot(t *testing.T) {
	opt := quick
	opt.Optional = true
	for name, c := range map[string]struct {
		before func(t *testing.T, root string)
		fault  string
	}{
		"missing": {func(*testing.T, string) {}, "reading the tree: no such file or directory; none of its files is known; make it a readable directory, or remove it from the configuration"},
		"a file": {func(t *testing.T, root string) { must(t, os.WriteFile(root, nil, 0o644)) },
			"reading the tree: not a directory; none of its files is known; make it a readable directory, or remove it from the configuration"},
	} {
		t.Run(name, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "root")
			c.before(t, root)
			if b, err := Scan(root, opt); err != nil || !b.Full || len(b.Faults) != 1 || b.Faults[0].Effect != Unread || b.Faults[0].Err.Error() != c.fault {
				t.Errorf("%+v, %v", b, err)
			}
			v := open(t, root, opt)
			if v.faults["."] != c.fault {
				t.Errorf("%q", v.faults)
			}
			_ = os.Remove(root) // it may not be there
			v.rename(v.copy("a/x.md", "y.md"), ".")
			v.until("the files", func() bool { return len(v.files) == 2 && len(v.faults) == 0 })
			v.rest()
			v.write("a/new.md", "new")
			v.untilDisk()
			v.rename(".", v.nowhere())
			v.until("a fault that keeps the files", func() bool { return v.faults["."] != "" })
			if len(v.files) != 3 {
				t.Errorf("%q", v.files)
			}
		})
	}
	if _, err := Open(filepath.Join(t.TempDir(), "root"), quick); err == nil {
		t.Error("a root that is not optional may be missing")
	}
}

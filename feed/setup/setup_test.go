//go:build unix

package setup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/feed/config"
)

// TestPublisher checks that an unusable content directory is refused with its
// name, whichever it is, and that usable ones are kept in order.
func TestPublisher(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file.md")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	loop := filepath.Join(dir, "loop")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dir, wants string // part of the error; empty: there is none
	}{
		{dir, ""},
		{filepath.Join(dir, "none"), `none" does not exist; `},
		{file, `file.md" is a file; `},
		{loop, "loop: too many levels of symbolic links; "},
	} {
		configuration := config.Default()
		configuration.Content = []config.Content{{Dir: dir, Mount: "/"}, {Dir: c.dir, Mount: "/b"}}
		o, err := Publisher(configuration)
		if c.wants == "" {
			if list := Directories(configuration); err != nil || len(o.Contents) != 2 || list[1].Index != 1 || list[1].Dir != o.Contents[1].Dir {
				t.Errorf("%s: %v, contents %v, directories %v", c.dir, err, o.Contents, list)
			}
		} else if err == nil || !strings.Contains(err.Error(), c.wants) {
			t.Errorf("%s: %v, want %q", c.dir, err, c.wants)
		}
	}
}

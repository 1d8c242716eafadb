//go:build unix

package watch

import (
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Writing to a mapping causes no event. As long as the mapping exists, the file is open for writing.
func TestMapping(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a/x.md", "one")
	opt := quick
	opt.Rescan = 10 * time.Millisecond
	v := open(t, root, opt)
	for _, text := range []string{"two", "six", "ten"} {
		v.aged()
		f, err := os.OpenFile(v.path("a/x.md"), os.O_RDWR, 0)
		must(t, err)
		m, err := unix.Mmap(int(f.Fd()), 0, len(text), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
		must(t, err)
		must(t, f.Close())
		copy(m, text)
		must(t, unix.Msync(m, unix.MS_SYNC))
		must(t, unix.Munmap(m))
		v.untilDisk()
	}
	if len(v.removed) > 0 {
		t.Errorf("removed: %v", v.removed)
	}
}

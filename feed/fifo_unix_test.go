//go:build unix

package feed

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestFIFO replaces an article by a FIFO without a writer, and checks that
// neither the publisher nor a request for the file waits.
func TestFIFO(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "2026/04/1/a.md", "# A\n")
	p := publisherOf(t, Content{Dir: dir, Mount: "/"})
	p.Apply(Batch{Changed: found("2026/04/1/a.md")})
	file := filepath.Join(dir, "2026/04/1/a.md")
	if err := errors.Join(os.Remove(file), syscall.Mkfifo(file, 0o644)); err != nil {
		t.Fatal(err)
	}
	e, _ := p.Current().Snapshot.Entry("/2026/04/1/a")
	if _, err := p.Open(e.File, e.Hash); !errors.Is(err, errIrregular) {
		t.Errorf("who asks gets %v", err)
	}
	p.Apply(Batch{Changed: found("2026/04/1/a.md")}) // returns
	problems := p.Current().Problems
	if len(problems) != 1 || problems[0].What != "reading: not a regular file" || problems[0].Effect != "the last good version stays published" {
		t.Errorf("problems %v", problems)
	}
}

package serve

import (
	"bytes"
	"io"
	"runtime"
	"testing"
)

// TestBodyFiles checks that large bodies have files too, at most maxFiles, until
// they are unreachable.
func TestBodyFiles(t *testing.T) {
	var f bodyFiles
	if c := f.with(&coded{body: make([]byte, copied-1)}); c.file != nil {
		t.Error("a small body lies in a file")
	}
	if f.with(nil) != nil {
		t.Error("what is not packed has become something")
	}
	large := &coded{body: bytes.Repeat([]byte("news"), copied)}
	var held []*coded
	for range maxFiles {
		held = append(held, f.with(large))
	}
	for _, c := range held {
		data, err := io.ReadAll(io.NewSectionReader(c.file, 0, 1<<20))
		if err != nil || !bytes.Equal(data, c.body) {
			t.Fatalf("%d bytes, %v; want those of the body", len(data), err)
		}
	}
	if large.file != nil || f.with(large).file != nil {
		t.Error("there are more files than there may be")
	}
	held = nil
	for f.open.Load() > 0 {
		runtime.GC()
	}
	if f.with(large).file == nil {
		t.Error("no file when all were given up")
	}
}

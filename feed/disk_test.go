package feed

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestLateFileIsClosed opens a file on a disk that answers after the caller has
// given up.
func TestLateFileIsClosed(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "x"))
	if err != nil {
		t.Fatal(err)
	}
	answered, wait := make(chan struct{}), make(chan struct{})
	d := disk{returned: func() { close(answered) }}
	if got, err := within(&d, 0, func() (*os.File, error) { <-wait; return f, nil }); got != nil || !errors.Is(err, errHangs) {
		t.Fatalf("got %v, %v", got, err)
	}
	close(wait)
	<-answered
	if err := f.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("the file was still open: %v", err)
	}
}

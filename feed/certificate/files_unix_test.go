//go:build unix

package certificate

import (
	"errors"
	"log/slog"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestFIFO replaces a certificate by a FIFO without a writer, and checks that no
// handshake waits, and that a later certificate is read.
func TestFIFO(t *testing.T) {
	dir := t.TempDir()
	cert, key := certificateFiles(t, dir, "a.example")
	now := time.Now()
	files, err := Load(cert, key, func() time.Time { now = now.Add(2 * between); return now }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(cert), syscall.Mkfifo(cert, 0o600)); err != nil {
		t.Fatal(err)
	}
	asked := make(chan error, 1)
	go func() {
		_, err := files.get(nil)
		asked <- err
	}()
	select {
	case err := <-asked:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("the handshake waits")
	}
	if _, err := Load(cert, key, time.Now, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a start gets %v", err)
	}
}

//go:build unix

package daemon

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"dateline/feed/config"
)

// TestChanges checks that every change of a file's contents is delivered once,
// however the file was replaced, and nothing else is.
func TestChanges(t *testing.T) {
	dir := t.TempDir()
	file, other := filepath.Join(dir, "config.toml"), filepath.Join(dir, "other")
	at := time.Date(2026, 4, 7, 8, 0, 0, 0, time.UTC)
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		due, signals := make(chan struct{}), make(chan os.Signal)
		var delivered atomic.Int32
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			deliver(ctx, due, signals, file, contents(file), config.Default)
		}()
		go func() {
			for {
				select {
				case <-due:
					delivered.Add(1)
				case <-ended:
					return
				}
			}
		}()
		for _, c := range []struct {
			name   string
			change func()
			want   int32
		}{
			{"there is still no file", func() {}, 0},
			{"an empty file comes", func() { write(file, "") }, 1},
			{"text comes", func() { write(file, "a = 1") }, 1},
			{"as many bytes, of the same time", func() { write(file, "a = 2") }, 1},
			{"the same bytes", func() { write(file, "a = 2") }, 0},
			{"another file takes its place", func() { write(other, "a = 3"); must(os.Rename(other, file)) }, 1},
			{"a copy takes its place", func() { write(other, "a = 3"); must(os.Rename(other, file)) }, 0},
			{"it goes", func() { must(os.Remove(file)) }, 1},
			{"a pipe comes", func() { must(syscall.Mkfifo(file, 0o600)) }, 0},
			{"the pipe goes, a file comes", func() { must(os.Remove(file)); write(file, "a = 3") }, 1},
			{"SIGHUP", func() { signals <- syscall.SIGHUP }, 1},
		} {
			delivered.Store(0)
			c.change()
			time.Sleep(3 * interval)
			synctest.Wait()
			if n := delivered.Load(); n != c.want {
				t.Errorf("%s: delivered %d times, want %d", c.name, n, c.want)
			}
		}
		end()
		<-ended
	})
}

package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dateline/feed"
	"dateline/feed/daemon"
	"dateline/feed/setup"
)

// TestCutOff ends the process while a directory does not answer, and checks that
// this is bounded and that the message lists what is not waited for. A command
// without anything to finish ends at once.
func TestCutOff(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	config := fmt.Sprintf("[server]\nlisten = \"127.0.0.1:0\"\nadmin = \"\"\n[[content]]\ndir = %q\n", dir)
	if err := os.WriteFile(file, []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		command string
		takes   time.Duration
		says    string
	}{
		{"serve", 10 * time.Second, "still running after 10s: starting, opening the content directories; stopped anyway; "},
		{"check", 0, "interrupted"},
	} {
		synctest.Test(t, func(t *testing.T) {
			said := capture(t)
			ctx, end := context.WithCancel(t.Context())
			answer := make(chan struct{})
			p := Program{
				Watch: func(setup.Directory, *slog.Logger) (daemon.Tree, error) { <-answer; return nil, errors.New("late") },
				Scan:  func(setup.Directory) (b feed.Batch, err error) { <-answer; return b, errors.New("late") },
			}
			code := make(chan int, 1)
			go func() { code <- Run(ctx, p, []string{c.command, "--config", file}) }()
			synctest.Wait()
			begin := time.Now()
			end()
			if got := <-code; got != 1 || time.Since(begin) != c.takes {
				t.Errorf("%s: exit code %d after %v", c.command, got, time.Since(begin))
			}
			if got := said(); !strings.Contains(got, "dateline: "+c.says) {
				t.Errorf("%s: says %q", c.command, got)
			}
			close(answer)
		})
	}
}

// capture returns a function that returns what was written to standard error.
func capture(t *testing.T) (said func() string) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	stderr := os.Stderr
	os.Stderr = file
	t.Cleanup(func() { os.Stderr = stderr; file.Close() })
	return func() string {
		text, err := os.ReadFile(file.Name())
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
}

// TestPortInUse checks that nothing is watched before the addresses are open: a
// second daemon would use up the watches of the first, and complain about it.
func TestPortInUse(t *testing.T) {
	used, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer used.Close()
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	config := fmt.Sprintf("[server]\nlisten = %q\nadmin = \"\"\n[[content]]\ndir = %q\n", used.Addr(), dir)
	if err := os.WriteFile(file, []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	said := capture(t)
	watched := 0
	p := Program{Watch: func(setup.Directory, *slog.Logger) (daemon.Tree, error) { watched++; return nil, errors.New("watched") }}
	if code := Run(t.Context(), p, []string{"serve", "--config", file}); code != 1 || watched > 0 || !strings.Contains(said(), "address already in use") {
		t.Errorf("exit code %d, %d watched, says %q", code, watched, said())
	}
}

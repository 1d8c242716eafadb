//go:build unix

package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestPipe loads a configuration from pipes: one with a writer, and one without,
// for which Load does not wait.
func TestPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "config.toml")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(name); err == nil || !strings.HasPrefix(err.Error(), name+": it is a pipe without a writer; configuration not used; ") {
		t.Errorf("nobody writes: %v", err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	go func() {
		_, _ = w.WriteString("[site]\ntitle = \"Piped\"\n") // an error shows in what is loaded
		w.Close()
	}()
	c, err := Load(fmt.Sprintf("/dev/fd/%d", r.Fd()))
	if err != nil || c.Site.Title != "Piped" {
		t.Errorf("loaded %+v, %v", c, err)
	}
}

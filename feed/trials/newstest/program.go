package newstest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// WithProgram builds the daemon's program, sets path to where it is, runs the tests
// of a package three levels below the root of the module, and exits.
func WithProgram(m *testing.M, path *string) {
	dir, err := os.MkdirTemp("", "dateline")
	if err != nil {
		panic(err)
	}
	*path = filepath.Join(dir, "dateline")
	build := exec.Command("go", "build", "-o", *path, ".")
	build.Dir, build.Stderr = "../../..", os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

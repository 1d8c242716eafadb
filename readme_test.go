//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadmeSite runs the commands of the README's chapter about a site that is there
// already, all but the last one, which serves it.
func TestReadmeSite(t *testing.T) {
	program, err := exec.LookPath("dateline") // which testscript.Main puts there
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(program, filepath.Join(dir, "dateline")); err != nil {
		t.Fatal(err)
	}
	commands, serves := strings.CutSuffix(readmeCode(t, "You have a site already"), "../dateline serve\n")
	if !serves {
		t.Fatalf("the last command does not serve: %s", commands)
	}
	sh := exec.Command("sh", "-e")
	sh.Dir, sh.Stdin = dir, strings.NewReader(commands)
	out, err := sh.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "1 item: 1 matched (1 by link)") ||
		!strings.HasSuffix(string(out), "\n0 new, 0 updated, 0 renamed, 0 removed, 0 ids change, 0 held\nnothing changes for subscribers\n") {
		t.Errorf("%v\n%s", err, out)
	}
}

// readmeCode returns the code of a chapter of the README, without that in lists.
func readmeCode(t *testing.T, title string) string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, chapter, found := strings.Cut(string(text), "\n## "+title+"\n")
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	var code strings.Builder
	for line := range strings.Lines(chapter) {
		if command, indented := strings.CutPrefix(line, "    "); indented && !strings.HasPrefix(command, " ") {
			code.WriteString(command)
		}
	}
	if !found {
		t.Fatalf("the README has no chapter %q", title)
	}
	return code.String()
}

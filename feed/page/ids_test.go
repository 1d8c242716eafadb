package page

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestPagesHaveNoIDs checks that templates have no ids, because one could equal
// that of a heading in an article.
func TestPagesHaveNoIDs(t *testing.T) {
	files, err := filepath.Glob("theme/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal("no templates", err)
	}
	for _, file := range files {
		if text, err := os.ReadFile(file); err != nil || bytes.Contains(text, []byte(" id=")) {
			t.Errorf("%s gives an element an id, which an article may have too; %v", file, err)
		}
	}
}

package house

import (
	"path/filepath"
	"regexp"
	"testing"
)

// named matches a path from the top level in a paper. It may contain asterisks.
var named = regexp.MustCompile("`((?:feed|watch|testdata|\\.ci)/[\\w./*-]+)`")

// TestPaths checks that the files and folders mentioned in papers exist.
func TestPaths(t *testing.T) {
	for _, file := range []string{"CONTRIBUTING.md", "ARCHITECTURE.md", "README.md"} {
		for _, m := range named.FindAllStringSubmatch(paper(t, file), -1) {
			found, err := filepath.Glob(filepath.Join(root, m[1]))
			if err != nil || len(found) == 0 {
				t.Errorf("%s names %s, which does not exist", file, m[1])
			}
		}
	}
}

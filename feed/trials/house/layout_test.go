package house

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// TestApart checks that the watcher and the feeds do not import each other, even
// in tests: main joins them.
func TestApart(t *testing.T) {
	for name, f := range repository(t) {
		other := ""
		switch side, _, _ := strings.Cut(name, "/"); side {
		case "watch":
			other = "feed"
		case "feed":
			other = "watch"
		default:
			continue
		}
		for _, imported := range append(imports(f.sources), imports(f.tests)...) {
			if side, _, _ := strings.Cut(imported, "/"); side == other {
				t.Errorf("%s imports %s; only main may import both sides", name, imported)
			}
		}
	}
}

// required lists what the top level of the repository holds besides dot files, and
// main_test.go with the scripts in testdata, which drive the real program.
var required = []string{
	"ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
	"config.toml", "feed", "go.mod", "go.sum", "main.go", "watch",
}

// TestTopLevel checks that the top level holds everything required, and nothing
// else except files that .gitignore lists.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	ignored := strings.Fields(paper(t, ".gitignore"))
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		if !slices.Contains(required, e.Name()) && !permitted(e, ignored) {
			t.Errorf("the top level holds %s, which belongs in the folder of its package", e.Name())
		}
	}
	for _, name := range required {
		if !slices.Contains(names, name) {
			t.Errorf("the top level lacks %s", name)
		}
	}
}

// permitted reports whether the top level may hold a file or folder that is not
// required.
func permitted(e os.DirEntry, ignored []string) bool {
	name := e.Name()
	if strings.HasPrefix(name, ".") || name == "main_test.go" || e.IsDir() && name == "testdata" {
		return true
	}
	return slices.ContainsFunc(ignored, func(pattern string) bool {
		matches, err := path.Match(strings.Trim(pattern, "/"), name)
		return err == nil && matches
	})
}

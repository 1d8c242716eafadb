package house

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// TestApart wants the watcher and the feeds not to know each other, tests
// included: main joins them.
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

// allowed is what the top level of the repository holds besides dot files. The
// tests and scripts that drive the real program stand beside main.go.
var allowed = []string{
	"ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
	"config.toml", "feed", "go.mod", "go.sum", "main.go", "main_test.go", "testdata", "watch",
}

// TestTopLevel wants no further file or folder at the top, apart from what
// .gitignore names.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	ignored := strings.Fields(paper(t, ".gitignore"))
	seen := map[string]bool{}
	for _, e := range entries {
		seen[e.Name()] = true
		if strings.HasPrefix(e.Name(), ".") || slices.Contains(allowed, e.Name()) || slices.ContainsFunc(ignored, func(pattern string) bool {
			matches, err := path.Match(strings.Trim(pattern, "/"), e.Name())
			return err == nil && matches
		}) {
			continue
		}
		t.Errorf("the top level holds %s, which belongs in a folder of its package", e.Name())
	}
	for _, name := range allowed {
		if !seen[name] {
			t.Errorf("the top level lacks %s", name)
		}
	}
}

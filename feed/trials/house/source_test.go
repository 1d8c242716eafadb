package house

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// module is the path of the module, and root its folder.
const (
	module = "dateline"
	root   = "../../.."
)

// positions has the positions of the parsed files. go/doc needs it.
var positions = token.NewFileSet()

// folder is a package with all of its source files, including those for other
// systems.
type folder struct {
	path           string // below root; "." is the program
	sources, tests []*ast.File
	flags          map[string]flagKind // flags that the package declares, by name
}

// folders returns every package of the repository by its path.
var folders = sync.OnceValues(func() (map[string]*folder, error) {
	all := map[string]*folder{}
	err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && name != root && (e.Name() == "testdata" || e.Name() == "node_modules" || strings.HasPrefix(e.Name(), ".")) {
			return filepath.SkipDir
		}
		if e.IsDir() || path.Ext(name) != ".go" {
			return nil
		}
		parsed, err := parser.ParseFile(positions, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(parsed.Comments, func(c *ast.CommentGroup) bool {
			return c.Pos() < parsed.Package && c.List[0].Text == "//go:build ignore"
		}) {
			return nil // a program that generates a source file
		}
		below, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		below = filepath.ToSlash(below)
		if all[below] == nil {
			all[below] = &folder{path: below, flags: map[string]flagKind{}}
		}
		maps.Copy(all[below].flags, declaredFlags(parsed))
		if f := all[below]; strings.HasSuffix(name, "_test.go") {
			f.tests = append(f.tests, parsed)
		} else {
			f.sources = append(f.sources, parsed)
		}
		return nil
	})
	return all, err
})

// repository returns all packages, and fails if some are obviously missing.
func repository(t *testing.T) map[string]*folder {
	t.Helper()
	all, err := folders()
	if err != nil {
		t.Fatal(err)
	}
	for _, known := range []string{".", "feed", "watch", "feed/trials/house"} {
		if all[known] == nil {
			t.Fatalf("the packages lack %s; they are %q", known, slices.Sorted(maps.Keys(all)))
		}
	}
	return all
}

// imports returns the packages of this module that files import.
func imports(files []*ast.File) (list []string) {
	for _, f := range files {
		for _, i := range f.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				panic(err) // cannot happen: the parser accepted it
			}
			if below, ours := strings.CutPrefix(imported, module+"/"); ours {
				list = append(list, below)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// documentation returns what go doc shows of a package. If a package has only
// tests, one of them has its comment, and it exports nothing.
func (f *folder) documentation() (*doc.Package, error) {
	if len(f.sources) > 0 {
		return doc.NewFromFiles(positions, f.sources, path.Join(module, f.path), doc.PreserveAST)
	}
	for _, file := range f.tests {
		if file.Doc != nil {
			return &doc.Package{Name: file.Name.Name, Doc: file.Doc.Text()}, nil
		}
	}
	return nil, fmt.Errorf("%s has no package comment", f.path)
}

// paper returns the text of a file of the repository.
func paper(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

package page

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestArticles compares the pages of articles with those in the archives of
// testdata/articles: "want/PATH" is the page of the article at /PATH.
func TestArticles(t *testing.T) {
	names, err := filepath.Glob("testdata/articles/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			isWant := func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") }
			inputs := slices.DeleteFunc(slices.Clone(ar.Files), isWant)
			s, p := build(t, inputs), pages(site())
			for i, f := range ar.Files {
				if !isWant(f) {
					continue
				}
				e, ok := s.Entry("/" + strings.TrimPrefix(f.Name, "want/"))
				if !ok {
					t.Fatalf("there is no article for %s", f.Name)
				}
				got := append(bytes.TrimRight(p.Article(s, e).Body, "\n"), '\n')
				if *update {
					ar.Files[i].Data = got
				} else if diff := cmp.Diff(string(f.Data), string(got)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", f.Name, diff)
				}
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

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

// own returns what the page of an article has of its own: what it says to programs that
// show cards, and what is in its main element.
func own(t *testing.T, page []byte) []byte {
	t.Helper()
	_, rest, ok := bytes.Cut(page, []byte(`<meta property="og:type"`))
	cards, rest, stylesheet := bytes.Cut(rest, []byte(`<link rel="stylesheet"`))
	_, rest, main := bytes.Cut(rest, []byte("<main"))
	content, _, ends := bytes.Cut(rest, []byte("</main>"))
	if !ok || !stylesheet || !main || !ends {
		t.Fatalf("not the page of an article:\n%s", page)
	}
	return slices.Concat([]byte(`<meta property="og:type"`), cards, []byte("<main"), content, []byte("</main>\n"))
}

// TestArticles compares the pages of articles with those in the archives of
// testdata/articles: "want/PATH" is what the page of the article at /PATH has of its own.
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
				got := own(t, p.Article(s, e).Body)
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

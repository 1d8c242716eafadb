package generators

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestSites reads the sites in testdata/sites. In each archive, the file "want" is what
// is found.
func TestSites(t *testing.T) {
	archives, err := filepath.Glob("testdata/sites/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no sites: ", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			site, want := fstest.MapFS{}, -1
			for i, f := range archive.Files {
				if f.Name == "want" {
					want = i
				} else {
					site[f.Name] = &fstest.MapFile{Data: f.Data}
				}
			}
			found, err := Read(site)
			if err != nil || want < 0 {
				t.Fatalf("%v; the file want is number %d", err, want)
			}
			got := describe(found)
			if *update {
				archive.Files[want].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(string(archive.Files[want].Data), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// describe writes what was found, one thing a line.
func describe(s *Site) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", s.Generator, strings.Join(s.Files, " "))
	settings := func(indent string, all []Setting) {
		for _, s := range all {
			fmt.Fprintf(&b, "%s%s = %q  # %s\n", indent, s.Key, s.Value, s.Origin)
		}
	}
	settings("", s.Settings)
	for _, c := range s.Contents {
		fmt.Fprintf(&b, "[[content]] %s  # %s\n", c.Dir, c.Origin)
		settings("  ", c.Settings)
	}
	for _, a := range s.Aliases {
		fmt.Fprintf(&b, "%s -> %s  # %s\n", a.Path, a.Feed, a.Origin)
	}
	for _, n := range s.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	return b.String()
}

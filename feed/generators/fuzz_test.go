package generators

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

// hostile are configurations made to take long, or much memory.
var hostile = map[string]string{
	"deep.toml":      "a = " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
	"deeptable.toml": "[" + strings.Repeat("a.", 5000) + "a]\nb = 1",
	"deep.json":      strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000),
	"deep.yml":       "a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
	"many.toml":      manyLines("k%d = 1\n"),
	"many.yml":       manyLines("k%d: 1\n"),
	"broken.toml":    strings.Repeat("= \n", 50_000),
	"broken.yml":     strings.Repeat("a: [\n", 40_000),
	"bomb.yml":       bomb(),
	"cycle.yml":      "a: &a\n  b: *a\nc: *a\n",
	"merge.yml":      "a: &a {<<: *a}\nb: {<<: [*a, *a]}\n",
	"binary.yml":     "a: \x00\x01\xff",
}

func manyLines(format string) string {
	var b strings.Builder
	for i := range 15_000 {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// bomb stands for 10^12 values.
func bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x]\n")
	for i := range 12 {
		fmt.Fprintf(&b, "a%d: &a%d [%s*a%d]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), i)
	}
	return b.String()
}

// Whatever a configuration holds, what is made of it is bounded.
func TestBounded(t *testing.T) {
	for file, data := range hostile {
		v, err := decode(file, []byte(data))
		n := count(v, 0)
		if n > maxValues+1 {
			t.Errorf("%s: %d values", file, n)
		}
		if refused := !strings.HasPrefix(file, "many"); (err != nil) != refused && file != "merge.yml" && file != "cycle.yml" {
			t.Errorf("%s: err %v", file, err)
		}
	}
}

// count counts the values in a tree of them.
func count(v *value, depth int) (n int) {
	if v == nil {
		return 0
	}
	if n = 1; !v.scalar && depth < 2*maxDepth {
		for _, c := range v.each() {
			n += count(c, depth+1)
		}
	}
	return n
}

// FuzzDecode decodes whatever there is, in all three formats.
func FuzzDecode(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	for _, data := range hostile {
		f.Add([]byte(data[:min(len(data), 2000)]))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > maxFile {
			return
		}
		for _, file := range []string{"a.toml", "a.yml", "a.json"} {
			v, err := decode(file, data)
			if n := count(v, 0); n > maxValues+1 {
				t.Errorf("%s: %d values", file, n)
			}
			if err != nil && !strings.HasPrefix(err.Error(), file+":") {
				t.Errorf("an error without a place: %v", err)
			}
		}
	})
}

// FuzzRead reads a site with one configuration under the names of all generators.
func FuzzRead(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, g := range generators {
			site := fstest.MapFS{
				"content/posts/a.md": {}, "content/notes/b.md": {}, "_posts/2024-01-01-c.md": {}, "source/_posts/d.md": {},
				"content/posts/_index.md": {Data: data}, "package.json": {Data: data},
			}
			for _, mark := range g.marks {
				if !strings.Contains(mark, "*") && mark != "_posts" {
					site[mark] = &fstest.MapFile{Data: data}
				}
			}
			s, err := Read(site)
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Contents) == 0 {
				t.Errorf("%s: no content", g.name)
			}
			for _, a := range s.Aliases {
				if a.Feed == "" || a.Path == "" {
					t.Errorf("%s: an empty alias: %+v", g.name, a)
				}
			}
		}
	})
}

// seeds returns the configurations of the sites in testdata.
func seeds(f *testing.F) (all [][]byte) {
	archives, err := filepath.Glob("testdata/sites/*.txtar")
	if err != nil || len(archives) == 0 {
		f.Fatal("no sites: ", err)
	}
	for _, name := range archives {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range txtar.Parse(data).Files {
			if file.Name != "want" && bytes.ContainsAny(file.Data, ":=") {
				all = append(all, file.Data)
			}
		}
	}
	return all
}

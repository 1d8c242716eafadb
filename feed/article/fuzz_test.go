package article

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
)

// seeds are the Markdown files of the golden archives.
func seeds(f *testing.F) []txtar.File {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		f.Fatal("no golden files", err)
	}
	var files []txtar.File
	for _, file := range archives {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		files = append(files, inputs(a)...)
	}
	founding, err := os.ReadFile("testdata/founding.md")
	if err != nil {
		f.Fatal(err)
	}
	return append(files, txtar.File{Name: "2026/04/7/founding.md", Data: founding})
}

// FuzzParse checks the invariants of every article, day and complaint.
func FuzzParse(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed.Name, seed.Data)
	}
	p := newsParser()
	f.Fuzz(func(t *testing.T, rel string, data []byte) {
		if strings.HasPrefix(rel, "/") || strings.Contains(rel, "..") {
			t.Skip("no path below a directory")
		}
		r := p.Parse(rel, data)
		checkProblems(t, r, data)
		checkBinary(t, r)
		if a := r.Article; a != nil {
			checkArticle(t, a)
			checkBody(t, a.HTML)
		}
		if r.Article != nil && r.Day != nil {
			t.Error("both article and day")
		}
		if again := p.Parse(rel, data); len(again.Problems) != len(r.Problems) || again.Article != nil && again.Article.HTML != r.Article.HTML {
			t.Error("another result at the second time")
		}
	})
}

func checkProblems(t *testing.T, r Result, data []byte) {
	fatal := false
	for _, p := range r.Problems {
		fatal = fatal || p.Fatal
		if lines := strings.Count(string(lines(data)), "\n") + 1; p.Line < 0 || p.Line > lines || p.Line > 0 && p.Column < 1 {
			t.Errorf("a file of %d lines: %s", lines, p.Error())
		}
		if s := p.Error(); strings.ContainsAny(s, "\n\r\x00\x1b") || !utf8.ValidString(s) {
			t.Errorf("complaint %q is not one line", s)
		}
	}
	if fatal && r.Article != nil && r.Article.Hidden == "" {
		t.Error("an article that is not hidden beside a fatal problem")
	}
}

func checkArticle(t *testing.T, a *Article) {
	texts := []string{a.Path, a.File, a.Title, a.HTML, a.Cover, a.Summary, a.Language, a.ID, a.CoverAlt, a.CoverPath, a.Hidden, a.Excerpt(1000)}
	for _, list := range [][]string{a.AuthorNames(), a.Aliases, a.Perhaps, a.Changes} {
		texts = append(texts, list...)
	}
	for _, n := range a.Topics {
		texts = append(texts, n.Value())
	}
	urls := []string{}
	for _, l := range append(append([]Link{}, a.Sources...), a.Elsewhere...) {
		texts = append(texts, l.Name, l.URL)
		urls = append(urls, l.URL)
	}
	if a.Cover != "" {
		urls = append(urls, a.Cover)
	}
	for _, author := range a.Authors {
		if author.URL != "" {
			urls, texts = append(urls, author.URL), append(texts, author.URL)
		}
	}
	for _, s := range texts {
		if !utf8.ValidString(s) || XML(s) != s {
			t.Errorf("%q is not text of XML 1.0", s)
		}
	}
	for _, u := range urls {
		if _, ok := webURL(u); !ok || strings.HasPrefix(u, "//") {
			t.Errorf("%q is not an absolute http(s) URL", u)
		}
	}
	if a.Hidden != "" {
		return // an unfinished one
	}
	if oneLine(a.Title) != a.Title || a.isEmpty() {
		t.Errorf("title %q is not one line, or nothing is shown", a.Title)
	}
	if a.Date.IsZero() || a.Rare == nil || a.Fingerprint == 0 {
		t.Error("no date, no Rare or no fingerprint")
	}
	if a.ID != "" && (idFault(a.ID) != "" || a.IDAt.Line < 1) || len(a.Former()) > 0 && a.FormerAt.Line < 1 {
		t.Errorf("id %q at %v, former pages at %v", a.ID, a.IDAt, a.FormerAt)
	}
	if slices.Contains(a.Former(), a.Path) {
		t.Errorf("%s was formerly itself", a.Path)
	}
}

// FuzzFrontMatter checks that the places of front matter are within the file, that its
// values are of the three kinds, that its names are in the form in which they are
// compared, that everything in an object is under its path as well, and that reading
// it again has the same result.
func FuzzFrontMatter(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed.Data)
	}
	for _, data := range []string{"Title: a\nDate: 2024-01-05 10:00\nSummary: b\n    c\n\nrest", "title: a\ntags:\n- b\n---\nrest",
		"\ufeff\n<!-- x -->\n--- # y\na: &a {b: {c: d}}\n<<: [*a]\n---\n", "---\ntitle: a\n\n# x\ndraft: true\n\n# y\n", "---json\n{\"a\": [{\"b\": 1}]}\n---\n",
		"+++\n[params]\na.b = 1\n[[x]]\ny = 2\n[extra]\nz = 2024-01-05\n+++\n"} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		meta, body, err := splitFrontMatter(data)
		if body < 0 || body > len(data) {
			t.Fatalf("body at %d of %d", body, len(data))
		}
		if err != nil {
			e := err.(*metadataError)
			if e.offset < 0 || e.offset > len(data) || e.from < 0 || e.from > e.to || e.to > len(data) {
				t.Errorf("error at %d, unreadable %d to %d of %d: %v", e.offset, e.from, e.to, len(data), e)
			}
			if meta != nil || e.what == "" || e.hint == "" {
				t.Errorf("%v beside %v", e, meta)
			}
		}
		for path, f := range meta {
			if f.offset < 0 || f.offset > body {
				t.Errorf("%s at %d, body at %d", path, f.offset, body)
			}
			if keyName(f.key) != f.key && keyName(keyName(f.key)) != keyName(f.key) {
				t.Errorf("%q has the name %q, and that has %q", f.key, keyName(f.key), keyName(keyName(f.key)))
			}
			checkValue(t, f.value)
			for name, v := range object(f.value) {
				if below, ok := meta[path+"."+name]; !ok || !reflect.DeepEqual(below.value, v) {
					t.Errorf("%s of %s is %v under its path, want %v", name, path, below.value, v)
				}
			}
		}
		again, bodyAgain, errAgain := splitFrontMatter(data)
		if !reflect.DeepEqual(again, meta) || bodyAgain != body || !reflect.DeepEqual(errAgain, err) {
			t.Errorf("%v, body at %d, %v at the second time, first %v, %d, %v", again, bodyAgain, errAgain, meta, body, err)
		}
	})
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func checkValue(t *testing.T, v any) {
	switch v := v.(type) {
	case string:
	case []any:
		for _, c := range v {
			checkValue(t, c)
		}
	case map[string]any:
		for _, c := range v {
			checkValue(t, c)
		}
	default:
		t.Errorf("a %T in front matter", v)
	}
}

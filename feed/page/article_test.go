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

// published returns the pages of the articles of Markdown files, by path.
func published(t *testing.T, files map[string]string) func(path string) string {
	t.Helper()
	var inputs []txtar.File
	for name, text := range files {
		inputs = append(inputs, txtar.File{Name: name, Data: []byte(text)})
	}
	s, p := build(t, inputs), pages(site())
	return func(path string) string {
		e, ok := s.Entry(path)
		if !ok {
			t.Fatalf("there is no article %s", path)
		}
		return string(p.Article(s, e).Body)
	}
}

// TestArticleCases checks what the pages of unusual articles have and what they do not
// have.
func TestArticleCases(t *testing.T) {
	long := strings.Repeat("Word after word. ", 60)
	page := published(t, map[string]string{
		"note.md":   "---\ndate: 2026-04-01T10:00:00Z\n---\nFog over the fields & frost.\n",
		"quiet.md":  "---\ndate: 2026-04-02T10:00:00Z\ntitle: Quiet\nnoindex: true\n---\nText.\n",
		"long.md":   "---\ndate: 2026-04-03T10:00:00Z\ntitle: " + long + "\n---\nText.\n",
		"parts.md":  "---\ndate: 2026-04-04T10:00:00Z\ntitle: Parts\n---\n[to it](#part)[^1]\n\n## Part\n\nTwo.\n\n[^1]: A.\n",
		"by.md":     "---\ndate: 2026-04-05T10:00:00Z\ntitle: By\nauthors: [{name: Otto & Rey, url: \"https://otto.example/?a=1&b=2\"}, {name: Jo, email: jo@mail.example}]\n---\nText.\n",
		"arabic.md": "---\ndate: 2026-04-06T10:00:00Z\ntitle: القمر\nlanguage: ar\n---\nنص.\n",
		"zh.md":     "---\ndate: 2026-04-07T10:00:00Z\ntitle: 月亮\nlanguage: zh\n---\n文。\n",
	})
	for _, c := range []struct{ path, has, lacks string }{
		{"/note", "<title>Fog over the fields &amp; frost. · ", `class="p-name"`},
		{"/note", `<h1 class="note"><time class="dt-published" datetime="2026-04-01T`, "noindex"},
		{"/quiet", `<meta name="robots" content="noindex">`, `rel="license"`},
		{"/long", ">" + strings.TrimSpace(long) + "</h1>", "<title>" + long},
		{"/long", "<title>Word after word. Word after word. Word after word. Word after word.…</title>", ""},
		{"/parts", ` id="part"`, ` id="main"`},
		{"/parts", `<a href="#part">to it</a>`, `href="/parts#`},
		{"/by", `<a class="p-author h-card" href="https://otto.example/?a=1&amp;b=2">Otto &amp; Rey</a> · <span class="p-author h-card">Jo</span>`, "mail.example"},
		{"/arabic", `<html lang="ar" dir="rtl">`, ""},
		{"/zh", `<html lang="zh">`, `dir="rtl"`},
	} {
		text := page(c.path)
		if !strings.Contains(text, c.has) || c.lacks != "" && strings.Contains(text, c.lacks) {
			t.Errorf("%s lacks %s, or has %q:\n%s", c.path, c.has, c.lacks, text)
		}
	}
}

package article

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden reads the Markdown files of every archive in testdata and
// compares what it makes of them with the file "want" of the archive. Lines
// "key: value" of an archive's comment set language, mount and aliases; or
// "lines: crlf" and "mark: bom", which text editors would not keep.
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := &a.Files[len(a.Files)-1]
			if want.Name != "want" {
				t.Fatalf("the last file is %q, not want", want.Name)
			}
			got := printed(a)
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got != string(want.Data) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want.Data)
			}
		})
	}
}

// languages is the grammar of the golden files.
func languages() Grammar {
	return Grammar{
		Source:  []string{"Source", "Sources", "信息来源", "Quellen", "Fuentes"},
		Related: []string{"Related", "有关", "Verwandt", "Relacionado", "Articles liés"},
		Changes: []string{"Changes", "Änderungen"},
		Context: []string{"Context", "消息", "Kontext", "Contexto", "Contexte"},
		Cover:   []string{"IMG", "Cover Image", "封面", "Titelbild", "Imagen de portada", "Image de couverture"},
	}
}

// inputs returns the Markdown files of a golden archive as they are parsed.
func inputs(a *txtar.Archive) []txtar.File {
	comment := option(a)
	files := append([]txtar.File{}, a.Files[:len(a.Files)-1]...)
	for i := range files {
		if comment["lines"] == "crlf" {
			files[i].Data = bytes.ReplaceAll(files[i].Data, []byte("\n"), []byte("\r\n"))
		}
		if comment["mark"] == "bom" {
			files[i].Data = append([]byte("\ufeff"), files[i].Data...)
		}
	}
	return files
}

func option(a *txtar.Archive) map[string]string {
	options := map[string]string{"language": "en", "mount": "/news"}
	for line := range strings.Lines(string(a.Comment)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.Contains(key, " ") {
			options[key] = value
		}
	}
	return options
}

// goldenParser returns a parser with the options of a golden archive.
func goldenParser(option map[string]string) *Parser {
	return NewParser(Options{Dir: "news", Mount: option["mount"], Aliases: strings.Fields(option["aliases"]), BaseURL: "https://example.org",
		Language: option["language"], Zone: time.FixedZone("", 2*60*60), Grammar: languages()})
}

// printed returns what Parse makes of the files of an archive, in a readable form.
func printed(a *txtar.Archive) string {
	o := option(a)
	p := goldenParser(o)
	files := inputs(a)
	pages := map[PageID]string{}
	for _, f := range files {
		for _, target := range regexp.MustCompile(`\]\(([^\s)]+)`).FindAllSubmatch(f.Data, -1) {
			if at, ok := p.place.sitePath(destination(target[1]), path.Join(o["mount"], f.Name)); ok {
				pages[Page(PagePath(at))] = PagePath(at)
			}
		}
	}
	var b strings.Builder
	for _, f := range files {
		fmt.Fprintf(&b, "== %s\n", f.Name)
		r := p.Parse(f.Name, f.Data)
		if r.Article != nil {
			printArticle(&b, r.Article, pages)
		}
		if r.Day != nil {
			fmt.Fprintf(&b, "day: %s\n", r.Day.Date.Format(time.DateOnly))
			printClaims(&b, "listed", r.Day.Articles, pages)
		}
		if r.Article == nil && r.Day == nil {
			b.WriteString("neither article nor day\n")
		}
		for _, problem := range r.Problems {
			fmt.Fprintf(&b, "! %s\n", problem.Error())
		}
	}
	return b.String()
}

func printArticle(b *strings.Builder, a *Article, pages map[PageID]string) {
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(b, "%s: %s\n", key, value)
		}
	}
	link := func(key string, links []Link) {
		for _, l := range links {
			line(key, strings.TrimSpace(fmt.Sprintf("%s <%s>", l.Name, l.URL)))
		}
	}
	line("path", a.Path)
	if a.Permalink() != a.Path {
		line("permalink", a.Permalink())
	}
	if a.DateOnly {
		line("date", a.Date.Format(time.DateOnly))
	} else {
		line("moment", a.Date.Format(time.RFC3339))
	}
	if !a.Updated.IsZero() {
		line("updated", a.Updated.Format(time.RFC3339))
	}
	if !a.Appears.IsZero() {
		line("appears", a.Appears.Format(time.RFC3339))
	}
	if !a.Expires.IsZero() {
		line("expires", a.Expires.Format(time.RFC3339))
	}
	if a.NoIndex {
		line("sitemap", "no")
	}
	line("title", a.Title)
	line("hidden", a.Hidden)
	if a.ID != "" {
		line("id", fmt.Sprintf("%s, named at %d:%d", a.ID, a.IDAt.Line, a.IDAt.Column))
	}
	if a.Language != "en" {
		line("language", a.Language)
	}
	line("authors", strings.Join(a.AuthorNames(), " | "))
	for _, author := range a.Authors {
		line("author's page", author.URL)
		line("author's mail", author.Mail)
	}
	var topics []string
	for _, t := range a.Topics {
		topics = append(topics, t.Value())
	}
	line("topics", strings.Join(topics, " | "))
	link("source", a.Sources)
	line("cover", a.Cover)
	if a.CoverPath != "" {
		line("cover", fmt.Sprintf("file %s, named at %d:%d", a.CoverPath, a.CoverLine, a.CoverColumn))
	}
	line("cover alt", a.CoverAlt)
	if x := a.Enclosure; x != nil {
		line("enclosure", fmt.Sprint(*x))
	}
	printClaims(b, "related", a.Related, pages)
	link("elsewhere", a.Elsewhere)
	line("changes", strings.Join(a.Changes, " | "))
	line("aliases", strings.Join(a.Aliases, " | "))
	line("perhaps", strings.Join(a.Perhaps, " | "))
	if former := a.Former(); len(former) > 0 {
		line("former", fmt.Sprintf("%s, named at %d:%d", strings.Join(former, " | "), a.FormerAt.Line, a.FormerAt.Column))
	}
	for i, f := range a.References {
		line("reference "+strconv.Itoa(i), fmt.Sprintf("%s%s%s at %d:%d", f.Path, f.Name, f.Suffix, f.Line, f.Column))
	}
	line("summary", a.Summary)
	if a.Excerpt(200) != a.Summary {
		line("excerpt", a.Excerpt(200))
	}
	for text := range strings.Lines(a.HTML) {
		fmt.Fprintf(b, "  %s\n", strings.TrimSuffix(text, "\n"))
	}
}

func printClaims(b *strings.Builder, key string, claims []Claim, pages map[PageID]string) {
	for _, c := range claims {
		topic := "(mentioned)"
		if c.Topic != (Name{}) {
			topic = c.Topic.Value()
		}
		fmt.Fprintf(b, "%s: %s as %s\n", key, pages[c.Page], topic)
	}
}

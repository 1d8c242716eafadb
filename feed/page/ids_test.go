package page

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dateline/feed/article"
)

var idAttribute = regexp.MustCompile(` id="([^"]*)"`)

// TestPagesHaveNoIDs checks that templates have no ids, because one could equal
// that of a heading in an article. The one of the link that skips the header is none
// that an article may have.
func TestPagesHaveNoIDs(t *testing.T) {
	const main = ":main"
	files, err := filepath.Glob("theme/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal("no templates", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		for _, id := range idAttribute.FindAllSubmatch(text, -1) {
			if string(id[1]) != main {
				t.Errorf("%s gives an element the id %s, which an article may have too", file, id[1])
			}
		}
		if err != nil {
			t.Error(err)
		}
	}
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", Language: "en", Zone: time.UTC})
	r := p.Parse("2026/04/7/a.md", []byte("# A\n\n## Heading {#"+main+"}\n\n<p id=\""+main+"\">Text</p>\n"))
	if r.Article == nil || strings.Contains(r.Article.HTML, `id="`+main) {
		t.Errorf("an article has the id of the templates: %+v", r.Article)
	}
}

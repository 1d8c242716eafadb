package render

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// TestRobots checks that crawlers find the sitemaps and no addresses without end, below
// the path of a base URL as well.
func TestRobots(t *testing.T) {
	s := site("")
	s.BaseURL, s.Search = "https://example.org/journal", true
	got := string(New(s).Robots().Body)
	for _, line := range []string{"User-agent: *", "Disallow: /search/", "Disallow: /journal/search/", "Disallow: /journal/build/", "Disallow: /*?content=",
		"Sitemap: https://example.org/journal/sitemap.xml", "Sitemap: https://example.org/journal/news-sitemap.xml"} {
		if !strings.Contains("\n"+got, "\n"+line+"\n") {
			t.Errorf("no line %q in\n%s", line, got)
		}
	}
	s.Search = false
	if got := string(New(s).Robots().Body); strings.Contains(got, "search") {
		t.Errorf("there is no search, but\n%s", got)
	}
}

// TestMarkdownText checks that text means itself wherever the overview has it: in a
// heading, a quote and a link.
func TestMarkdownText(t *testing.T) {
	for _, s := range []string{"plain", "C# and C++", "a #", "# a", "- a", "+ a", "1. a", "12) a", "a_b_c *d* **e**", "[x](y)", "![x](y)", "<b>", "&amp; &", "`code`", "~~a~~", `\`, `a\`, "=", "---", "> a", "]", "a | b", "   b  c ", "www.example.org"} {
		want := strings.Join(strings.Fields(s), " ")
		for _, frame := range []string{"# %\n", "> %\n", "- [%](https://example.org/)\n"} {
			src := []byte(strings.Replace(frame, "%", markdownText(s), 1))
			var got strings.Builder
			doc := goldmark.New().Parser().Parse(text.NewReader(src))
			_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
				if leaf, ok := n.(*ast.Text); ok && entering {
					got.Write(leaf.Segment.Value(src))
				}
				return ast.WalkContinue, nil
			})
			plain := strings.NewReplacer(`\\`, `\`, `\`, "").Replace(got.String())
			if plain != want {
				t.Errorf("%q in %q is %q, which reads %q", s, frame, src, plain)
			}
		}
	}
}

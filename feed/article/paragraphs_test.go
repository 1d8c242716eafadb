package article

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParagraphs(t *testing.T) {
	text := "---\nauthor: A. Writer\nsummary: In short.\nsource: https://www.example.org/a\n---\n# Title\n\nOne *line*\nof <b>text</b> &amp; more.\n\n" +
		"- a\n- b\n\n| x | y |\n|---|---|\n| 1 | `<2>` |\n\n    code\n"
	r := NewParser(Options{Mount: "/", BaseURL: "https://example.org", Language: "en", Zone: time.UTC}).Parse("2026/04/7/a.md", []byte(text))
	want := []string{"In short.", "One line of text & more.", "a", "b", "x", "y", "1", "<2>", "code", "A. Writer", "https://www.example.org/a"}
	if got := r.Article.Paragraphs(); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// FuzzParagraphs checks that paragraphs have all visible text of a body exactly once.
func FuzzParagraphs(f *testing.F) {
	f.Add("<p>One <em>line</em></p>\n<ul>\n<li>&lt;a&gt;</li>\n</ul>")
	f.Add("a<br>b< / p")
	f.Fuzz(func(t *testing.T, markup string) {
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		a := Article{HTML: markup, Rare: &Rare{}}
		list := a.Paragraphs()
		if !strings.Contains(markup, "&") && squeeze(strings.Join(list, "")) != squeeze(visible(markup)) {
			t.Errorf("%q: got %q, want %q", markup, list, visible(markup))
		}
		for _, line := range list {
			if line == "" || line != oneLine(line) {
				t.Errorf("%q: %q", markup, line)
			}
		}
	})
}

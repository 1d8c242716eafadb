package article

import (
	"strings"
	"testing"

	markdown "github.com/yuin/goldmark/text"
)

// TestUnclosedMarks checks that a paragraph full of marks that are never closed is
// searched once.
func TestUnclosedMarks(t *testing.T) {
	source := []byte(strings.Repeat("$a\n", 1000))
	lines := markdown.NewSegments()
	for i := 0; i < len(source); i += 3 {
		lines.Append(markdown.NewSegment(i, i+3))
	}
	l := &parseState{missing: map[string][2]int{}}
	visited := 0
	for i := range lines.Len() {
		block := markdown.NewBlockReader(source, lines)
		for range i {
			block.AdvanceLine()
		}
		_, ok := l.closing(block, "$", 1, func(line []byte, _ int) (int, bool) {
			visited++
			return len(line), false
		})
		if ok {
			t.Fatal("found a mark that is not there")
		}
	}
	if visited != lines.Len() {
		t.Errorf("%d lines visited of %d", visited, lines.Len())
	}
}

// TestNestedCallouts checks that callouts nest as deep as quotes do, and that no line
// is lost beyond that depth.
func TestNestedCallouts(t *testing.T) {
	p := newsParser()
	for _, unit := range []string{":::note\n", "> [!NOTE]\n", "!!! note\n"} {
		var b strings.Builder
		b.WriteString("# t\n\n")
		for i := range 60 {
			indent := ""
			if unit[0] == '!' {
				indent = strings.Repeat("    ", i)
			} else if unit[0] == '>' {
				indent = strings.Repeat("> ", min(i, maxNesting-1))
			}
			b.WriteString(indent + unit + indent + "\n")
		}
		r := p.Parse("2026/04/7/x.md", []byte(b.String()))
		if r.Article == nil {
			t.Fatalf("%q: %v", unit, r.Problems)
		}
		if n := strings.Count(r.Article.HTML, "<blockquote>"); n < maxNesting || n > 3*maxNesting || n != strings.Count(r.Article.HTML, "</blockquote>") {
			t.Errorf("%q: %d quotes", unit, n)
		}
		if unit[0] == ':' && (len(r.Problems) != 1 || !strings.Contains(r.Article.HTML, ":::note")) {
			t.Errorf("what is too deep is lost: %v", r.Problems)
		}
	}
}

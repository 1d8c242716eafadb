package archive

import (
	"testing"

	"dateline/feed/article"
)

// TestSumOfAuthors checks that the sum of an entry also depends on the pages and
// mail addresses of its authors, because archive documents show them.
func TestSumOfAuthors(t *testing.T) {
	seen := map[uint64]int{}
	for i, authors := range [][]article.Author{
		nil, {{Name: "A"}, {Name: "B"}}, {{Name: "A", URL: "https://a.example"}, {Name: "B"}}, {{Name: "A"}, {Name: "B", URL: "https://a.example"}},
		{{Name: "A", URL: "https://b.example"}, {Name: "B"}}, {{Name: "A", Mail: "a@b.example"}, {Name: "B"}}, {{Name: "A"}, {Name: "B", Mail: "a@b.example"}},
	} {
		a := piece("/1/a.md", "2026-04-01", "A")
		a.Authors = authors
		s, _ := New(options()).With([]Change{{File: a.File, Article: a}}, Occasion{Now: noon})
		e, _ := s.Entry("/1/a")
		if other, ok := seen[e.Sum()]; ok {
			t.Errorf("authors %d and %d have the same sum", other, i)
		}
		seen[e.Sum()] = i
	}
}

package feed

import "testing"

// TestKnownDay checks that a day page stays one while words are added to it,
// until it gets a title in front matter.
func TestKnownDay(t *testing.T) {
	dir := t.TempDir()
	p := publisherOf(t, Content{Dir: dir, Mount: "/", Language: "en"})
	const page = "2026/04/1/index.md"
	for _, step := range []struct {
		text     string
		articles int
	}{
		{"# The day\n\n- [A](a.md)\n", 0},
		{"# The day\n\n- [A](a.md)\n\nIt rained all day, and nobody came.\n", 0},
		{"---\ntitle: The day\n---\nIt rained all day, and nobody came.\n", 1},
	} {
		write(t, dir, page, step.text)
		p.Apply(Batch{Changed: found(page)})
		if n := p.Current().Snapshot.Global().Len(); n != step.articles {
			t.Errorf("%q: %d articles, want %d", step.text, n, step.articles)
		}
	}
}

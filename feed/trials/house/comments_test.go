package house

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestComments checks that the first paragraph of every package comment is one
// sentence that says what the package does.
func TestComments(t *testing.T) {
	all := repository(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		p, err := all[name].documentation()
		if err != nil {
			t.Error(err)
			continue
		}
		beginning := "Package " + p.Name + " "
		if p.Name == "main" {
			beginning = "Command "
		}
		paragraph, _, _ := strings.Cut(p.Doc, "\n\n")
		paragraph = strings.Join(strings.Fields(paragraph), " ")
		switch {
		case !strings.HasPrefix(paragraph, beginning):
			t.Errorf("%s: its comment does not begin with %q: %q", name, beginning, paragraph)
		case !strings.HasSuffix(paragraph, ".") && !strings.HasSuffix(paragraph, ":"):
			t.Errorf("%s: the first paragraph of its comment is not a sentence: %q", name, paragraph)
		case p.Synopsis(paragraph) != paragraph:
			t.Errorf("%s: the first paragraph of its comment is more than one sentence: %q", name, paragraph)
		}
	}
}

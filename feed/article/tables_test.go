package article

import (
	"bytes"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"
)

// TestTables checks that tables are as goldmark's own extension renders them.
func TestTables(t *testing.T) {
	theirs := goldmark.New(goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))))
	ours := goldmark.New(goldmark.WithExtensions(tables{}))
	piece := rapid.SampledFrom([]string{"a", " ", "`", "``", "|", `\|`, `\\|`, `\`, "*", "[x](y)", "\n", "\n|"})
	rapid.Check(t, func(t *rapid.T) {
		text := "|a|b|\n|-|-|\n|"
		for _, p := range rapid.SliceOfN(piece, 0, 30).Draw(t, "pieces") {
			text += p
		}
		var got, want bytes.Buffer
		if err := theirs.Convert([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		if err := ours.Convert([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Fatalf("of %q got\n%s\nwant\n%s", text, got.Bytes(), want.Bytes())
		}
	})
}

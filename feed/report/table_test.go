package report

import (
	"strings"
	"testing"
)

// TestTable checks that each row is one line with aligned columns, whatever the
// cells contain.
func TestTable(t *testing.T) {
	var b strings.Builder
	table := newTable(&b)
	table.row("1", "a\nb\tc\vd\fe\x1b[2J\u009b", "end")
	table.row("2", "plain", "end")
	if err := table.Flush(); err != nil {
		t.Fatal(err)
	}
	const odd = `a\nb\tc\u000bd\u000ce\u001b[2J\u009b`
	want := "1  " + odd + "  end\n2  plain" + strings.Repeat(" ", len(odd)-len("plain")) + "  end\n"
	if b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

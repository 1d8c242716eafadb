package report

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"dateline/feed/printable"
)

// table aligns columns. It escapes tabs and line breaks in cells, because they
// would end the cell.
type table struct{ *tabwriter.Writer }

func newTable(w io.Writer) table { return table{tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)} }

func (t table) row(cells ...string) {
	for i := range cells {
		cells[i] = printable.Line(cells[i])
	}
	fmt.Fprintln(t, strings.Join(cells, "\t"))
}

package report

import (
	"fmt"

	"dateline/feed/explain"
	"dateline/feed/printable"
)

// Why prints what became of articles. Each answer begins with its first sentence;
// what follows is indented.
func (p Printer) Why(r explain.Report) error {
	if p.JSON {
		return JSON(p.Out, r)
	}
	if r.From == "files" {
		if _, err := fmt.Fprintln(p.Out, "No daemon answers, so this is what a start would make of the files and the ledger:"); err != nil {
			return err
		}
	}
	for _, a := range r.Answers {
		lines := a.Text
		for _, f := range a.Feeds {
			lines = append(lines, f.Line())
		}
		for i, l := range lines {
			if l = printable.Line(l); i > 0 {
				l = "  " + l
			}
			if _, err := fmt.Fprintln(p.Out, l); err != nil {
				return err
			}
		}
	}
	return nil
}

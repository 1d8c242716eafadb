package report

import (
	"fmt"
	"time"

	"dateline/feed/status"
)

// Status prints the state of a daemon.
func (p Printer) Status(s status.Daemon) error {
	if p.JSON {
		return JSON(p.Out, s)
	}
	t := newTable(p.Out)
	row := func(name, format string, args ...any) { t.row(name, fmt.Sprintf(format, args...)) }
	row("version", "%s", s.Version)
	row("running since", "%s", s.Started.Format(time.RFC3339))
	if s.Ending {
		row("shutting down", "when the requests in flight have been answered")
	}
	if s.Ready {
		row("articles", "%d in %s", s.Articles, count(s.Topics, "topic"))
	} else {
		row("articles", "being read")
	}
	for _, l := range s.Notes() {
		row(l.Name, "%s", l.Text)
	}
	if !s.Scheduled.IsZero() {
		row("next scheduled", "%s", s.Scheduled.Format(time.RFC3339))
	}
	row("complaints", "%d (see dateline check)", s.Problems)
	for _, tree := range s.Trees {
		row("tree", "%s", tree)
	}
	row("faults", "%d", len(s.Faults))
	if err := t.Flush(); err != nil {
		return err
	}
	for i := range s.Faults {
		if _, err := fmt.Fprintln(p.Out, s.Faults[i].Error()); err != nil {
			return err
		}
	}
	if len(s.Readers) > 0 {
		if _, err := fmt.Fprintln(p.Out); err != nil {
			return err
		}
		return readers(p.Out, s.Readers)
	}
	return nil
}

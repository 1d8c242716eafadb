package report

import (
	"fmt"
	"io"
	"time"

	"dateline/feed/status"
)

// Status prints how the daemon is.
func Status(w io.Writer, s status.Daemon, asJSON bool) error {
	if asJSON {
		return JSON(w, s)
	}
	t := newTable(w)
	row := func(name, format string, args ...any) { t.row(name, fmt.Sprintf(format, args...)) }
	row("version", "%s", s.Version)
	row("running since", "%s", s.Started.Format(time.RFC3339))
	if s.Ending {
		row("ending", "as soon as the requests in flight are answered")
	}
	if s.Ready {
		row("articles", "%d in %s", s.Articles, count(s.Topics, "topic"))
	} else {
		row("articles", "are being read")
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
		if _, err := fmt.Fprintln(w, s.Faults[i].Error()); err != nil {
			return err
		}
	}
	if len(s.Readers) > 0 {
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
		return readers(w, s.Readers)
	}
	return nil
}

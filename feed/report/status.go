package report

import (
	"fmt"
	"time"

	"dateline/feed/status"
)

// configuration describes the configuration in use and its last reload.
func configuration(s status.Daemon) string {
	switch r := s.Reload; {
	case r == nil:
		return s.Config + ", as at the start"
	case r.Success:
		return fmt.Sprintf("%s, reloaded %s (%s)", s.Config, r.At.Format(time.RFC3339), count(r.Count, "reload"))
	default:
		return fmt.Sprintf("%s, a change was refused %s", s.Config, r.At.Format(time.RFC3339))
	}
}

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
	if !s.Newest.IsZero() {
		row("newest article", "%s", s.Newest.Format(time.RFC3339))
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
	backup := "no backup yet"
	if !s.BackedUp.IsZero() {
		backup = "backup of " + s.BackedUp.Format(time.RFC3339)
	}
	row("ledger", "%s, %s", s.LedgerFile, backup)
	if !s.Certificate.IsZero() {
		row("certificate", "expires %s", s.Certificate.Format(time.RFC3339))
	}
	row("configuration", "%s", configuration(s))
	if r := s.Requests; r.Since != "" {
		row("requests", "%d for feeds since %s, %s not modified, %s as readers report them", r.Total.Requests, r.Since,
			percent(uint64(r.Total.NotModified), uint64(r.Total.Requests)), count(int(r.Total.Subscribers), "subscriber"))
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

package report

import (
	"fmt"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// outcome is a row of Plan.
type outcome struct {
	What      string    `json:"what"` // "new", "updated", "date moves", "renamed", "removed", "id changes", "held"
	Path      string    `json:"path"`
	Title     string    `json:"title"`
	ID        string    `json:"id"`
	Published time.Time `json:"published"`
	Was       time.Time `json:"was,omitzero"` // published until now, if the date moves
}

// Plan is the change that starting the daemon would make.
type Plan struct {
	Was   *archive.Snapshot // what the ledger holds
	Is    *archive.Snapshot // what the files contain
	First bool              // the ledger is empty
	// Problems are those of the files that were read: new and changed ones.
	Problems []article.Problem
}

// Plan prints which changes subscribers would see, and which they would not be
// told: older articles that come together, and dates that are corrected. Articles
// whose dates contradict each other are named, as a start would settle them.
func (p Printer) Plan(plan Plan) error {
	d := archive.Compare(plan.Was, plan.Is)
	rows := outcomes(d, plan.Is)
	if p.JSON {
		return JSON(p.Out, rows)
	}
	counts := map[string]int{}
	t := newTable(p.Out)
	for _, r := range rows {
		counts[r.What]++
		t.row(r.What, r.Path, r.Title+r.move())
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, line := range plan.notes(d) {
		fmt.Fprintln(p.Out, line)
	}
	_, err := fmt.Fprintf(p.Out, "%d new, %d updated, %d renamed, %d removed, %d ids change, %d held\n",
		counts[isNew], counts[isUpdated], counts[isRenamed], counts[isRemoved], counts[hasNewID], counts[isHeld])
	return err
}

// move says how the date of an article moves; empty if it does not.
func (o outcome) move() string {
	if o.Was.IsZero() {
		return ""
	}
	return fmt.Sprintf(" (published moves from %s to %s)", o.Was.Format(time.RFC3339), o.Published.Format(time.RFC3339))
}

// notes returns lines about the plan as a whole.
func (plan *Plan) notes(d archive.Difference) (lines []string) {
	for i := range plan.Problems {
		if plan.Problems[i].About == article.Dates {
			lines = append(lines, plan.Problems[i].Error())
		}
	}
	if plan.First {
		return append(lines, "the ledger is empty, so this is a first import: every article counts as old")
	}
	if d.Backfilled > 0 {
		lines = append(lines, count(d.Backfilled, "older article")+" come in quietly: they take their places by date, and no feed shows them as new")
	}
	if n := len(d.Redated); n > 0 {
		lines = append(lines, "corrected dates in "+count(n, "article")+": feeds, pages of dates and the sitemap follow, and nobody is told")
	}
	return lines
}

const (
	isNew     = "new"
	isUpdated = "updated"
	isRedated = "date moves"
	isRenamed = "renamed"
	isRemoved = "removed"
	hasNewID  = "id changes"
	isHeld    = "held"
)

func outcomeOf(what string, e *archive.Entry) outcome {
	return outcome{What: what, Path: e.Path, Title: e.Name(), ID: e.ID(), Published: e.Published()}
}

func outcomes(d archive.Difference, is *archive.Snapshot) []outcome {
	rows := []outcome{}
	add := func(what string, list []*archive.Entry) {
		for _, e := range list {
			rows = append(rows, outcomeOf(what, e))
		}
	}
	var removed, reminted []*archive.Entry
	for _, e := range d.Removed {
		if _, there := is.Entry(e.Path); there {
			reminted = append(reminted, e)
		} else {
			removed = append(removed, e)
		}
	}
	add(isNew, d.New)
	add(isUpdated, d.Updated)
	for _, e := range d.Redated {
		o := outcomeOf(isRedated, e.Entry)
		o.Was = e.Was
		rows = append(rows, o)
	}
	add(isRenamed, d.Renamed)
	add(isRemoved, removed)
	add(hasNewID, reminted)
	add(isHeld, d.Held)
	return rows
}

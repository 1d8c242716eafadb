package report

import (
	"fmt"
	"time"

	"dateline/feed/archive"
)

// outcome is a row of Plan.
type outcome struct {
	What      string    `json:"what"` // "new", "updated", "renamed", "removed", "id changes", "held"
	Path      string    `json:"path"`
	Title     string    `json:"title"`
	ID        string    `json:"id"`
	Published time.Time `json:"published"`
}

// Plan is the change that starting the daemon would make.
type Plan struct {
	Was   *archive.Snapshot // what the ledger holds
	Is    *archive.Snapshot // what the files contain
	First bool              // the ledger is empty
}

// Plan prints which changes subscribers would see.
func (p Printer) Plan(plan Plan) error {
	rows := outcomes(archive.Compare(plan.Was, plan.Is), plan.Is)
	if p.JSON {
		return JSON(p.Out, rows)
	}
	counts := map[string]int{}
	t := newTable(p.Out)
	for _, r := range rows {
		counts[r.What]++
		t.row(r.What, r.Path, r.Title)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if plan.First {
		fmt.Fprintln(p.Out, "the ledger is empty, so this is a first import: every article counts as old")
	}
	_, err := fmt.Fprintf(p.Out, "%d new, %d updated, %d renamed, %d removed, %d ids change, %d held\n",
		counts[isNew], counts[isUpdated], counts[isRenamed], counts[isRemoved], counts[hasNewID], counts[isHeld])
	return err
}

const (
	isNew     = "new"
	isUpdated = "updated"
	isRenamed = "renamed"
	isRemoved = "removed"
	hasNewID  = "id changes"
	isHeld    = "held"
)

func outcomes(d archive.Difference, is *archive.Snapshot) []outcome {
	rows := []outcome{}
	add := func(what string, list []*archive.Entry) {
		for _, e := range list {
			rows = append(rows, outcome{what, e.Path, e.Name(), e.ID(), e.Published()})
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
	add(isRenamed, d.Renamed)
	add(isRemoved, removed)
	add(hasNewID, reminted)
	add(isHeld, d.Held)
	return rows
}

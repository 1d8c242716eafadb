package report

import (
	"fmt"
	"io"
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

// Plan prints what subscribers will see of a change, from what is remembered
// to what the files say; first says that nothing is remembered.
func Plan(w io.Writer, was, is *archive.Snapshot, first, asJSON bool) error {
	rows := outcomes(archive.Compare(was, is), is)
	if asJSON {
		return JSON(w, rows)
	}
	counts := map[string]int{}
	t := newTable(w)
	for _, r := range rows {
		counts[r.What]++
		t.row(r.What, r.Path, r.Title)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if first {
		fmt.Fprintln(w, "the ledger remembers nothing: a first import, in which all counts as old")
	}
	_, err := fmt.Fprintf(w, "%d new, %d updated, %d renamed, %d removed, %d ids change, %d held\n",
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

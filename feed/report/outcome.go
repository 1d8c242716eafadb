package report

import (
	"fmt"
	"time"

	"dateline/feed/archive"
)

// outcome is what becomes of an article.
type outcome struct {
	What      string    `json:"what"` // one of the constants below
	Path      string    `json:"path"`
	From      string    `json:"from,omitempty"` // path until now, if the article is renamed
	Title     string    `json:"title"`
	ID        string    `json:"id"`
	Published time.Time `json:"published"`
	Was       time.Time `json:"was,omitzero"` // published until now, if the date or the time moves
}

const (
	isNew     = "new"
	isUpdated = "updated"
	isRedated = "date moves"
	isRezoned = "time moves"
	isRenamed = "renamed"
	isRemoved = "removed"
	hasNewID  = "id changes"
	isHeld    = "held"
)

// before says what an article had before the change; empty if nothing is lost.
func (o outcome) before() string {
	switch {
	case o.From != "":
		return " (was " + o.From + ")"
	case !o.Was.IsZero():
		return fmt.Sprintf(" (published moves from %s to %s)", o.Was.Format(time.RFC3339), o.Published.Format(time.RFC3339))
	default:
		return ""
	}
}

func outcomeOf(what string, e *archive.Entry) outcome {
	return outcome{What: what, Path: e.Path, Title: e.Name(), ID: e.ID(), Published: e.Published()}
}

func outcomes(d archive.Difference, is *archive.Snapshot) []outcome {
	rows := []outcome{} // not nil, which JSON would encode as null
	add := func(what string, list []*archive.Entry) {
		for _, e := range list {
			rows = append(rows, outcomeOf(what, e))
		}
	}
	moves := func(what string, list []archive.Redated) {
		for _, e := range list {
			o := outcomeOf(what, e.Entry)
			o.Was = e.Was
			rows = append(rows, o)
		}
	}
	removed, reminted := gone(d, is)
	add(isNew, d.New)
	add(isUpdated, d.Updated)
	moves(isRedated, d.Redated)
	moves(isRezoned, d.Rezoned)
	for _, e := range d.Renamed {
		o := outcomeOf(isRenamed, e.Entry)
		o.From = e.Was
		rows = append(rows, o)
	}
	add(isRemoved, removed)
	add(hasNewID, reminted)
	add(isHeld, d.Held)
	return rows
}

// gone returns the entries that are removed, and those that are gone only because
// the article at their address gets another id.
func gone(d archive.Difference, is *archive.Snapshot) (removed, reminted []*archive.Entry) {
	for _, e := range d.Removed {
		if _, there := is.Entry(e.Path); there {
			reminted = append(reminted, e)
		} else {
			removed = append(removed, e)
		}
	}
	return removed, reminted
}

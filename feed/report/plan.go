package report

import (
	"fmt"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// Plan is the change that starting the daemon would make.
type Plan struct {
	Was   *archive.Snapshot // what the ledger holds
	Is    *archive.Snapshot // what the files contain
	First bool              // the ledger is empty
	// Warnings are about the ledger: what is lost if it should not be empty, and
	// where another one lies.
	Warnings    []string
	Directories []Directory
	// Restyled means that the configuration or the version of the program may let
	// documents look different although no article changes.
	Restyled bool
	// Landing is the other site to whose pages items link, or empty.
	Landing string
	// Problems are those of the files that were read: new and changed ones.
	Problems []article.Problem
	// Detail says how much of the plan is printed.
	Detail Detail
}

// Directory is a content directory.
type Directory struct {
	Name  string // as the configuration has it
	Mount string
	Grace time.Duration
}

// Detail is how much of a plan is printed.
type Detail bool

const (
	Whole   Detail = false
	Summary Detail = true // without the list of articles
)

// planned is the JSON form of a Plan. Format is raised when a field changes its
// meaning or goes, not when one is added.
type planned struct {
	Format  int       `json:"format"`
	Summary summary   `json:"summary"`
	Changes []outcome `json:"changes"`
	// Dates are complaints about dates that contradict each other.
	Dates []article.Problem `json:"dates"`
}

const planFormat = 1

// Plan prints which changes subscribers would see, and which they would not be
// told: older articles that come together, and dates that are corrected. It begins
// with a summary. The list that follows leaves out articles of which the summary
// says all: many whose addresses begin with another prefix, or whose times move
// with the time zone. JSON has each of them.
func (p Printer) Plan(plan Plan) error {
	d := archive.Compare(plan.Was, plan.Is)
	rows := outcomes(d, plan.Is)
	s := plan.summary(d, rows)
	if p.JSON {
		all := planned{planFormat, s, rows, plan.contradictions()}
		if plan.Detail == Summary {
			all.Changes, all.Dates = []outcome{}, []article.Problem{}
		}
		return JSON(p.Out, all)
	}
	for _, line := range s.lines() {
		if _, err := fmt.Fprintln(p.Out, line); err != nil {
			return err
		}
	}
	if plan.Detail == Summary {
		return nil
	}
	return p.list(plan, s, rows)
}

// list prints a line for each article that changes. Those whose dates contradict
// each other follow, as a start would settle them.
func (p Printer) list(plan Plan, s summary, rows []outcome) error {
	t := newTable(p.Out)
	for i, r := range s.unsaid(rows) {
		if i == 0 {
			fmt.Fprintln(p.Out)
		}
		t.row(r.What, r.Path, r.Title+r.before())
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, problem := range plan.contradictions() {
		if _, err := fmt.Fprintln(p.Out, problem.Error()); err != nil {
			return err
		}
	}
	return nil
}

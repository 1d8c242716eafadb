package command

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"dateline/feed/config"
	"dateline/feed/ledger"
	"dateline/feed/report"
	"dateline/feed/setup"
)

// plan prints what a start would change for subscribers.
func (l *line) plan(_ context.Context, args []string) error {
	r, err := l.read(args, remembering)
	if err != nil {
		return err
	}
	return atWork(l.printPlan(r, args, report.Detail(l.summary)))
}

// printPlan prints the plan of a reading of all articles.
func (l *line) printPlan(r *reading, args []string, detail report.Detail) error {
	p := report.Plan{Was: r.remembered, Is: r.state.Snapshot, First: r.first, Problems: r.state.Problems, Detail: detail}
	for _, c := range r.config.Content {
		p.Directories = append(p.Directories, report.Directory{Name: c.Dir, Mount: c.Mount, Grace: c.Grace})
	}
	p.Restyled = r.appearance != "" && r.appearance != setup.Appearance(r.config, l.Version)
	if site, _, ok := strings.Cut(r.config.Feeds.ItemLink, config.Placeholder); ok {
		p.Landing = site
	} else if r.config.Feeds.ItemLink == config.OwnSite {
		p.Landing = r.config.Site.Home
	}
	if r.first {
		p.Warnings = l.empty(r, args)
	}
	return l.printer().Plan(p)
}

// empty says what should be known before a start with an empty ledger.
func (l *line) empty(r *reading, args []string) (warnings []string) {
	path, err := ledger.Path(r.config.Ledger.URL)
	if err != nil {
		return nil
	}
	if err := required(r.config); err != nil {
		warnings = append(warnings, "a start would fail: "+err.Error())
	} else if r.state.Fresh != nil {
		warnings = append(warnings, r.state.Fresh.Error())
	}
	if other := l.other(path, args); other != "" {
		warnings = append(warnings, fmt.Sprintf("there is no ledger %s, but there is %s; names in a configuration are relative to its directory: put it beside the present one, or name that ledger in ledger.url", path, other))
	}
	return warnings
}

// required returns the error that a start would have because of ledger.require.
func required(c *config.Config) error {
	if !c.Ledger.Require {
		return nil
	}
	return ledger.Required(c.Ledger.URL)
}

// other returns the ledger of the present configuration, in case another one that is
// tried does not lead to it: of the one beside the file that is tried, or in the
// working directory. It returns "" if there is none.
func (l *line) other(path string, args []string) string {
	if len(args) > 0 || exists(path) {
		return ""
	}
	for _, file := range []string{filepath.Join(filepath.Dir(l.file), defaultFile), defaultFile} {
		if there, err := ledger.Path(config.Traces(file).Ledger.URL); err == nil && there != path && exists(there) {
			return there
		}
	}
	return ""
}

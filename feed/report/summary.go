package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
)

// summary is the beginning of a plan.
type summary struct {
	New       int  `json:"new"`
	Updated   int  `json:"updated"`
	Renamed   int  `json:"renamed"`
	Removed   int  `json:"removed"`
	NewIDs    int  `json:"ids_change"`
	Held      int  `json:"held"`
	Redated   int  `json:"dates_move"`
	Rezoned   int  `json:"times_move"`
	Old       int  `json:"backfilled"`   // of New, that come in quietly
	First     bool `json:"first_import"` // the ledger is empty
	Unchanged bool `json:"nothing_changes"`
	// Links are the base URLs of links, and the number of articles; nil if the
	// links stay.
	Links     *addresses   `json:"links,omitempty"`
	Addresses []addresses  `json:"addresses"`
	Topics    topicChanges `json:"topics"`
	Notes     []string     `json:"notes"` // all of this in sentences, but the counts
}

// summary counts what a plan changes.
func (plan *Plan) summary(d archive.Difference, rows []outcome) summary {
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.What]++
	}
	s := summary{
		New: counts[isNew], Updated: counts[isUpdated], Renamed: counts[isRenamed], Removed: counts[isRemoved], NewIDs: counts[hasNewID] + d.Reminted.IDs,
		Held: counts[isHeld], Redated: counts[isRedated], Rezoned: counts[isRezoned], Old: d.Backfilled, First: plan.First,
		Addresses: changed(d.Renamed), Topics: topicsBetween(plan.Was, plan.Is, d),
	}
	if d.Was.BaseURL != "" && d.Was.BaseURL != d.Is.BaseURL {
		s.Links = &addresses{d.Was.BaseURL, d.Is.BaseURL, plan.Is.Global().Len()}
	}
	s.Notes = append([]string{}, plan.Warnings...)
	if plan.First {
		s.Notes = append(s.Notes, "the ledger is empty, so this is a first import: every article counts as old")
	} else {
		s.Notes = append(s.Notes, plan.notes(d, &s)...)
	}
	s.Unchanged = len(rows)+len(s.Notes) == 0
	if n := len(plan.contradictions()); n > 0 {
		s.Notes = append(s.Notes, count(n, "complaint")+" about dates that contradict each other; the list says which date counts")
	}
	return s
}

// notes says in sentences what a plan changes, except for a first import.
func (plan *Plan) notes(d archive.Difference, s *summary) (lines []string) {
	if s.Links != nil {
		ids := "ids stay"
		if s.NewIDs > 0 {
			ids = count(s.NewIDs, "id") + " change"
		}
		what := "links of all " + count(s.Links.Articles, "article")
		if plan.Landing != "" {
			what, ids = "addresses of pages and pictures", "items link to "+plan.Landing+"; "+ids
		}
		lines = append(lines, fmt.Sprintf("%s change from %s to %s; %s", what, s.Links.From, s.Links.To, ids))
	}
	if d.Reminted.IDs > 0 {
		lines = append(lines, fmt.Sprintf("ids were provisional, because site.base_url was a private address: %s change once, from %s to %s, with those of feeds, and are permanent from then on", count(d.Reminted.IDs, "id"), d.Reminted.From, d.Reminted.To))
	}
	if plan.Restyled {
		lines = append(lines, "feeds and pages may look different, because the configuration or the version of Dateline is another one than at the last change")
	}
	if plan.Restyled && plan.Landing != "" {
		lines = append(lines, "items link to their pages on "+plan.Landing+", if they did not before; ids stay")
	}
	for _, a := range s.Addresses {
		lines = append(lines, a.line())
	}
	if s.Rezoned > 0 {
		lines = append(lines, fmt.Sprintf("times of %s move with the time zone, from %s to %s; ids and order stay", count(s.Rezoned, "article"), d.Was.Zone, d.Is.Zone))
	}
	if s.Old > 0 {
		lines = append(lines, count(s.Old, "older article")+" come in quietly: they take their places by date, and no feed shows them as new")
	}
	if s.Redated > 0 {
		lines = append(lines, "corrected dates in "+count(s.Redated, "article")+": feeds, pages of dates and the sitemap follow, and nobody is told")
	}
	lines = append(lines, s.Topics.lines()...)
	return append(lines, plan.gone(d)...)
}

// gone says for each directory how long removed articles stay, and which removals
// are held.
func (plan *Plan) gone(d archive.Difference) (lines []string) {
	removed, _ := gone(d, plan.Is)
	removed = slices.DeleteFunc(removed, func(e *archive.Entry) bool { // what its author hides goes at once
		c, _ := plan.Is.File(e.File)
		return c.Article != nil
	})
	leaving, held := plan.byDirectory(removed), plan.byDirectory(d.Held)
	for i, dir := range plan.Directories {
		if n := len(leaving[i]); n > 0 && dir.Grace > 0 {
			lines = append(lines, fmt.Sprintf("%s: removed articles stay published for up to %s after the start (content.grace), in case their files return: %d", dir.Name, short(dir.Grace), n))
		}
		if n := len(held[i]); n > 0 {
			lines = append(lines, fmt.Sprintf("%s: %s would be removed, which is held (content.max_removal); they stay published; %s", dir.Name, count(n, "article"), feed.HeldHint(plan.Is, slices.Values(held[i]))))
		}
	}
	return lines
}

// byDirectory returns the files of entries by directory: the one with the longest
// mount above the file.
func (plan *Plan) byDirectory(list []*archive.Entry) [][]string {
	files := make([][]string, len(plan.Directories))
	for _, e := range list {
		best := -1
		for i, dir := range plan.Directories {
			if archive.Within(e.File, dir.Mount) && (best < 0 || len(dir.Mount) > len(plan.Directories[best].Mount)) {
				best = i
			}
		}
		if best >= 0 { // the directory may have left the configuration
			files[best] = append(files[best], e.File)
		}
	}
	return files
}

// contradictions returns the complaints about dates that contradict each other.
func (plan *Plan) contradictions() []article.Problem {
	list := []article.Problem{}
	for _, p := range plan.Problems {
		if p.Contradicts() {
			list = append(list, p)
		}
	}
	return list
}

// unsaid returns the rows of which the summary does not say all.
func (s *summary) unsaid(rows []outcome) (list []outcome) {
	for _, r := range rows {
		said := r.What == isRezoned && s.Rezoned > few
		for _, a := range s.Addresses {
			said = said || a.covers(r)
		}
		if !said {
			list = append(list, r)
		}
	}
	return list
}

// lines returns the summary as text. What is counted comes first, always with the
// same words, since scripts read it.
func (s *summary) lines() []string {
	counts := fmt.Sprintf("%d new, %d updated, %d renamed, %d removed, %d ids change, %d held", s.New, s.Updated, s.Renamed, s.Removed, s.NewIDs, s.Held)
	lines := append([]string{counts}, s.Notes...)
	if s.Unchanged {
		lines = append(lines, "nothing changes for subscribers")
	}
	return lines
}

// short formats a duration without the parts that are zero: "2m" instead of "2m0s".
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

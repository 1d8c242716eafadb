package report

import (
	"fmt"
	"strings"

	"dateline/feed/adopt"
)

// adoptedCounts is the beginning of the report of an adoption.
type adoptedCounts struct {
	Items     int `json:"items"`
	Matched   int `json:"matched"`
	Doubtful  int `json:"doubtful"`
	Conflicts int `json:"conflicts"`
	Left      int `json:"left"`
	NewIDs    int `json:"ids_change"`
	NewTimes  int `json:"times_change"`   // of publication
	Updates   int `json:"updates_change"` // times of the last update
	Reserved  int `json:"ids_reserved"`   // of items without an article
	// SameLinks and OtherLinks count matched items by whether their link is that of the
	// article in the feeds here, to the letter.
	SameLinks  int `json:"links_same"`
	OtherLinks int `json:"links_differ"`
	// SiteLinks counts those of OtherLinks that feeds.item_link = "site" would keep.
	SiteLinks int `json:"links_same_on_site"`
	Older     int `json:"older"`   // articles that are older than all items
	Newer     int `json:"newer"`   // articles that are newer than all items
	Between   int `json:"between"` // other articles without an item
}

func (a *Adoption) counts() adoptedCounts {
	s := adoptedCounts{Matched: len(a.Matches), Doubtful: len(a.Doubtful), Conflicts: len(a.Conflicts), Left: len(a.Left),
		Older: len(a.Older), Newer: len(a.Newer), Between: len(a.Between)}
	for _, f := range a.Feeds {
		s.Items += len(f.Items)
	}
	for _, x := range a.Changes {
		if x.File == "" {
			s.Reserved++
		}
	}
	for _, x := range a.Matches {
		if x.NewID() {
			s.NewIDs++
		}
		if x.NewTime() {
			s.NewTimes++
		}
		if x.NewUpdate() {
			s.Updates++
		}
		switch own := a.Links[x.Entry]; {
		case x.Link == own:
			s.SameLinks++
		default:
			s.OtherLinks++
			if a.Home != "" && x.Link == x.Entry.PermalinkAt(a.Home) {
				s.SiteLinks++
			}
		}
	}
	return s
}

// summary returns the first lines of a report.
func (a *Adoption) summary(s adoptedCounts) (lines []string) {
	for _, f := range a.Feeds {
		line := fmt.Sprintf("%s: %s, %s", f.Name, f.Format, count(len(f.Items), "item"))
		if f.Pages > 1 {
			line += " on " + count(f.Pages, "page")
		}
		if f.ID != "" {
			line += "; the id of the feed is " + f.ID + ", and stays unused here"
		}
		lines = append(lines, line)
	}
	lines = append(lines, fmt.Sprintf("%s: %d matched%s, %d doubtful, %d left over; %s", count(s.Items, "item"), s.Matched, a.bases(), s.Doubtful, s.Left, count(s.Conflicts, "conflict")))
	if s.Matched == 0 {
		return append(lines, a.complaints()...)
	}
	lines = append(lines, a.changes(s))
	if n := s.Older + s.Newer + s.Between; n > 0 {
		lines = append(lines, fmt.Sprintf("articles without an item: %d older than the feeds reach, %d newer, %d between; they keep their ids", s.Older, s.Newer, s.Between))
	}
	return append(lines, a.complaints()...)
}

// changes says what the ledger gets.
func (a *Adoption) changes(s adoptedCounts) string {
	what := count(s.NewIDs, "id") + " and " + count(s.NewTimes, "time") + " of publication"
	if s.Updates > 0 {
		what += ", " + count(s.Updates, "time") + " of the last update"
	}
	reserved := count(s.Reserved, "id") + " of items without an article"
	if a.Applied {
		return "changed " + what + ", reserved " + reserved
	}
	return what + " would change, " + reserved + " would be reserved"
}

func (a *Adoption) complaints() (lines []string) {
	for _, p := range a.Problems {
		lines = append(lines, p.Error())
	}
	return lines
}

// bases returns how many items were matched by what: " (3 by link, 1 by text)".
func (a *Adoption) bases() string {
	n := map[adopt.Basis]int{}
	for _, x := range a.Matches {
		n[x.By]++
	}
	var parts []string
	for _, by := range []adopt.Basis{adopt.ByID, adopt.ByLink, adopt.ByTitle, adopt.ByText} {
		if n[by] > 0 {
			parts = append(parts, fmt.Sprintf("%d by %s", n[by], by))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// next returns what is left to do.
func (a *Adoption) next(s adoptedCounts) (lines []string) {
	if s.OtherLinks > 0 {
		lines = append(lines, a.linkHint(s))
	} else if s.Matched > 0 {
		lines = append(lines, "links of all matched items stay as they are")
	}
	for _, x := range a.Aliases {
		lines = append(lines, fmt.Sprintf("the address of the feed would not lead to it here; add to config.toml:\n\n    [[feeds.alias]]\n    path = %q\n    feed = %q\n", x.Path, x.Feed))
	}
	if s.Between > 0 {
		lines = append(lines, "without an item although the feeds have older ones: "+first(paths(a.Between)))
	}
	if s.Conflicts > 0 {
		lines = append(lines, "of conflicts, nothing is adopted: adopt only the feed that has most subscribers, correct the feeds, or take an earlier adoption back with dateline adopt --undo")
	}
	if s.Doubtful > 0 {
		lines = append(lines, "of doubtful items, nothing is adopted: write the address of an item into its article, as aliases = [\"/its/address\"]")
	}
	switch {
	case s.Matched == 0:
		lines = append(lines, "no item matches an article, so nothing can be adopted; see whether this is the feed of this site, and whether check finds its articles")
	case a.Applied:
		lines = append(lines, "adopted; run dateline plan, which shows no new id now; dateline adopt --undo takes this back")
	case len(a.Changes) == 0:
		lines = append(lines, "the ledger has all of this already")
	default:
		lines = append(lines, "nothing is written; to adopt this, stop the daemon and add --apply")
	}
	return lines
}

// linkHint says which links change, with examples and the setting that helps.
func (a *Adoption) linkHint(s adoptedCounts) string {
	var examples []string
	for _, x := range a.Matches {
		if own := a.Links[x.Entry]; own != x.Link && len(examples) < 3 {
			examples = append(examples, x.Link+" to "+own)
		}
	}
	return fmt.Sprintf("links of %d of %s change: %s; some readers then show items again; %s", s.OtherLinks, count(s.Matched, "matched item"), strings.Join(examples, ", "), a.linkSetting(s))
}

// linkSetting returns the setting with which links stay as they are.
func (a *Adoption) linkSetting(s adoptedCounts) string {
	const pattern = "set permalink in [[content]] to the pattern of these addresses"
	if s.SiteLinks == 0 {
		return pattern
	}
	set := `set feeds.item_link = "site"`
	if a.HomeUnset {
		set += fmt.Sprintf(" and site.home = %q", a.Home)
	}
	if s.SiteLinks < s.OtherLinks {
		return fmt.Sprintf("%s, which keeps %d of them; for the others, %s", set, s.SiteLinks, pattern)
	}
	return set + ", which keeps them, if the pages stay where they are; if they move here, nothing is needed, as long as the old addresses redirect"
}

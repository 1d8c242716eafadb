package report

import (
	"fmt"

	"dateline/feed/archive"
)

// alias is a proposed [[topics.alias]] of the configuration.
type alias struct {
	Name string   `json:"name"`
	Also []string `json:"also"`
}

// Near prints groups of topics that probably mean the same, the largest topic of
// each first, as entries for the configuration.
func (p Printer) Near(s *archive.Snapshot) error {
	sizes := map[string]int{}
	for f := range s.Topics() {
		if f.Len() > 0 {
			sizes[f.Topic.Name] = f.Len()
		}
	}
	proposals := []alias{}
	for _, group := range groups(sizes) {
		proposals = append(proposals, alias{group[0], group[1:]})
	}
	if p.JSON {
		return JSON(p.Out, proposals)
	}
	for _, a := range proposals {
		fmt.Fprintf(p.Out, "[[topics.alias]] # %s\nname = %q\nalso = [", count(sizes[a.Name], "article"), a.Name)
		for i, name := range a.Also {
			if i > 0 {
				fmt.Fprint(p.Out, ", ")
			}
			fmt.Fprintf(p.Out, "%q", name)
		}
		fmt.Fprint(p.Out, "]\n\n")
	}
	return nil
}

package report

import (
	"fmt"
	"io"

	"dateline/feed/archive"
)

// alias is a proposal: it has the form of [[topics.alias]].
type alias struct {
	Name string   `json:"name"`
	Also []string `json:"also"`
}

// Near prints topics that are likely the same, the largest of each group
// first, in the form of the configuration.
func Near(w io.Writer, s *archive.Snapshot, asJSON bool) error {
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
	if asJSON {
		return JSON(w, proposals)
	}
	for _, p := range proposals {
		fmt.Fprintf(w, "[[topics.alias]] # %s\nname = %q\nalso = [", count(sizes[p.Name], "article"), p.Name)
		for i, name := range p.Also {
			if i > 0 {
				fmt.Fprint(w, ", ")
			}
			fmt.Fprintf(w, "%q", name)
		}
		fmt.Fprint(w, "]\n\n")
	}
	return nil
}

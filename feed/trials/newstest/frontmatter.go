package newstest

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	dateHeading = regexp.MustCompile(`(?m)^### \[(\d{4}-\d{2}-\d{1,2})\].*\n+`)
	topics      = regexp.MustCompile(`(?m)^##### (.*)\n+`)
	headline    = regexp.MustCompile(`(?m)^# (.*)\n+`)
	sources     = regexp.MustCompile(`(?m)^### Source:\n+((?:\d+\. .*\n)+)`)
	sourceLink  = regexp.MustCompile(`\[(.*)\]\((.*)\)`)
)

// FrontMatter turns an article of the founding format, in the layout of
// Articles, into one for other tools: date, title, topics, sources and cover in
// YAML, then the text. The Related list becomes part of the text.
func FrontMatter(f File) File {
	text, front := string(f.Data), "---\n"
	take := func(part *regexp.Regexp, format string) {
		if m := part.FindStringSubmatch(text); m != nil {
			front += fmt.Sprintf(format, strings.TrimSpace(m[1]))
			text = strings.Replace(text, m[0], "", 1)
		}
	}
	take(headline, "title: %q\n")
	take(dateHeading, "date: %s\n")
	take(topics, "tags: [%s]\n")
	if m := sources.FindStringSubmatch(text); m != nil {
		front += "source:\n"
		cover := ""
		for _, l := range sourceLink.FindAllStringSubmatch(m[1], -1) {
			if l[1] == Grammar.Cover[0] {
				cover = "cover: " + l[2] + "\n"
				continue
			}
			front += fmt.Sprintf("  - name: %q\n    url: %s\n", l[1], l[2])
		}
		front += cover
		text = strings.Replace(text, m[0], "", 1)
	}
	return File{Path: f.Path, Data: []byte(front + "---\n\n" + text)}
}

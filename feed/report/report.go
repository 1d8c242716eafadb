// Package report prints the results of commands for the operator.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"dateline/feed"
	"dateline/feed/render"
)

// Printer prints reports.
type Printer struct {
	Out io.Writer
	// JSON selects JSON instead of text.
	JSON bool
}

// Started prints what a daemon found when it started, or what it looked for if it
// found nothing, and the addresses of the feeds.
func Started(w io.Writer, s *feed.State, baseURL string) {
	topics := 0
	for range s.Snapshot.Topics() {
		topics++
	}
	fmt.Fprintf(w, "%s in %s", count(s.Snapshot.Global().Len(), "article"), count(topics, "topic"))
	var more []string
	if n := len(s.Snapshot.Withheld()); n > 0 {
		more = append(more, fmt.Sprint(n, " hidden"))
	}
	if n, files := feed.Markups(s.Others); n > 0 {
		more = append(more, files+" not read")
	}
	if n := len(s.Problems); n > 0 {
		more = append(more, count(n, "complaint"))
	}
	if len(more) > 0 {
		fmt.Fprintf(w, ", %s (see dateline check)", strings.Join(more, ", "))
	}
	for _, p := range s.NoArticles {
		fmt.Fprintf(w, "\n\n%s", p.Error())
	}
	fmt.Fprintf(w, "\n\n  page         %s/\n", baseURL)
	for _, format := range render.Formats {
		fmt.Fprintf(w, "  %-12s %s%s\n", strings.ToUpper(string(format)), baseURL, render.FeedPath("/", format))
	}
	fmt.Fprintf(w, "  one topic    %s/topics/\n\n", baseURL)
}

// JSON prints a value as indented JSON. It does not escape the characters of
// HTML, because people read the output.
func JSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// count returns a number with its noun: "1 article", "2 articles".
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

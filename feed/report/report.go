// Package report prints what an operator asks for, as text or as JSON.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/render"
)

// topic is a row of Topics.
type topic struct {
	Slug     string `json:"slug"`
	Name     string `json:"name"`
	Articles int    `json:"articles"`
	URL      string `json:"url"`
}

// Topics prints every topic with its number of articles and its page.
func Topics(w io.Writer, s *archive.Snapshot, baseURL string, asJSON bool) error {
	rows := []topic{}
	for f := range s.Topics() {
		rows = append(rows, topic{f.Topic.Slug, f.Topic.Name, f.Len(), baseURL + render.TopicPath(f.Topic)})
	}
	if asJSON {
		return JSON(w, rows)
	}
	t := newTable(w)
	for _, r := range rows {
		t.row(strconv.Itoa(r.Articles), r.Name, r.URL)
	}
	return t.Flush()
}

// Started prints what was found and where it is served.
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
	fmt.Fprintf(w, "\n\n  page         %s/\n", baseURL)
	for _, format := range render.Formats {
		fmt.Fprintf(w, "  %-12s %s%s\n", strings.ToUpper(string(format)), baseURL, render.FeedPath("/", format))
	}
	fmt.Fprintf(w, "  one topic    %s/topics/\n\n", baseURL)
}

// JSON prints v, indented.
func JSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// count words a number of things.
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

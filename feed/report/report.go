// Package report prints what an operator asks for, as text or as JSON.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// Problems prints complaints, one a line, then how many there are. It
// reports whether one of them keeps an article from being published.
func Problems(w io.Writer, list []article.Problem, articles int, asJSON bool) (fatal bool, err error) {
	unpublished := 0
	for _, p := range list {
		if p.Fatal {
			unpublished++
		}
	}
	if asJSON {
		if list == nil {
			list = []article.Problem{}
		}
		return unpublished > 0, JSON(w, list)
	}
	for i := range list {
		if _, err := fmt.Fprintln(w, list[i].Error()); err != nil {
			return false, err
		}
	}
	_, err = fmt.Fprintf(w, "%s, %s, %s not published\n", count(articles, "article"), count(len(list), "complaint"), count(unpublished, "file"))
	return unpublished > 0, err
}

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
func Started(w io.Writer, s *archive.Snapshot, problems []article.Problem, baseURL string) {
	topics := 0
	for range s.Topics() {
		topics++
	}
	fmt.Fprintf(w, "%s in %s", count(s.Global().Len(), "article"), count(topics, "topic"))
	if len(problems) > 0 {
		fmt.Fprintf(w, ", %s (see dateline check)", count(len(problems), "complaint"))
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

package report

import (
	"net/url"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// topicChanges are the feeds of topics that begin and end.
type topicChanges struct {
	New   []string `json:"new"` // paths: "/topics/moon/"
	Ended []ended  `json:"ended"`
}

// ended is a topic that loses its articles.
type ended struct {
	Path string `json:"path"`
	To   string `json:"to,omitempty"` // where the path leads from now on; empty if the feed stays there without entries
}

// topicsBetween compares the topics that have articles in two snapshots. Both have
// the present aliases, so the topics whose aliases differ from those of the last
// change are compared by name. If a ledger has lost texts, it is not known which
// topics had articles, so those that it knows do not count as new.
func topicsBetween(was, is *archive.Snapshot, d archive.Difference) topicChanges {
	c := topicChanges{New: []string{}, Ended: []ended{}}
	before, now := aliasesOf(d.Was), aliasesOf(d.Is)
	for f := range is.Topics() {
		old, ok := was.Topic(f.Topic.Slug)
		replaced := before[article.Fold(f.Topic.Name)]
		empty := ok && old.Len() == 0 && d.Textless == 0
		if f.Len() > 0 && (!ok || empty || replaced) {
			c.New = append(c.New, render.TopicPath(f.Topic))
		}
	}
	for f := range was.Topics() {
		name := article.Fold(f.Topic.Name)
		begins := now[name] && !before[name] && d.Was.BaseURL != "" // an alias that the last change did not have
		if present, ok := is.Topic(f.Topic.Slug); !begins && (f.Len() == 0 || ok && present.Len() > 0) {
			continue
		}
		e := ended{Path: render.TopicPath(f.Topic)}
		if t, ok := is.TopicNamed(f.Topic.Name); ok && t.Slug != f.Topic.Slug {
			e.To = render.TopicPath(t)
		}
		c.Ended = append(c.Ended, e)
	}
	return c
}

// aliasesOf returns the names that the aliases of conditions replace, folded.
func aliasesOf(c archive.Conditions) map[string]bool {
	all, _ := url.ParseQuery(c.Aliases) // the archive has encoded it
	names := map[string]bool{}
	for name := range all {
		names[article.Fold(name)] = true
	}
	return names
}

// lines says which feeds begin and end, with the first names of each.
func (c topicChanges) lines() (lines []string) {
	if len(c.New) > 0 {
		lines = append(lines, "new feeds of "+count(len(c.New), "topic")+": "+first(c.New))
	}
	var moved, empty []string
	for _, e := range c.Ended {
		if e.To != "" {
			moved = append(moved, e.Path+" to "+e.To)
		} else {
			empty = append(empty, e.Path)
		}
	}
	if len(moved) > 0 {
		lines = append(lines, "addresses of "+count(len(moved), "feed")+" of topics redirect: "+first(moved))
	}
	if len(empty) > 0 {
		lines = append(lines, "feeds of "+count(len(empty), "topic")+" stay, but without entries: "+first(empty))
	}
	return lines
}

// maxNames bounds the names on a line.
const maxNames = 10

// first joins the first names of a list.
func first(names []string) string {
	if len(names) > maxNames {
		return strings.Join(names[:maxNames], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

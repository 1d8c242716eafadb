package report

import (
	"strings"

	"dateline/feed/archive"
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

// topicsBetween compares the topics that have articles in two snapshots.
func topicsBetween(was, is *archive.Snapshot) topicChanges {
	c := topicChanges{New: []string{}, Ended: []ended{}}
	for f := range is.Topics() {
		if old, ok := was.Topic(f.Topic.Slug); f.Len() > 0 && (!ok || old.Len() == 0) {
			c.New = append(c.New, render.TopicPath(f.Topic))
		}
	}
	for f := range was.Topics() {
		if now, ok := is.Topic(f.Topic.Slug); f.Len() == 0 || ok && now.Len() > 0 {
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

// lines says which feeds begin and end, with the first names of each.
func (c topicChanges) lines() (lines []string) {
	if len(c.New) > 0 {
		lines = append(lines, count(len(c.New), "topic")+" begin: "+first(c.New))
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
		lines = append(lines, count(len(empty), "topic")+" lose all articles; their feeds stay, without entries: "+first(empty))
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

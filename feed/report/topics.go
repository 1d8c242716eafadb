package report

import (
	"strconv"

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

// Topics prints every topic with its number of articles and the URL of its page.
func (p Printer) Topics(s *archive.Snapshot, baseURL string) error {
	rows := []topic{} // not nil, which JSON would encode as null
	for f := range s.Topics() {
		rows = append(rows, topic{f.Topic.Slug, f.Topic.Name, f.Len(), baseURL + render.TopicPath(f.Topic)})
	}
	if p.JSON {
		return JSON(p.Out, rows)
	}
	t := newTable(p.Out)
	for _, r := range rows {
		t.row(strconv.Itoa(r.Articles), r.Name, r.URL)
	}
	return t.Flush()
}

package report

import (
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// TestTopicsOfLostTexts compares the topics of a ledger that has lost its parsed
// files: which articles had them is not known, so none is called new.
func TestTopicsOfLostTexts(t *testing.T) {
	day := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	parser := article.NewParser(article.Options{Mount: "/", BaseURL: "https://example.org", Zone: time.UTC})
	change := func(name, topic string) archive.Change {
		r := parser.Parse(name, []byte("---\ntitle: About "+topic+"\ndate: 2026-04-01\ntopics: ["+topic+"]\n---\nText of "+topic+".\n"))
		return archive.Change{File: "/" + name, Article: r.Article}
	}
	o := archive.Options{Authority: "example.org,2026", Zone: time.UTC}
	known := []archive.Change{change("a.md", "Moon"), change("b.md", "Mars")}
	_, delta := archive.New(o).With(known, archive.Occasion{Now: day, Imported: []string{"/"}})
	for name, left := range map[string][]archive.Change{"all are there": known, "all are lost": nil, "one is lost": known[:1]} {
		was, _ := archive.Load(o, delta.Memory, left)
		is, _ := was.With([]archive.Change{known[0], known[1], change("c.md", "Venus")}, archive.Occasion{Now: day.AddDate(0, 0, 7), Imported: []string{"/"}})
		d := archive.Compare(was, is)
		if got := topicsBetween(was, is, d); len(got.New) != 1 || d.Textless != 2-len(left) {
			t.Errorf("%s: %d texts lost before; new topics %v, want one", name, d.Textless, got.New)
		}
	}
}

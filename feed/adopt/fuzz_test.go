package adopt

import (
	"testing"
	"unicode/utf8"
)

// FuzzRead reads any bytes as a feed, and matches what they hold: nothing panics,
// and every item has an id that the archive accepts.
func FuzzRead(f *testing.F) {
	for _, document := range []string{
		rssOf(item("1", "https://blog.example/a", "A", "Tue, 07 Apr 2026 10:00:00 GMT", prose)),
		atomOf("<entry xml:base='/x'><id> a </id><link href='a'/><updated>2026-04-07T10:00:00Z</updated></entry>"),
		`{"version":"https://jsonfeed.org/version/1","items":[{"id":12,"url":"/a","date_published":"x"}]}`,
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item rdf:about="x"><title>A</title></item></rdf:RDF>`,
		`<!doctype html><link rel="alternate" type="application/rss+xml" href="x">`,
		"<?xml version='1.0' encoding='utf-16'?><rss><channel><item><guid>1",
	} {
		f.Add([]byte(document))
	}
	o := site(f, map[string]string{"a.md": text("A", "2026-04-07", "", prose)})
	f.Fuzz(func(t *testing.T, data []byte) {
		feed, err := parse("feed", "https://blog.example/feed", data)
		if err != nil {
			return
		}
		feed.tell()
		for _, it := range feed.Items {
			if it.ID == "" || len(it.ID) > maxID || !utf8.ValidString(it.ID) {
				t.Errorf("an item has the id %q", it.ID)
			}
		}
		table := Find([]*Feed{feed}, o)
		if n := len(table.Matches); n > 1 {
			t.Errorf("%d items match one article", n)
		}
	})
}

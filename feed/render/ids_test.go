package render

import (
	"encoding/json"
	"encoding/xml"
	"slices"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// TestAdoptedIDs shows ids of another feed to the letter in RSS and JSON Feed, and
// as IRIs in Atom, also in tombstones. Only an address of the item is a permalink.
func TestAdoptedIDs(t *testing.T) {
	site := site("")
	link := site.BaseURL + "/2026-04-01-a"
	for _, test := range []struct{ id, permalink, atom string }{
		{link, "true", link}, {link + "/", "false", link + "/"}, {"https://old.example/?p=1&x=<2>", "false", "tag:example.org,2026:https:%2F%2Fold.example%2F%3Fp=1&x=%3C2%3E"},
		{"12345", "false", "tag:example.org,2026:12345"}, {"a  b ]]> ü", "false", "tag:example.org,2026:a%20%20b%20%5D%5D%3E%20%C3%BC"},
		{"urn:uuid:1-2", "false", "urn:uuid:1-2"},
	} {
		p := article.NewParser(article.Options{Mount: "/", BaseURL: base, Language: "en", Zone: site.Zone})
		change := archive.Change{File: "/2026-04-01-a.md", Article: p.Parse("2026-04-01-a.md", []byte("# A\n\nText.\n")).Article}
		s, _ := archive.New(archive.Options{Zone: site.Zone, Authority: "example.org,2026"}).With([]archive.Change{change}, imported)
		adoption := []archive.Adoption{{File: change.File, ID: test.id, Published: time.Date(2020, 4, 1, 10, 0, 0, 0, time.UTC)}}
		if err := s.CheckAdoptions(adoption); err != nil {
			t.Fatal(err)
		}
		s, _ = s.With(nil, archive.Occasion{Now: imported.Now.Add(time.Hour), Live: true, Adopted: adoption})
		r := New(site)
		var rss struct {
			Guid struct {
				ID        string `xml:",chardata"`
				Permalink string `xml:"isPermaLink,attr"`
			} `xml:"channel>item>guid"`
			Date string `xml:"channel>item>pubDate"`
		}
		var atom struct {
			ID      string `xml:"entry>id"`
			Deleted struct {
				Ref string `xml:"ref,attr"`
			} `xml:"deleted-entry"`
		}
		var items struct{ Items []struct{ ID string } }
		errs := []error{xml.Unmarshal(r.Feed(s, Of(s.Global()), RSS).Body, &rss), xml.Unmarshal(r.Feed(s, Of(s.Global()), Atom).Body, &atom), json.Unmarshal(r.Feed(s, Of(s.Global()), JSON).Body, &items)}
		if slices.ContainsFunc(errs, func(err error) bool { return err != nil }) {
			t.Fatal(errs)
		}
		if rss.Guid.ID != test.id || rss.Guid.Permalink != test.permalink || atom.ID != test.atom || items.Items[0].ID != test.id {
			t.Errorf("%s: RSS %+v, Atom %s, JSON %s", test.id, rss.Guid, atom.ID, items.Items[0].ID)
		}
		if at, err := time.Parse(time.RFC1123Z, rss.Date); err != nil || !at.Equal(adoption[0].Published) {
			t.Errorf("published %s", rss.Date)
		}
		s, _ = s.With([]archive.Change{{File: change.File}}, archive.Occasion{Now: imported.Now.Add(2 * time.Hour), Live: true})
		if err := xml.Unmarshal(r.Feed(s, Of(s.Global()), Atom).Body, &atom); err != nil || atom.Deleted.Ref != test.atom {
			t.Errorf("%s: the tombstone is that of %s, error %v", test.id, atom.Deleted.Ref, err)
		}
	}
}

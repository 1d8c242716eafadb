package render

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/trials/newstest"
)

// TestTombstones removes articles, and checks that only the Atom feeds that they
// were in have tombstones, before the entries, and that these feeds are valid.
func TestTombstones(t *testing.T) {
	site := site("")
	p := article.NewParser(article.Options{Mount: "/", BaseURL: base, Language: "en", Zone: site.Zone})
	file := func(name, text string) archive.Change {
		return archive.Change{File: "/" + name, Article: p.Parse(name, []byte(text)).Article}
	}
	s, _ := archive.New(archive.Options{Zone: site.Zone, Authority: "example.org,2026"}).With([]archive.Change{
		file("2026/04/7/stays.md", "### 2026-04-7\n##### Moon\n# stays\n"), file("2026/04/8/<&>.md", "### 2026-04-8\n##### Moon, Mars\n# goes\n"), file("2026/04/9/other.md", "### 2026-04-9\n##### Mars\n# other\n")}, imported)
	before, _ := s.Topic("moon")
	at := imported.Now
	for _, name := range []string{"/2026/04/8/<&>.md", "/2026/04/9/other.md"} {
		at = at.Add(time.Hour)
		s, _ = s.With([]archive.Change{{File: name}}, archive.Occasion{Now: at, Live: true})
	}
	first := `<at:deleted-entry ref="tag:example.org,2026:/2026/04/8/%3C&amp;%3E" when="2026-12-31T03:00:00+02:00"></at:deleted-entry>`
	second := `<at:deleted-entry ref="tag:example.org,2026:/2026/04/9/other" when="2026-12-31T04:00:00+02:00"></at:deleted-entry>`
	moon, _ := s.Topic("moon")
	mars, _ := s.Topic("mars")
	if moon == before {
		t.Error("the feed is the same after a removal")
	}
	r := New(site)
	selection := r.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{moon, mars}, Any: true}}})
	limited, summaries := Of(moon), Of(moon)
	limited.Variant.Limit = 5
	summaries.Variant.Content = "summary"
	dir := t.TempDir()
	for i, c := range []struct {
		sub  Subject
		want string
	}{
		{Of(s.Global()), second + "\n" + first + "\n<entry>"}, {Of(moon), first + "\n<entry>"}, {Of(mars), second + "\n" + first + "\n</feed>"},
		{summaries, first}, {limited, first + "\n<entry>"}, {selection, ""},
	} {
		for _, format := range Formats {
			d := r.Feed(s, c.sub, format)
			if declared := strings.Contains(string(d.Body), "tombstones/1.0"); declared != (format == Atom && c.want != "") {
				t.Errorf("%s declares the namespace of tombstones: %v", d.Path, declared)
			}
			n := strings.Count(string(d.Body), "deleted-entry ")
			if want := strings.Count(c.want, "deleted-entry "); format == Atom && (n != want || !strings.Contains(string(d.Body), c.want)) || format != Atom && n > 0 {
				t.Errorf("%s has %d tombstones, want %d: %s\n%s", d.Path, n, want, c.want, d.Body)
			}
			if format == Atom {
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i, ".atom")), d.Body, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.atom"))
	newstest.AcceptAtom(t, files...)
	if text := string(r.Feed(s, Of(s.Global()), Atom).Body); !strings.Contains(text, "  <updated>2026-04-07T00:00:00+02:00</updated>") {
		t.Errorf("the time of the feed is not that of its entry:\n%s", text)
	}
}

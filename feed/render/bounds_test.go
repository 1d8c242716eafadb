package render

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
)

// heavy are articles in which everything but the text is as long as possible.
func heavy(n int) (files []txtar.File) {
	numbered := func(format string) string {
		var b strings.Builder
		for i := range 100 {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	long := strings.Repeat("é", 190)
	for i := range n {
		front := "---\nsummary: " + strings.Repeat("s", 10_000) + "\nauthors: [" + numbered(long+"%d, ") + "]\n---\n"
		text := "### 2026-04-7\n##### " + numbered(long+"%d, ") + "\n# Article " + fmt.Sprint(i) + "\nText.\n### Sources:\n" + numbered("- [x](https://a.example/"+strings.Repeat("x", 2000)+"%d)\n")
		files = append(files, txtar.File{Name: fmt.Sprintf("2026/04/7/%02d.md", i), Data: []byte(front + text)})
	}
	return files
}

// Whatever makes entries long, a feed stays within its bound, and the newest
// entries lose least.
func TestMaxBytes(t *testing.T) {
	site := site("")
	site.MaxBytes = 1_000_000
	s := build(t, heavy(20), site.Zone)
	for _, format := range Formats {
		whole := New(Site{BaseURL: base, Zone: site.Zone, Items: 20}).Feed(s, Of(s.Global()), format)
		d := New(site).Feed(s, Of(s.Global()), format)
		if len(whole.Body) < 3*site.MaxBytes || len(d.Body) > site.MaxBytes {
			t.Errorf("%s: %d bytes of %d, want %d at most", format, len(d.Body), len(whole.Body), site.MaxBytes)
		}
		feed, err := gofeed.NewParser().Parse(bytes.NewReader(d.Body))
		if err != nil || len(feed.Items) != 20 {
			t.Fatalf("%s: %v", format, err)
		}
		newest, oldest := feed.Items[0], feed.Items[19]
		if len(newest.Categories) != 100 || len(oldest.Categories) != 0 || oldest.Title != "Article 0" || oldest.Link == "" || oldest.GUID == "" || oldest.PublishedParsed == nil {
			t.Errorf("%s: the newest has %d topics, the oldest is %+v", format, len(newest.Categories), oldest)
		}
		for _, a := range feed.Items {
			if len(a.Authors) == 0 || a.Title == "" {
				t.Errorf("%s: %s has no author or no title", format, a.GUID)
			}
		}
	}
}

// The same holds for feeds of changes.
func TestMaxBytesOfChanges(t *testing.T) {
	site := site("")
	site.MaxBytes = 1_000_000
	s := build(t, heavy(20), site.Zone)
	var removals []archive.Change
	for _, f := range heavy(20) {
		removals = append(removals, archive.Change{File: "/" + f.Name})
	}
	s, _ = s.With(removals, archive.Occasion{Now: imported.Now.Add(time.Hour), Accepted: true})
	sub, _ := New(site).Changes(s, Of(s.Global()))
	for _, format := range Formats {
		if d := New(site).Feed(s, sub, format); len(d.Body) > site.MaxBytes {
			t.Errorf("%s: %d bytes", format, len(d.Body))
		}
	}
}

// A title is cut between grapheme clusters in feeds and lists, and whole on the
// page of its article.
func TestLongTitle(t *testing.T) {
	family := "👨‍👩‍👧" // five code points
	title := strings.Repeat(family, 100)
	short := strings.Repeat(family, 59) + "…"
	site := site("related")
	r := New(site)
	s := build(t, []txtar.File{
		{Name: "2026/04/7/a.md", Data: []byte("### 2026-04-7\n##### Moon\n# " + title + "\nText.\n")},
		{Name: "2026/04/7/b.md", Data: []byte("# B\n### Related:\n- [a](a.md)\n")},
	}, site.Zone)
	e, _ := s.Entry("/2026/04/7/a")
	other, _ := s.Entry("/2026/04/7/b")
	moon, _ := s.Topic("moon")
	digest, _ := r.Digest(s, Of(moon), Daily, imported.Now)
	removed, _ := s.With([]archive.Change{{File: "/2026/04/7/a.md"}}, archive.Occasion{Now: imported.Now.Add(time.Hour)})
	changes, _ := r.Changes(removed, Of(removed.Global()))
	lists := map[string]Document{"landing": r.Landing(s), "topic": r.List(Of(moon)), "related": r.Page(s, other), "changes": r.List(changes),
		"news": r.NewsSitemap(s, e.Published().Add(time.Hour))}
	for _, format := range Formats {
		lists["feed."+string(format)] = r.Feed(s, Of(s.Global()), format)
		lists["digest."+string(format)] = r.Feed(s, digest, format)
		lists["changes."+string(format)] = r.Feed(removed, changes, format)
	}
	for name, d := range lists {
		if body := string(d.Body); !strings.Contains(body, short) || strings.Contains(body, strings.Repeat(family, 60)) {
			t.Errorf("%s: the title is whole, or cut elsewhere:\n%s", name, body)
		}
	}
	page := string(r.Page(s, e).Body)
	if !strings.Contains(page, "<h1>"+title+"</h1>") || !strings.Contains(page, "<title>"+short+"</title>") {
		t.Errorf("the page of the article has another title:\n%s", page)
	}
	if e.Title != title {
		t.Error("the archive has another title")
	}
}

package render

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// digestOf returns each item of a digest: its title, its times, and the titles in
// it.
func digestOf(t *testing.T, r *Renderer, s *archive.Snapshot, sub Subject, every Every, now time.Time) (list []string, ids, links []string) {
	t.Helper()
	sub, ok := r.Digest(s, sub, every, now)
	if !ok {
		t.Fatal("no digest")
	}
	var feed struct {
		Items []struct {
			ID, Title, URL string
			Published      time.Time `json:"date_published"`
			Modified       time.Time `json:"date_modified"`
			ContentHTML    string    `json:"content_html"`
		}
	}
	if err := json.Unmarshal(r.Feed(s, sub, JSON).Body, &feed); err != nil {
		t.Fatal(err)
	}
	const layout = "01-02 15:04"
	for _, it := range feed.Items {
		var titles []string
		for _, line := range strings.Split(it.ContentHTML, "<li>")[1:] {
			_, title, _ := strings.Cut(line, ">")
			title, _, _ = strings.Cut(title, "<")
			titles = append(titles, title)
		}
		list = append(list, fmt.Sprintf("%s | %s | %s | %s", it.Title, it.Published.Format(layout), it.Modified.Format(layout), strings.Join(titles, ", ")))
		ids, links = append(ids, it.ID), append(links, it.URL)
	}
	return list, ids, links
}

// TestDigest checks that there is an item for each past day and week with
// articles, in the site's time zone, and that articles that arrive late update
// it.
func TestDigest(t *testing.T) {
	site := site("") // two hours east of Greenwich
	r := New(site)
	file := func(name, text string) txtar.File { return txtar.File{Name: name, Data: []byte(text)} }
	s := build(t, []txtar.File{
		file("2026/04/5/a.md", "### 2026-04-5\n##### Moon\n# a\n\nText of a.\n"),
		file("2026/04/6/b.md", "# b\n"),
		file("2026/04/6/c.md", "### 2026-04-6\n##### Moon\n# c\n"),
		file("zoned.md", "---\ndate: 2026-04-06T22:30:00Z\n---\n# d\n"),
		file("2026/04/12/e.md", "# e\n"),
		file("2026/04/13/f.md", "# f\n"),
	}, site.Zone)
	check := func(what string, sub Subject, every Every, now time.Time, want ...string) (ids, links []string) {
		t.Helper()
		got, ids, links := digestOf(t, r, s, sub, every, now)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
		return ids, links
	}
	all := Of(s.Global())
	on := func(day, hour int) time.Time { return time.Date(2026, 4, day, hour, 0, 0, 0, site.Zone) }
	ids, links := check("by day", all, Daily, on(13, 23),
		"2026-04-12 — Articles: 1 | 04-13 00:00 | 04-13 00:00 | e",
		"2026-04-07 — Articles: 1 | 04-08 00:00 | 04-08 00:00 | d",
		"2026-04-06 — Articles: 2 | 04-07 00:00 | 04-07 00:00 | b, c",
		"2026-04-05 — Articles: 1 | 04-06 00:00 | 04-06 00:00 | a")
	if ids[0] != "tag:example.org,2026:/digest/daily/2026-04-12" || links[0] != base+"/2026/04/12/" {
		t.Errorf("the item %s leads to %s", ids[0], links[0])
	}
	check("at the end of a day", all, Daily, on(6, 0), "2026-04-05 — Articles: 1 | 04-06 00:00 | 04-06 00:00 | a")
	check("before any", all, Daily, on(5, 23))
	check("by week", all, Weekly, on(13, 0),
		"2026-W15 — Articles: 4 | 04-13 00:00 | 04-13 00:00 | b, c, d, e",
		"2026-W14 — Articles: 1 | 04-06 00:00 | 04-06 00:00 | a")
	moon, _ := s.Topic("moon")
	for _, sub := range []Subject{all, Of(moon)} {
		for _, every := range []Every{Daily, Weekly} {
			_, _, links := digestOf(t, r, s, sub, every, on(30, 0))
			if distinct := slices.Compact(slices.Sorted(slices.Values(links))); len(links) < 2 || len(distinct) != len(links) {
				t.Errorf("the %s digest of %s has the links %v", every, sub.Path, links)
			}
		}
	}
	ids, links = check("of a topic", Of(moon), Weekly, on(12, 23), "2026-W14 — Articles: 1 | 04-06 00:00 | 04-06 00:00 | a")
	if ids[0] != "tag:example.org,2026:/topics/moon/digest/weekly/2026-W14" || links[0] != base+"/topics/moon/?week=2026-W14" {
		t.Errorf("the item %s leads to %s", ids[0], links[0])
	}

	p := article.NewParser(article.Options{Mount: "/", BaseURL: base, Language: "en", Zone: site.Zone})
	late := p.Parse("2026/04/6/late.md", []byte("# late\n")).Article
	s, _ = s.With([]archive.Change{{File: late.File, Article: late}}, archive.Occasion{Now: time.Date(2026, 12, 31, 9, 0, 0, 0, time.UTC), Live: true})
	check("with a late one", Of(s.Global()), Daily, on(7, 1),
		"2026-04-06 — Articles: 3 | 04-07 00:00 | 12-31 11:00 | b, c, late",
		"2026-04-05 — Articles: 1 | 04-06 00:00 | 04-06 00:00 | a")

	if _, ok := r.Digest(s, r.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{moon}}}, Except: []*archive.Feed{moon}}), Daily, on(1, 1)); ok {
		t.Error("a selection has a digest")
	}
}

// TestDigestRevision checks that a digest is rendered again when a day ends, and
// no sooner, with Related lists too.
func TestDigestRevision(t *testing.T) {
	for _, words := range []string{"", "related"} {
		site := site(words)
		r := New(site)
		s := build(t, []txtar.File{{Name: "2026/04/5/a.md", Data: []byte("# a\n")}}, site.Zone)
		at := func(hour int) Revision {
			sub, _ := r.Digest(s, Of(s.Global()), Daily, time.Date(2026, 4, 6, hour, 0, 0, 0, site.Zone))
			return r.FeedRevision(s, sub)
		}
		if at(0) != at(23) || at(23) == at(24) {
			t.Errorf("with %q: revisions %v, %v, %v", words, at(0), at(23), at(24))
		}
	}
}

// TestLargeDigest checks the bounds on the articles in an item and on the feed.
func TestLargeDigest(t *testing.T) {
	site := site("")
	site.MaxBytes = 100_000
	r := New(site)
	var files []txtar.File
	for day := range 9 {
		for i := range digested + 10 {
			files = append(files, txtar.File{Name: fmt.Sprintf("2026/04/%d/%d.md", day+1, i), Data: []byte("# title\n")})
		}
	}
	s := build(t, files, site.Zone)
	sub, _ := r.Digest(s, Of(s.Global()), Daily, time.Date(2026, 5, 1, 0, 0, 0, 0, site.Zone))
	text := string(r.Feed(s, sub, RSS).Body)
	items, listed := strings.Count(text, "<item>"), strings.Count(text, "<li>")
	if items != 2 || listed != 2*digested || len(text) > site.MaxBytes || strings.Count(text, `<a href="https://news.example.org/2026/04/09/">+10</a>`) != 1 {
		t.Errorf("%d items list %d articles in %d bytes", items, listed, len(text))
	}
}

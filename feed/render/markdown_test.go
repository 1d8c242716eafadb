package render

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
)

// markdownsOf returns the Markdown of the items of an RSS feed.
func markdownsOf(t *testing.T, d Document) (list []string) {
	t.Helper()
	var feed struct {
		Items []struct {
			Markdown []string `xml:"http://source.scripting.com/ markdown"`
		} `xml:"channel>item"`
	}
	if err := xml.Unmarshal(d.Body, &feed); err != nil {
		t.Fatalf("%s: %v\n%s", d.Path, err, d.Body)
	}
	for _, item := range feed.Items {
		list = append(list, strings.Join(item.Markdown, "|"))
	}
	return list
}

// TestMarkdown checks that RSS items with the whole article contain the unchanged
// file, and no other items do.
func TestMarkdown(t *testing.T) {
	const text = "# A & B <b>]]></b>\r\n\r\n*Text* with \x00 and \ttab.\n\n### Related:\n\n1. [x](/x.md) _Context: Moon_\n"
	files := []txtar.File{{Name: "2026/04/7/a.md", Data: []byte(text)}}
	site := site("")
	s := build(t, files, site.Zone)
	if d := New(site).Feed(s, Of(s.Global()), RSS); strings.Contains(string(d.Body), "source.scripting.com") || d.Partial {
		t.Errorf("Markdown that nobody asked for:\n%s", d.Body)
	}
	site.Markdown = markdownOf(files)
	r := New(site)
	d := r.Feed(s, Of(s.Global()), RSS)
	if got := markdownsOf(t, d); len(got) != 1 || got[0] != strings.ReplaceAll(text, "\x00", "\uFFFD") || d.Partial {
		t.Errorf("partial %v, the Markdown is %q, want %q", d.Partial, got, text)
	}
	for _, format := range []Format{Atom, JSON} {
		if d := r.Feed(s, Of(s.Global()), format); strings.Contains(string(d.Body), "Context") {
			t.Errorf("%s holds Markdown:\n%s", format, d.Body)
		}
	}
	short := Of(s.Global())
	short.Variant.Content = "summary"
	site.MaxEntry = 1
	for _, d := range []Document{r.Feed(s, short, RSS), New(site).Feed(s, Of(s.Global()), RSS)} {
		if got := markdownsOf(t, d); len(got) != 1 || got[0] != "" || d.Partial {
			t.Errorf("partial %v, a summary or a teaser has the Markdown %q", d.Partial, got)
		}
	}
}

// TestMarkdownFollows checks that a change of the Markdown updates the feeds of
// its article, even if the change is not visible in other formats.
func TestMarkdownFollows(t *testing.T) {
	file := func(related string) []txtar.File {
		return []txtar.File{{Name: "2026/04/7/a.md", Data: []byte("### 2026-04-7\n##### Moon\n# A\n\nText.\n\n### Related:\n\n1. [x](/" + related + ".md) _Context: Moon_\n")}}
	}
	files := file("before")
	site := site("")
	site.Markdown = func(e *archive.Entry) (string, bool) { return markdownOf(files)(e) }
	r := New(site)
	s := build(t, files, site.Zone)
	moon, _ := s.Topic("moon")
	r.Feed(s, Of(moon), RSS)

	files = file("after")
	d := r.Feed(s, Of(moon), RSS)
	if got := markdownsOf(t, d); len(got) != 1 || !strings.Contains(got[0], "before") || d.Partial {
		t.Errorf("partial %v: what was encoded for the same entry is not used again: %q", d.Partial, got)
	}
	if d = New(site).Feed(s, Of(moon), RSS); markdownsOf(t, d)[0] != "" || !d.Partial {
		t.Errorf("partial %v: Markdown that is not of the entry is shown:\n%s", d.Partial, d.Body)
	}
	next, delta := replace(s, files[0], imported)
	if delta.Changed != 0 {
		t.Error("the change is one that readers see: nothing is tested")
	}
	f, _ := next.Topic("moon")
	for _, sub := range []Subject{Of(f), Of(next.Global())} {
		if d := r.Feed(next, sub, RSS); !strings.Contains(markdownsOf(t, d)[0], "after") || d.Partial {
			t.Errorf("%s: partial %v, the old Markdown is still there:\n%s", d.Path, d.Partial, d.Body)
		}
	}
	if r.FeedRevision(s, Of(moon)) == r.FeedRevision(next, Of(f)) || r.FeedRevision(s, Of(s.Global())) == r.FeedRevision(next, Of(next.Global())) {
		t.Error("documents with the old Markdown count as current")
	}
}

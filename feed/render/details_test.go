package render

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
)

// children returns the elements with a name in an element, whatever their
// namespace.
func (e element) children(name string) (list []element) {
	for _, c := range e.Elements {
		if c.XMLName.Local == name {
			list = append(list, c)
		}
	}
	return list
}

// only returns the only element with a name.
func (e element) only(t *testing.T, name string) element {
	t.Helper()
	list := e.children(name)
	if len(list) != 1 {
		t.Fatalf("%d elements %s in %s", len(list), name, e.XMLName.Local)
	}
	return list[0]
}

// rendered returns the feeds of the golden archive in a format, that of
// everything first.
func rendered(t *testing.T, format Format) (docs []Document) {
	t.Helper()
	ar, err := txtar.ParseFile("testdata/everything.txtar")
	if err != nil {
		t.Fatal(err)
	}
	inputs := slices.DeleteFunc(ar.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
	site := site("")
	s, r := build(t, inputs, site.Zone), New(site)
	for _, f := range append([]*archive.Feed{s.Global()}, slices.Collect(s.Topics())...) {
		docs = append(docs, r.Feed(s, Of(f), format))
	}
	return docs
}

// checkIDs checks that an item has the same id in all feeds, and occurs once in
// each.
func checkIDs(t *testing.T, seen map[string]string, first bool, path, id, title string) {
	t.Helper()
	if was, ok := seen[title]; first == ok || !first && was != id {
		t.Errorf("%s: %q is %s, elsewhere %s", path, title, id, was)
	}
	seen[title] = id
}

// TestRSSDetails asserts what readers of RSS rely on.
func TestRSSDetails(t *testing.T) {
	ids := map[string]string{}
	lengths := map[string]int{}
	for i, d := range rendered(t, RSS) {
		channel := read[element](t, d).only(t, "channel")
		metadata := 0
		for k, e := range channel.Elements {
			if e.XMLName.Local == "item" {
				metadata = k
				break
			}
		}
		if items := channel.Elements[metadata:]; len(items) != len(channel.children("item")) {
			t.Errorf("%s has metadata behind its first item", d.Path)
		}
		if d.Fresh < time.Minute || d.Fresh > time.Hour {
			t.Errorf("%s is fresh for %s", d.Path, d.Fresh)
		}
		minutes := int(d.Fresh / time.Minute)
		for name, want := range map[string]string{"ttl": strconv.Itoa(minutes), "updatePeriod": "hourly", "updateFrequency": strconv.Itoa(60 / minutes), "language": "en"} {
			if got := channel.only(t, name).Text; got != want {
				t.Errorf("%s: %s is %q, want %q", d.Path, name, got, want)
			}
		}
		if image := channel.only(t, "image"); image.only(t, "url").Text != base+"/icon.png" || image.only(t, "link").Text == "" || image.only(t, "title").Text == "" {
			t.Errorf("%s: image %v", d.Path, image)
		}
		if links := channel.children("link"); len(links) != 2 || links[0].attr("rel") != "self" || links[0].attr("href") != base+d.Path || links[1].Text == "" {
			t.Errorf("%s: links %v", d.Path, links)
		}
		for _, item := range channel.children("item") {
			checkIDs(t, ids, i == 0, d.Path, item.only(t, "guid").Text, item.only(t, "title").Text)
			if item.only(t, "guid").attr("isPermaLink") != "false" || len(item.children("source")) > 0 {
				t.Errorf("%s: item %v", d.Path, item)
			}
			if n := len(item.children("content")) + len(item.children("thumbnail")); n > 1 || n == 0 && len(item.children("enclosure")) > 0 {
				t.Errorf("%s: a picture has %d elements of Media RSS: %v", d.Path, n, item)
			}
			for _, e := range item.children("enclosure") {
				lengths[e.attr("length")]++
				item.only(t, "enclosure")
			}
			for _, c := range item.children("category") {
				if !strings.HasPrefix(c.attr("domain"), base+"/topics/") {
					t.Errorf("%s: category %v", d.Path, c)
				}
			}
		}
	}
	if lengths["0"] == 0 || lengths["12345"] == 0 || len(lengths) != 2 {
		t.Errorf("lengths of enclosures: %v", lengths)
	}
}

// TestAtomDetails asserts what readers of Atom rely on.
func TestAtomDetails(t *testing.T) {
	ids := map[string]string{}
	for i, d := range rendered(t, Atom) {
		feed := read[element](t, d)
		entries := feed.children("entry")
		if feed.attr("lang") != "en" || !slices.EqualFunc(feed.Elements[len(feed.Elements)-len(entries):], entries, func(a, b element) bool { return a.XMLName == b.XMLName }) {
			t.Errorf("%s has no language, or metadata behind its first entry", d.Path)
		}
		links := feed.children("link")
		if links[0].attr("rel") != "alternate" || links[1].attr("rel") != "self" || links[1].attr("href") != base+d.Path {
			t.Errorf("%s: links %v", d.Path, links)
		}
		for _, name := range []string{"icon", "logo"} {
			if got := feed.only(t, name).Text; got != base+"/icon.png" {
				t.Errorf("%s: %s is %q", d.Path, name, got)
			}
		}
		updated := map[string]bool{}
		for _, e := range entries {
			checkIDs(t, ids, i == 0, d.Path, e.only(t, "id").Text, e.only(t, "title").Text)
			if links := e.children("link"); links[0].attr("rel") != "alternate" || slices.ContainsFunc(links[1:], func(l element) bool { return l.attr("rel") == "alternate" }) {
				t.Errorf("%s: links %v", d.Path, links)
			}
			at := e.only(t, "updated").Text
			if updated[at] {
				t.Errorf("%s: two entries are updated at %s", d.Path, at)
			}
			updated[at] = true
			for _, c := range e.children("category") {
				if c.attr("scheme") != base+"/topics/" || c.attr("term") == "" || c.attr("label") != c.attr("term") {
					t.Errorf("%s: category %v", d.Path, c)
				}
			}
		}
	}
}

// TestJSONDetails asserts what readers of JSON Feed rely on.
func TestJSONDetails(t *testing.T) {
	ids, others := map[string]string{}, 0
	for i, d := range rendered(t, JSON) {
		var feed struct {
			Icon, Language string
			FeedURL        string `json:"feed_url"`
			Items          []struct {
				ID, Title, Language string
				ContentHTML         *string `json:"content_html"`
				Attachments         []any
				Tags                []string
			}
		}
		if err := json.Unmarshal(d.Body, &feed); err != nil {
			t.Fatalf("%s: %v", d.Path, err)
		}
		if feed.Icon != base+"/icon.png" || feed.Language != "en" || feed.FeedURL != base+d.Path {
			t.Errorf("%s: icon %q, language %q, address %q", d.Path, feed.Icon, feed.Language, feed.FeedURL)
		}
		for _, item := range feed.Items {
			checkIDs(t, ids, i == 0, d.Path, item.ID, item.Title)
			if item.Language != "" {
				others++
			}
			if item.ContentHTML == nil || len(item.Attachments) > 1 || slices.ContainsFunc(item.Tags, func(s string) bool { return strings.ContainsAny(s, "&<") }) {
				t.Errorf("%s: item %v", d.Path, item)
			}
		}
	}
	if others == 0 {
		t.Error("no item in another language than the site's")
	}
}

// TestRenderedOnce checks that an entry is encoded once, however many feeds
// contain it.
func TestRenderedOnce(t *testing.T) {
	var files []txtar.File
	for _, name := range []string{"a", "b", "c"} {
		files = append(files, txtar.File{Name: "2026/04/7/" + name + ".md", Data: []byte("### 2026-04-7\n##### Moon, Mars\n# " + name + "\n\n### Source:\n\n1. [x](https://example.com/)\n")})
	}
	s, r := build(t, files, site("").Zone), New(site(""))
	made := map[*archive.Entry]*fragments{}
	for _, f := range slices.Concat([]*archive.Feed{s.Global()}, slices.Collect(s.Topics()), slices.Collect(s.Of(archive.OfOutlet))) {
		for _, format := range Formats {
			r.Feed(s, Of(f), format)
			for e := range f.Newest() {
				if was := made[e]; was != nil && was != r.fragment(s, shape{Entry: e}) {
					t.Errorf("%s was encoded again for %q", e.ID(), f.Label())
				}
				made[e] = r.fragment(s, shape{Entry: e})
			}
		}
	}
	if len(made) != 3 {
		t.Errorf("%d entries", len(made))
	}
}

package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// golden compares the documents in a txtar file with those rendered from its
// other files for the site that its comment describes.
func golden(t *testing.T, name string, documents func(site Site, files []txtar.File) []Document) {
	t.Helper()
	name = filepath.Join("testdata", name)
	ar, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	inputs := slices.DeleteFunc(slices.Clone(ar.Files), func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
	want := map[string]string{}
	for _, f := range ar.Files[len(inputs):] {
		want[strings.TrimPrefix(f.Name, "want")] = string(f.Data)
	}
	got := map[string]string{}
	for _, d := range documents(site(string(ar.Comment)), inputs) {
		got[d.Path] = string(d.Body)
	}
	if !*update {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		return
	}
	ar.Files = inputs
	for _, path := range slices.Sorted(maps.Keys(got)) {
		ar.Files = append(ar.Files, txtar.File{Name: "want" + path, Data: []byte(got[path])})
	}
	if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
		t.Fatal(err)
	}
}

// read decodes a document, which must be one well-formed element of XML.
func read[T any](t *testing.T, d Document) (v T) {
	t.Helper()
	x := xml.NewDecoder(bytes.NewReader(d.Body))
	if err := x.Decode(&v); err != nil {
		t.Fatalf("%s: %v\n%.2000s", d.Path, err, d.Body)
	}
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return v
		}
		if text, ok := token.(xml.CharData); err != nil || !ok || len(bytes.TrimSpace(text)) > 0 {
			t.Fatalf("%s: %v, %v behind the document", d.Path, token, err)
		}
	}
}

// element is any XML element, independent of the structs that were encoded.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Elements []element  `xml:",any"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e element) child(name string) element {
	for _, c := range e.Elements {
		if c.XMLName.Local == name {
			return c
		}
	}
	return element{}
}

// outlines returns the feeds of an OPML document by text. Every outline must have
// what the specification requires.
func outlines(t *testing.T, d Document) (feeds []element) {
	t.Helper()
	root := read[element](t, d)
	if root.XMLName.Local != "opml" || root.attr("version") != "2.0" || len(root.Elements) != 2 || len(root.child("body").Elements) == 0 {
		t.Fatalf("%s is no OPML 2.0:\n%s", d.Path, d.Body)
	}
	var walk func(element)
	walk = func(o element) {
		if o.XMLName.Local != "outline" || o.attr("text") == "" {
			t.Errorf("%s: %v is no outline with a text", d.Path, o)
		}
		if len(o.Elements) == 0 && len(o.Attrs) > 1 {
			feeds = append(feeds, o)
			if o.attr("type") != "rss" || o.attr("version") != "RSS2" || o.attr("xmlUrl") == "" || o.attr("title") == "" {
				t.Errorf("%s: %v is no subscription", d.Path, o)
			}
		}
		for _, c := range o.Elements {
			walk(c)
		}
	}
	for _, o := range root.child("body").Elements {
		walk(o)
	}
	return feeds
}

func TestOPMLGolden(t *testing.T) {
	golden(t, "opml.golden", func(site Site, files []txtar.File) []Document {
		r, s := New(site), build(t, files, site.Zone)
		moon, _ := s.Topic("moon")
		china, _ := s.Topic("中国")
		return []Document{r.OPML(s, s.Global()), r.Subscriptions(s, []*archive.Feed{moon, china})}
	})
}

// TestOPMLFeeds checks that each outline agrees with its feed, and the groups of
// outlines.
func TestOPMLFeeds(t *testing.T) {
	r := New(site(""))
	s := build(t, []txtar.File{
		{Name: "2026/04/7/a.md", Data: []byte("---\ntopics: [\"AT&T\", \"C++\", \"100%\", \"中国\", \"ירושלים\"]\nsource: {name: A & Co, url: \"https://www.example.co.uk/\"}\n---\n# A\n")},
		{Name: "2026/04/8/b.md", Data: []byte("---\nlanguage: zh-Hant\n---\n# B\n")},
	}, site("").Zone)
	feeds := slices.Concat([]*archive.Feed{s.Global()}, slices.Collect(s.Listed()), slices.Collect(s.Of(archive.OfOutlet)), slices.Collect(s.ListedOf(archive.OfLanguage, (*archive.Feed).Len)))
	list := outlines(t, r.OPML(s, s.Global()))
	if len(list) != len(feeds) || len(feeds) != 9 { // zh has the articles of zh-Hant
		t.Fatalf("%d outlines for %d feeds", len(list), len(feeds))
	}
	var groups []string
	for _, o := range read[element](t, r.OPML(s, s.Global())).child("body").Elements[1:] {
		groups = append(groups, o.attr("text"))
	}
	if want := []string{r.Site.Title + ": Topics", r.Site.Title + ": Sources", r.Site.Title + ": Languages"}; !slices.Equal(groups, want) {
		t.Errorf("groups %q, want %q", groups, want)
	}
	for i, f := range feeds {
		parsed, err := gofeed.NewParser().Parse(bytes.NewReader(r.Feed(s, Of(f), RSS).Body))
		if err != nil {
			t.Fatal(err)
		}
		want := []string{parsed.FeedLink, parsed.Link, parsed.Title, parsed.Description, parsed.Language}
		var got []string
		for _, name := range []string{"xmlUrl", "htmlUrl", "title", "description", "language"} {
			got = append(got, list[i].attr(name))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("outline %d (-feed +outline):\n%s", i, diff)
		}
	}
}

// TestOPMLNames encodes names with characters that are special in XML or URLs.
func TestOPMLNames(t *testing.T) {
	r := New(site(""))
	s := build(t, nil, site("").Zone)
	for name, want := range map[string]string{
		`a & b <c> "d" 'e'`:       `a & b <c> "d" 'e'`,
		"tab\tline\nend":          "tab\tline\nend",
		"bell\x07 nul\x00 \x1b[m": "bell\uFFFD nul\uFFFD \uFFFD[m",
		"bytes \xff\xfe":          "bytes \uFFFD\uFFFD",
		"no character \uFFFF":     "no character \uFFFD",
		"中华人民共和国":                 "中华人民共和国",
		"ירושלים \u202eعربي":      "ירושלים \u202eعربي",
		"]]> <!-- -->":            "]]> <!-- -->",
		"🌍 e\u0301":               "🌍 e\u0301",
	} {
		topic := &archive.Topic{Name: name, Slug: article.Slug(name)}
		d := r.Subscriptions(s, []*archive.Feed{{Topic: topic}})
		list := outlines(t, d)
		if len(list) != 1 {
			t.Errorf("%q: %d outlines", name, len(list))
			continue
		}
		if got := list[0].attr("text"); got != want {
			t.Errorf("%q reads as %q, want %q", name, got, want)
		}
		if got, want := list[0].attr("xmlUrl"), base+FeedPath(TopicPath(topic), RSS); got != want {
			t.Errorf("%q has its feed at %q, want %q", name, got, want)
		}
		for _, c := range []byte(list[0].attr("xmlUrl") + d.Path) {
			if c <= ' ' || c >= 0x7f {
				t.Errorf("%q: %q or %q is no URL", name, list[0].attr("xmlUrl"), d.Path)
			}
		}
	}
}

// TestOPMLDates checks that the date of the document is that of the feed of
// everything, and that there is none without entries.
func TestOPMLDates(t *testing.T) {
	r := New(site(""))
	empty := build(t, nil, site("").Zone)
	if head := read[element](t, r.OPML(empty, empty.Global())).child("head"); head.child("dateModified").Text != "" || head.child("title").Text == "" {
		t.Errorf("head of an empty site: %v", head)
	}
	s := build(t, []txtar.File{{Name: "2026/04/7/a.md", Data: []byte("# A\n")}}, site("").Zone)
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(r.Feed(s, Of(s.Global()), RSS).Body))
	if err != nil {
		t.Fatal(err)
	}
	date := read[element](t, r.OPML(s, s.Global())).child("head").child("dateModified").Text
	if got, err := time.Parse(time.RFC1123Z, date); err != nil || !got.Equal(*feed.UpdatedParsed) {
		t.Errorf("dateModified is %q (%v), the feed of everything is of %v", date, err, feed.UpdatedParsed)
	}
}

// TestOPMLListed checks that topics which lists leave out are left out here too.
func TestOPMLListed(t *testing.T) {
	files := []txtar.File{
		{Name: "2026/04/7/a.md", Data: []byte("---\ntopics: [Moon, Sun, Video 1]\n---\n# A\n")},
		{Name: "2026/04/8/b.md", Data: []byte("---\ntopics: [Moon, Video 1]\n---\n# B\n")},
	}
	options := archive.Options{Zone: time.UTC, Authority: "example.org,2026", Ignore: []string{"video *"}, MinArticles: 2}
	s, _ := archive.New(options).With(changes(t, files), imported)
	var got []string
	for _, o := range outlines(t, New(site("")).OPML(s, s.Global())) {
		got = append(got, o.attr("text"))
	}
	if want := []string{site("").Title, "Moon"}; !slices.Equal(got, want) {
		t.Errorf("outlines %q, want %q", got, want)
	}
}

// TestOPMLOrder checks that topics keep the given order, and that different lists
// have different ETags.
func TestOPMLOrder(t *testing.T) {
	r := New(site(""))
	s := build(t, nil, site("").Zone)
	a, b := &archive.Feed{Topic: &archive.Topic{Name: "A", Slug: "a"}}, &archive.Feed{Topic: &archive.Topic{Name: "B", Slug: "b"}}
	there, back := r.Subscriptions(s, []*archive.Feed{a, b}), r.Subscriptions(s, []*archive.Feed{b, a})
	if there.Path != "/opml?topics=a,b" || back.Path != "/opml?topics=b,a" {
		t.Errorf("paths %q, %q", there.Path, back.Path)
	}
	if list := outlines(t, back); len(list) != 2 || list[0].attr("text") != "B" {
		t.Errorf("%s lists %v", back.Path, list)
	}
	again := New(site("")).Subscriptions(s, []*archive.Feed{a, b})
	if there.ETag == back.ETag || there.ETag != again.ETag || !bytes.Equal(there.Body, again.Body) {
		t.Errorf("ETags %s, %s, and %s again", there.ETag, back.ETag, again.ETag)
	}
}

package render

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const base = "https://news.example.org"

// imported is when the articles of tests are read. None has a later date.
var imported = archive.Occasion{Now: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), Imported: []string{"/"}}

// site returns the Site of the golden files. Words in their comment may change
// it: summary, related, source.
func site(words string) Site {
	zone := time.FixedZone("", 2*60*60)
	s := Site{MinAge: time.Minute, MaxAge: time.Hour, Title: "Günther & Söhne <news>", Description: "All the news", BaseURL: base, Language: "en", Author: "The editors",
		Icon: base + "/icon.png", Zone: zone, Items: 50, ItemLink: "page"}
	s.SummaryOnly = strings.Contains(words, "summary")
	s.Related = strings.Contains(words, "related")
	if strings.Contains(words, "source") {
		s.ItemLink = "source"
	}
	return s
}

func parser(zone *time.Location) *article.Parser {
	return article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: base, Language: "en", Zone: zone,
		Grammar: article.Grammar(config.Default().Grammar)})
}

// replace returns the snapshot after an article was rewritten.
func replace(s *archive.Snapshot, f txtar.File, o archive.Occasion) (*archive.Snapshot, archive.Delta) {
	return s.With([]archive.Change{{File: "/" + f.Name, Article: parser(site("").Zone).Parse(f.Name, f.Data).Article}}, o)
}

// build makes a snapshot of the Markdown files of an archive. A file cover.png
// counts as a picture of 640 x 360 pixels.
func build(t *testing.T, files []txtar.File, zone *time.Location) *archive.Snapshot {
	t.Helper()
	p := parser(zone)
	var changes []archive.Change
	for _, f := range files {
		c := archive.Change{File: "/" + f.Name}
		if strings.HasSuffix(f.Name, ".png") {
			c.Asset = &archive.Asset{Type: "image/png", Length: 12345, Width: 640, Height: 360}
		} else if article.IsAsset(f.Name) {
			c.Asset = &archive.Asset{Type: article.AssetType(f.Name), Length: 54321}
		} else {
			r := p.Parse(f.Name, f.Data)
			if len(r.Problems) > 0 {
				t.Fatal(r.Problems)
			}
			c.Article, c.Day = r.Article, r.Day
		}
		changes = append(changes, c)
	}
	s, _ := archive.New(archive.Options{Zone: zone, Authority: "example.org,2026"}).With(changes, imported)
	return s
}

// documents renders what a reader of the site can request.
func documents(r *Renderer, s *archive.Snapshot) map[string]Document {
	all := map[string]Document{}
	add := func(d Document) { all[d.Path] = d }
	feeds := append(slices.Collect(s.Topics()), s.Global())
	for _, f := range feeds {
		for _, format := range Formats {
			add(r.Feed(s, Of(f), format))
		}
	}
	add(r.OPML(s, s.Global()))
	if d, ok := r.Sitemaps(s).Document(sitemapPath); ok {
		add(d)
	}
	return all
}

func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d golden files, error %v", len(names), err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			isWant := func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") }
			inputs := slices.DeleteFunc(slices.Clone(ar.Files), isWant)
			wants := slices.DeleteFunc(slices.Clone(ar.Files), func(f txtar.File) bool { return !isWant(f) })
			site := site(string(ar.Comment))
			s := build(t, inputs, site.Zone)
			all := documents(New(site), s)
			if len(wants) == 0 {
				t.Fatal("nothing is wanted; name documents as want/PATH and run with -update")
			}
			for i, want := range wants {
				d, ok := all["/"+strings.TrimPrefix(want.Name, "want/")]
				if !ok {
					t.Fatalf("no document %s; there are %q", want.Name, slices.Sorted(maps.Keys(all)))
				}
				got := append(bytes.TrimRight(d.Body, "\n"), '\n')
				if *update {
					wants[i].Data = got
				} else if diff := cmp.Diff(string(want.Data), string(got)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", want.Name, diff)
				}
			}
			if *update {
				ar.Files = append(inputs, wants...)
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// markdownOf returns the Markdown of articles from the files of an archive.
func markdownOf(files []txtar.File) func(*archive.Entry) (string, bool) {
	return func(e *archive.Entry) (string, bool) {
		i := slices.IndexFunc(files, func(f txtar.File) bool { return "/"+f.Name == e.File })
		if i < 0 || article.Hash(files[i].Data) != e.Hash {
			return "", false
		}
		return string(files[i].Data), true
	}
}

// TestDeterminism renders twice, and with another Renderer over a snapshot
// that was built in another order.
func TestDeterminism(t *testing.T) {
	ar, err := txtar.ParseFile("testdata/everything.txtar")
	if err != nil {
		t.Fatal(err)
	}
	inputs := slices.DeleteFunc(ar.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
	site := site("")
	s := build(t, inputs, site.Zone)
	r := New(site)
	first, again := documents(r, s), documents(r, s)
	slices.Reverse(inputs)
	other := documents(New(site), build(t, inputs, site.Zone))
	for path, d := range first {
		for _, o := range []Document{again[path], other[path]} {
			if !bytes.Equal(d.Body, o.Body) || d.ETag != o.ETag {
				t.Errorf("%s is not the same again", path)
			}
		}
	}
	tags := map[string]string{}
	for path, d := range first {
		if before, ok := tags[d.ETag]; ok && !bytes.Equal(first[before].Body, d.Body) {
			t.Errorf("%s and %s share an ETag", before, path)
		}
		tags[d.ETag] = path
	}
}

// TestEmptyFeed checks that feeds without entries are valid in every format, and
// that they say when there could be something at the earliest, or when the last
// entry went, but never 1970. A feed of something that old says so.
func TestEmptyFeed(t *testing.T) {
	site := site("")
	r := New(site)
	file := func(name string) txtar.File {
		return txtar.File{Name: name, Data: []byte("### 2026-04-7\n##### Moon\n# A\n")}
	}
	empty, _ := archive.New(archive.Options{Zone: site.Zone, Authority: "example.org,2024-05"}).With(nil, imported)
	nameless := archive.New(archive.Options{Zone: site.Zone})
	removed, _ := build(t, []txtar.File{file("2026/04/7/a.md")}, site.Zone).With([]archive.Change{{File: "/2026/04/7/a.md"}}, archive.Occasion{Now: imported.Now, Live: true})
	moon, _ := removed.Topic("moon")
	changes, _ := r.Changes(empty, Of(empty.Global()))
	date, _ := r.OfDate(empty, empty.Global(), "1999")
	old := build(t, []txtar.File{{Name: "1901/02/3/old.md", Data: []byte("# Old\n")}}, site.Zone)
	for _, c := range []struct {
		s       *archive.Snapshot
		sub     Subject
		updated string
	}{
		{empty, Of(empty.Global()), "2024-05-01T02:00:00+02:00"},
		{empty, changes, "2024-05-01T02:00:00+02:00"},
		{empty, date, "2024-05-01T02:00:00+02:00"},
		{empty, r.Found(empty, "absent").At(empty, nil), "2024-05-01T02:00:00+02:00"},
		{nameless, Of(nameless.Global()), "2026-01-01T02:00:00+02:00"},
		{removed, Of(removed.Global()), "2026-12-31T02:00:00+02:00"},
		{removed, Of(moon), "2026-12-31T02:00:00+02:00"},
		{old, Of(old.Global()), "1901-02-03T00:00:00+02:00"},
	} {
		rss, atom, json := r.Feed(c.s, c.sub, RSS), r.Feed(c.s, c.sub, Atom), r.Feed(c.s, c.sub, JSON)
		built := read[element](t, rss).only(t, "channel").children("lastBuildDate")
		if got := read[element](t, atom).only(t, "updated").Text; got != c.updated || (c.s == old) != (len(built) == 1) {
			t.Errorf("%s: updated %s, want %s; built %v", atom.Path, got, c.updated, built)
		}
		if !strings.Contains(string(json.Body), `"items":[`) {
			t.Errorf("%s has no items:\n%s", json.Path, json.Body)
		}
	}
}

// TestRelatedTitle renames an article that is in the Related list of another, and
// checks that content with Related lists shows the new title at once.
func TestRelatedTitle(t *testing.T) {
	site := site("related")
	r := New(site)
	file := func(title string) txtar.File {
		return txtar.File{Name: "2026/04/7/other.md", Data: []byte("# " + title + "\n")}
	}
	first := txtar.File{Name: "2026/04/8/first.md", Data: []byte("# First\n\n### Related:\n\n1. [x](/2026/04/7/other.md) _Context: Moon_\n")}
	s := build(t, []txtar.File{first, file("Before")}, site.Zone)
	f, _ := s.Topic("moon")
	r.Feed(s, Of(f), Atom)

	next, _ := replace(s, file("After"), imported)
	f, _ = next.Topic("moon")
	if d := r.Feed(next, Of(f), Atom); strings.Contains(string(d.Body), "Before") {
		t.Errorf("the old title is still there:\n%s", d.Body)
	}
	if r.FeedRevision(s, Of(s.Global())) == r.FeedRevision(next, Of(s.Global())) {
		t.Error("documents of the feed count as current after another article changed")
	}
	if plain := New(Site{}); plain.FeedRevision(s, Of(f)) != plain.FeedRevision(next, Of(f)) {
		t.Error("without Related lists a feed depends on more than its entries")
	}
}

package render

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unique"

	"github.com/mmcdole/gofeed"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/phrases"
	"dateline/feed/trials/newstest"
)

// steps plays back the files of an archive: "1/NAME" is the new contents of NAME
// in the first step, an hour after the import of "0/NAME", and so on. An empty
// file is removed.
func steps(t *testing.T, files []txtar.File, zone *time.Location) *archive.Snapshot {
	t.Helper()
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: base, Language: "en", Zone: zone,
		Grammar: article.Grammar(config.Default().Grammar)})
	batches := map[string][]archive.Change{}
	for _, f := range files {
		step, name, _ := strings.Cut(f.Name, "/")
		c := archive.Change{File: "/" + name}
		if len(f.Data) > 0 {
			c.Article = p.Parse(name, f.Data).Article
		}
		batches[step] = append(batches[step], c)
	}
	s := archive.New(archive.Options{Zone: zone, Authority: "example.org,2026"})
	o := imported
	for _, step := range slices.Sorted(maps.Keys(batches)) {
		s, _ = s.With(batches[step], o)
		o = archive.Occasion{Now: o.Now.Add(time.Hour), Live: true}
	}
	return s
}

// TestChanges checks that the feeds of changes of everything and of topics equal
// the golden file, are valid, and can be read by gofeed.
func TestChanges(t *testing.T) {
	golden(t, "changes.golden", func(site Site, files []txtar.File) (list []Document) {
		s, r, dir := steps(t, files, site.Zone), New(site), t.TempDir()
		moon, _ := s.Topic("moon")
		for i, f := range []*archive.Feed{s.Global(), moon} {
			sub, ok := r.Changes(s, Of(f))
			if !ok {
				t.Fatalf("no changes of %v", f.Topic)
			}
			for _, format := range Formats {
				d := r.Feed(s, sub, format)
				checkChanges(t, d, []int{5, 3}[i])
				switch format {
				case Atom:
					if err := os.WriteFile(filepath.Join(dir, filepath.Base(filepath.Dir(d.Path))+".atom"), d.Body, 0o644); err != nil {
						t.Fatal(err)
					}
				case JSON:
					newstest.AcceptJSON(t, d.Path, d.Body)
				}
				if i == 0 || format == Atom {
					list = append(list, d)
				}
			}
		}
		sub, _ := r.Changes(s, Of(s.Global()))
		tiny := site
		tiny.MaxBytes = 1 // there is no room even for the newest, which is always there, without its text
		short := New(tiny).Feed(s, sub, Atom)
		checkChanges(t, short, 1)
		if strings.Contains(string(short.Body), "<content") {
			t.Errorf("%s has a text:\n%s", short.Path, short.Body)
		}
		if err := os.WriteFile(filepath.Join(dir, "short.atom"), short.Body, 0o644); err != nil {
			t.Fatal(err)
		}
		atoms, _ := filepath.Glob(filepath.Join(dir, "*.atom"))
		newstest.AcceptAtom(t, atoms...)
		return list
	})
}

// checkChanges reads a feed of changes with gofeed, and checks the number of
// items, and that each has its own id and time, newest first.
func checkChanges(t *testing.T, d Document, items int) {
	t.Helper()
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(d.Body))
	if err != nil {
		t.Fatalf("%s: %v", d.Path, err)
	}
	if feed.FeedLink != base+d.Path || len(feed.Items) != items {
		t.Errorf("%s: self %q, %d items, want %d", d.Path, feed.FeedLink, len(feed.Items), items)
	}
	ids := map[string]bool{}
	for i, it := range feed.Items {
		if ids[it.GUID] || i > 0 && !it.PublishedParsed.Before(*feed.Items[i-1].PublishedParsed) {
			t.Errorf("%s: %s of %s comes after %v", d.Path, it.GUID, it.Published, ids)
		}
		ids[it.GUID] = true
	}
}

// TestNoChanges checks that a feed of changes without items is valid, and that
// only everything and topics have one.
func TestNoChanges(t *testing.T) {
	site := site("")
	r, dir := New(site), t.TempDir()
	s := steps(t, []txtar.File{{Name: "0/2026/04/7/a.md", Data: []byte("### 2026-04-7\n##### Moon\n# a\n\n### Source:\n\n1. [x](https://www.example.org/a)\n")}}, site.Zone)
	sub, _ := r.Changes(s, Of(s.Global()))
	for _, format := range Formats {
		d := r.Feed(s, sub, format)
		checkChanges(t, d, 0)
		if format == Atom {
			if err := os.WriteFile(filepath.Join(dir, "empty.atom"), d.Body, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.atom"))
	newstest.AcceptAtom(t, files...)
	outlet, _ := s.Outlet("example.org")
	language, _ := s.Language("en")
	date, _ := r.OfDate(s, s.Global(), "2026")
	for _, sub := range []Subject{Of(outlet), Of(language), date} {
		if _, ok := r.Changes(s, sub); ok {
			t.Errorf("%s has changes", sub.Path)
		}
	}
}

// A backfill is one item of the feed of changes of everything, in the language of
// the site, and leads to the site.
func TestBackfillInChanges(t *testing.T) {
	s := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026", Limits: archive.Limits{Items: 3}})
	s, _ = s.With(nil, imported)
	var old []archive.Change
	for _, name := range []string{"a", "b", "c", "d"} {
		at := imported.Now.AddDate(-10, 0, 0)
		old = append(old, archive.Change{File: "/" + name + ".md", Article: &article.Article{File: "/" + name + ".md", Path: "/" + name, Title: name, Date: at, DateOnly: true, Rare: &article.Rare{}}})
	}
	s, _ = s.With(old, archive.Occasion{Now: imported.Now.Add(time.Hour), Live: true})
	for language, title := range map[string]string{"en": "4 older articles were added", "de": "4 ältere Artikel wurden hinzugefügt"} {
		site := site("")
		site.Language = language
		r := New(site)
		sub, _ := r.Changes(s, Of(s.Global()))
		for _, format := range Formats {
			d := r.Feed(s, sub, format)
			checkChanges(t, d, 1)
			feed, err := gofeed.NewParser().Parse(bytes.NewReader(d.Body))
			if err != nil {
				t.Fatal(err)
			}
			if it := feed.Items[0]; it.Title != title || it.Link != base+"/" || !strings.Contains(it.Content, `<a href="`+base+`/"`) {
				t.Errorf("%s: %q leads to %q and says %s", d.Path, it.Title, it.Link, it.Content)
			}
		}
	}
}

// What happened to many articles is one item, which is valid in all formats and
// leads to the site. The feed of a topic has the same item with its own number.
func TestManyInChanges(t *testing.T) {
	piece := func(file, title, text string, topics ...string) archive.Change {
		a := &article.Article{File: file, Path: article.PagePath(file), Title: title, Date: imported.Now.AddDate(0, 0, -9), DateOnly: true, Rare: &article.Rare{},
			HTML: text, Fingerprint: uint64(article.Page(title + text))}
		for _, name := range topics {
			a.Topics = append(a.Topics, unique.Make(name))
		}
		return archive.Change{File: file, Article: a}
	}
	all := func(dir, text string) (list []archive.Change) {
		for i := range 30 {
			topics := []string{"Moon"}
			if i == 0 {
				topics = append(topics, "Mars")
			}
			list = append(list, piece(fmt.Sprintf("/%s/%d.md", dir, i), strings.Repeat(string(rune('A'+i)), 9), text, topics...))
		}
		return list
	}
	gone := func(list []archive.Change) (removed []archive.Change) {
		for _, c := range list {
			removed = append(removed, archive.Change{File: c.File})
		}
		return removed
	}
	s := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026", Contents: []archive.Content{{Mount: "/", MaxRemoval: 100}}})
	o := imported
	for _, changes := range [][]archive.Change{all("a b", "one"), append(gone(all("a b", "one")), all("b", "one")...), all("b", "two"), gone(all("b", "two")), all("b", "two")} {
		s, _ = s.With(changes, o)
		o = archive.Occasion{Now: o.Now.Add(time.Hour), Live: true}
	}
	mars, _ := s.Topic("mars")
	dir := t.TempDir()
	for _, language := range phrases.Languages {
		site := site("")
		site.Language = language
		r := New(site)
		var ids []string
		for i, f := range []*archive.Feed{s.Global(), mars} {
			sub, _ := r.Changes(s, Of(f))
			for _, format := range Formats {
				d := r.Feed(s, sub, format)
				checkChanges(t, d, 4)
				feed, err := gofeed.NewParser().Parse(bytes.NewReader(d.Body))
				if err != nil {
					t.Fatal(err)
				}
				for k, it := range feed.Items {
					count := []string{"30", "1"}[i]
					if !strings.Contains(it.Title, count) || strings.Contains(it.Title, "%!") || !strings.Contains(it.Title, "/b/") || strings.Contains(it.Title, "/a b/") != (k == 3) || it.Link != base+"/" {
						t.Errorf("%s: %q leads to %q and says %s", d.Path, it.Title, it.Link, it.Content)
					}
					ids = append(ids, it.GUID)
				}
				switch format {
				case Atom:
					if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(language, i, ".atom")), d.Body, 0o644); err != nil {
						t.Fatal(err)
					}
				case JSON:
					newstest.AcceptJSON(t, d.Path, d.Body)
				}
			}
		}
		slices.Sort(ids)
		if len(slices.Compact(ids)) != 4 {
			t.Errorf("ids %q", ids)
		}
	}
	atoms, _ := filepath.Glob(filepath.Join(dir, "*.atom"))
	newstest.AcceptAtom(t, atoms...)
}

// TestDirectoriesOfChanges tells of articles below directories whose names are
// reserved for pages: the directories are no pages, and stay as they are.
func TestDirectoriesOfChanges(t *testing.T) {
	r := New(site(""))
	for _, n := range []*archive.Notice{
		{Kind: archive.Moved, Was: "/", Path: "/topics/", Count: 30},
		{Kind: archive.Removed, Was: "/", Path: "/2026/", Count: 30},
	} {
		if got := r.tell(n, ""); !strings.Contains(got, base+n.Path+"<") || strings.Contains(got, "/-/") {
			t.Errorf("articles below %s: %s", n.Path, got)
		}
	}
}

// An article that is back has a title that says so, and a link.
func TestReturnInChanges(t *testing.T) {
	n := &archive.Notice{Number: 7, At: imported.Now, Kind: archive.Returned, ID: "tag:example.org,2026:/a", Path: "/a", Title: "A <title>"}
	r := New(site(""))
	it := r.change(archive.New(archive.Options{Authority: "example.org,2026"}), n, 0)
	if it.title != "Back: A <title>" || it.link != base+"/a" || it.contentHTML != `<p><ins><a href="`+base+`/a">A &lt;title&gt;</a></ins></p>` {
		t.Errorf("%q leads to %q and says %s", it.title, it.link, it.contentHTML)
	}
}

package render

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
)

// mounted makes a snapshot of files, some of which are in a directory of their own.
func mounted(files []txtar.File, site Site) *archive.Snapshot {
	o := archive.Options{Zone: site.Zone, Authority: "example.org,2026", Contents: []archive.Content{{Mount: "/", MaxRemoval: 20}}}
	for _, d := range site.Directories {
		o.Contents = append(o.Contents, archive.Content{Mount: d.Mount, MaxRemoval: 20})
	}
	var changes []archive.Change
	for _, f := range files {
		changes = append(changes, archive.Change{File: "/" + f.Name, Article: parser(site.Zone).Parse(f.Name, f.Data).Article})
	}
	s, _ := archive.New(o).With(changes, imported)
	return s
}

// TestDirectories renders what is below the mount of a content directory, and what
// of the whole site names it.
func TestDirectories(t *testing.T) {
	golden(t, "directories.golden", func(site Site, files []txtar.File) (list []Document) {
		site.Directories = []Directory{{Mount: "/", Title: "nobody sees this", Language: "en"}, {Mount: "/zh", Language: "zh-Hans"}}
		r, s := New(site), mounted(files, site)
		zh, _, _ := s.ContentAt("/zh/")
		moon, _ := s.Topic("moon")
		for _, format := range Formats {
			list = append(list, r.Feed(s, Of(zh), format))
		}
		topic := r.Confined(moon, zh)
		day, _ := r.OfDate(s, zh, "2026-04-08")
		digest, _ := r.Digest(s, Of(zh), Daily, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC))
		return append(list, r.Feed(s, topic, RSS), r.Feed(s, day, JSON), r.Feed(s, digest, Atom),
			r.OPML(s, zh), r.OPML(s, s.Global()))
	})
}

// TestLanguagesOfDirectory checks that the lists of a directory have the most exact
// one of the languages with the same articles there, whatever other directories have.
func TestLanguagesOfDirectory(t *testing.T) {
	site := site("")
	site.Directories = []Directory{{Mount: "/zh"}}
	article := func(name, language string) txtar.File {
		return txtar.File{Name: name, Data: []byte("---\ndate: 2026-04-07\nlanguage: " + language + "\n---\n# " + name + "\n\nText of " + name + ".\n")}
	}
	r, s := New(site), mounted([]txtar.File{article("zh/a.md", "zh-Hans"), article("zh/b.md", "zh-Hans"), article("c.md", "zh-Hant"), article("d.md", "en")}, site)
	zh, _, _ := s.ContentAt("/zh/")
	for in, want := range map[*archive.Feed][]string{s.Global(): {"en", "zh", "zh-Hans", "zh-Hant"}, zh: {"zh-Hans"}} {
		var got []string
		for f := range Gathered(s, in, archive.OfLanguage) {
			got = append(got, f.Topic.Slug)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s lists %q, want %q", r.Title(in), got, want)
		}
	}
}

// TestTitlesOfDirectories checks that a directory has its title or one that is made
// from its mount, and its language or that of the site.
func TestTitlesOfDirectories(t *testing.T) {
	site := site("")
	site.Title = "Dateline"
	site.Directories = []Directory{{Mount: "/zh"}, {Mount: "/news/en", Title: "News", Language: "en-GB"}}
	r, s := New(site), mounted(nil, site)
	for address, want := range map[string]Directory{"/": {"", "Dateline", "en"}, "/zh/": {"/zh", "Dateline: zh", "en"}, "/news/en/": {"/news/en", "News", "en-GB"}} {
		in, _, ok := s.ContentAt(address)
		if !ok {
			in = s.Global()
		}
		if got := r.OfFeed(in); got != want {
			t.Errorf("%s is shown as %v, want %v", address, got, want)
		}
		if title := read[element](t, r.Feed(s, Of(in), Atom)).child("title").Text; title != want.Title {
			t.Errorf("the feed of %s has the title %q", address, title)
		}
	}
}

// TestSiteWithoutDirectories checks that the archive documents and the items of a
// site with one directory at the root are those that it had without Directories.
func TestSiteWithoutDirectories(t *testing.T) {
	plain := site("")
	one := plain
	one.Directories = []Directory{{Mount: "/", Language: "en", Title: "x"}}
	if siteSum(plain) != siteSum(one) {
		t.Error("the archive documents have other names")
	}
	files := []txtar.File{{Name: "a.md", Data: []byte("---\ndate: 2026-04-07\n---\n# A\n")}}
	for _, format := range Formats {
		s := mounted(files, one)
		a, b := New(plain).Feed(s, Of(s.Global()), format), New(one).Feed(s, Of(s.Global()), format)
		if string(a.Body) != string(b.Body) || a.ETag != b.ETag {
			t.Errorf("the feed differs:\n%s\n%s", a.Body, b.Body)
		}
	}
	two := plain
	two.Directories = []Directory{{Mount: "/zh", Language: "zh"}}
	s := mounted(files, two)
	if body := string(New(two).Feed(s, Of(s.Global()), JSON).Body); !strings.Contains(body, `"language":"en"`) || strings.Count(body, `"language"`) != 2 {
		t.Errorf("an item does not say its language:\n%s", body)
	}
}

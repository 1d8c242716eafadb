package page

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/render"
)

// golden compares what is between <main> and </main> on pages with a golden file, which
// has the files of the archive, too.
func golden(t *testing.T, name string, documents func(files []txtar.File) []render.Document) {
	t.Helper()
	ar, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	inputs := slices.DeleteFunc(slices.Clone(ar.Files), func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
	want, got := map[string]string{}, map[string]string{}
	for _, f := range ar.Files[len(inputs):] {
		want[strings.TrimPrefix(f.Name, "want")] = string(f.Data)
	}
	for _, d := range documents(inputs) {
		_, main, _ := strings.Cut(string(d.Body), "<main")
		_, main, _ = strings.Cut(main, ">")
		main, _, ok := strings.Cut(main, "</main>")
		if !ok {
			t.Fatalf("%s has no main part:\n%s", d.Path, d.Body)
		}
		got[d.Path] = strings.TrimSpace(main) + "\n"
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

// TestGoldenLists renders lists of articles with all that one can have, and with
// nothing.
func TestGoldenLists(t *testing.T) {
	golden(t, "testdata/lists.txtar", func(files []txtar.File) (list []render.Document) {
		p, s := pages(site()), build(t, files)
		list = append(list, p.Landing(s))
		for f := range s.Topics() {
			sub := render.Of(f)
			sub.Snapshot = s
			list = append(list, p.List(sub))
		}
		outlet, _ := s.Outlet("example.org")
		list = append(list, p.List(render.Of(outlet)))
		for _, date := range []string{"2026", "2026-04", "2026-04-07"} {
			sub, _ := p.Renderer.OfDate(s, s.Global(), date)
			list = append(list, p.List(sub))
		}
		return list
	})
}

// TestGoldenDirectories renders what is below the mount of a content directory, and the
// landing page, which names it.
func TestGoldenDirectories(t *testing.T) {
	golden(t, "testdata/directories.txtar", func(files []txtar.File) []render.Document {
		of := site()
		of.Directories = []render.Directory{{Mount: "/", Title: "nobody sees this", Language: "en"}, {Mount: "/zh", Language: "zh-Hans"}}
		p, s := pages(of), mounted(files, of)
		zh, _, _ := s.ContentAt("/zh/")
		moon, _ := s.Topic("moon")
		day, _ := p.Renderer.OfDate(s, zh, "2026-04-08")
		return []render.Document{p.Landing(s), p.List(render.Of(zh)), p.List(p.Renderer.Confined(moon, zh)), p.List(day)}
	})
}

// TestGoldenChanges renders the pages of changes of everything and of a topic.
func TestGoldenChanges(t *testing.T) {
	golden(t, "testdata/changes.txtar", func(files []txtar.File) (list []render.Document) {
		p, s := pages(site()), steps(files)
		moon, _ := s.Topic("moon")
		for _, f := range []*archive.Feed{s.Global(), moon} {
			sub, ok := p.Renderer.Changes(s, render.Of(f))
			if !ok {
				t.Fatalf("no changes of %v", f.Topic)
			}
			list = append(list, p.Feed(sub, render.Atom))
		}
		return list
	})
}

func parser() *article.Parser {
	return article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: base, Language: "en", Zone: site().Zone, Grammar: article.Grammar(config.Default().Grammar)})
}

// mounted makes a snapshot of files, some of which are in a directory of their own.
func mounted(files []txtar.File, of render.Site) *archive.Snapshot {
	o := archive.Options{Zone: of.Zone, Authority: "example.org,2026", Contents: []archive.Content{{Mount: "/", MaxRemoval: 20}}}
	for _, d := range of.Directories {
		o.Contents = append(o.Contents, archive.Content{Mount: d.Mount, MaxRemoval: 20})
	}
	var changes []archive.Change
	for _, f := range files {
		changes = append(changes, archive.Change{File: "/" + f.Name, Article: parser().Parse(f.Name, f.Data).Article})
	}
	s, _ := archive.New(o).With(changes, imported)
	return s
}

// steps plays back the files of an archive: "1/NAME" is the new contents of NAME in the
// first step, an hour after the import of "0/NAME", and so on. An empty file is removed.
func steps(files []txtar.File) *archive.Snapshot {
	batches := map[string][]archive.Change{}
	for _, f := range files {
		step, name, _ := strings.Cut(f.Name, "/")
		c := archive.Change{File: "/" + name}
		if len(f.Data) > 0 {
			c.Article = parser().Parse(name, f.Data).Article
		}
		batches[step] = append(batches[step], c)
	}
	s := archive.New(archive.Options{Zone: site().Zone, Authority: "example.org,2026"})
	o := imported
	for _, step := range slices.Sorted(maps.Keys(batches)) {
		s, _ = s.With(batches[step], o)
		o = archive.Occasion{Now: o.Now.Add(time.Hour), Live: true}
	}
	return s
}

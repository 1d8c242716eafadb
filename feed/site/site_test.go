package site

import (
	"fmt"
	"html"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/render"
)

const base = "https://news.example.org"

// picture is the smallest GIF.
const picture = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

// tree is a published tree of files with its catalogue.
type tree struct {
	t   testing.TB
	dir string
	*feed.Publisher
	*Catalogue
	delta  archive.Delta // delta of the last change
	mounts []string      // of the content directories; files below a mount are in the directory with the longest one
	begun  bool          // all directories have been imported
	static []feed.Static
	now    time.Time
}

// looks configures the sites of these tests so that feeds have archive documents.
var looks = render.Site{Title: "Site", BaseURL: base, MinAge: time.Minute, MaxAge: time.Hour, Language: "en", Zone: time.UTC, Items: 3, ItemLink: "page", Search: true}

// publish publishes files as a site in some looks.
func publish(t testing.TB, looks render.Site, files map[string]string) *tree {
	t.Helper()
	tr := unpublished(t, looks)
	tr.change(files)
	return tr
}

// unpublished returns a site in some looks that nothing has been published of.
func unpublished(t testing.TB, looks render.Site) *tree {
	t.Helper()
	tr := &tree{t: t, dir: t.TempDir(), now: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}
	tr.open(looks)
	return tr
}

// open opens the tree with a Publisher that has published nothing.
func (tr *tree) open(looks render.Site) {
	tr.t.Helper()
	contents := []feed.Content{{Dir: tr.dir, Mount: "/", Language: "en"}}
	for _, d := range looks.Directories {
		contents = append(contents, feed.Content{Dir: filepath.Join(filepath.Dir(tr.dir), "at"+strings.ReplaceAll(d.Mount, "/", "-")), Mount: d.Mount, Language: d.Language})
	}
	tr.mounts = nil
	for _, c := range contents {
		tr.mounts = append(tr.mounts, c.Mount)
		if err := os.MkdirAll(c.Dir, 0o755); err != nil {
			tr.t.Fatal(err)
		}
	}
	p, err := feed.New(feed.Options{
		Contents: contents,
		Static:   tr.static,
		Grammar:  article.Grammar(config.Default().Grammar),
		BaseURL:  base,
		Archive:  archive.Options{Authority: "example.org,2026", Zone: looks.Zone, Recent: 48 * time.Hour, Same: map[string]string{"Luna": "Moon", "U.S.": "United States"}},
		Log:      slog.New(slog.DiscardHandler),
		Follow:   func(_ *archive.Snapshot, d archive.Delta) { tr.delta = d },
		Now:      func() time.Time { return tr.now },
	})
	if err != nil {
		tr.t.Fatal(err)
	}
	tr.t.Cleanup(p.Close)
	tr.Publisher, tr.Catalogue = p, New(Options{Renderer: render.New(looks), Search: looks.Search, Now: func() time.Time { return tr.now }})
}

// change writes files, or removes those that are empty, and publishes the change.
func (tr *tree) change(files map[string]string) {
	tr.t.Helper()
	batches := make([]feed.Batch, len(tr.mounts))
	for name, text := range files {
		content, dir := tr.contentOf(name)
		b := &batches[content]
		file := filepath.Join(dir, name)
		if content > 0 {
			name = strings.TrimPrefix("/"+name, tr.mounts[content]+"/")
			file = filepath.Join(dir, name)
		}
		if text == "" {
			_ = os.Remove(file) // it may not exist
			b.Removed = append(b.Removed, name)
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			tr.t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			tr.t.Fatal(err)
		}
		b.Changed = append(b.Changed, feed.File{Path: name})
	}
	for i, b := range batches {
		b.Content = i
		if i > 0 && tr.begun && len(b.Changed)+len(b.Removed) == 0 {
			continue
		}
		slices.Sort(b.Removed)
		slices.SortFunc(b.Changed, func(a, b feed.File) int { return strings.Compare(a.Path, b.Path) })
		tr.Apply(b)
	}
	tr.begun = true
}

// contentOf returns the content directory of a file, by number and path.
func (tr *tree) contentOf(name string) (content int, dir string) {
	dir = tr.dir
	for i, mount := range tr.mounts {
		if i > 0 && archive.Within("/"+name, mount) && len(mount) > len(tr.mounts[content]) {
			content, dir = i, filepath.Join(filepath.Dir(tr.dir), "at"+strings.ReplaceAll(mount, "/", "-"))
		}
	}
	return content, dir
}

func (tr *tree) snapshot() *archive.Snapshot { return tr.Current().Snapshot }

// content returns the bytes at an address.
func (tr *tree) content(a Address) string {
	tr.t.Helper()
	if a.Make != nil {
		return string(a.Make().Body)
	}
	f, err := tr.Open(a.File.Name, a.File.Hash)
	if a.File.Hash == [16]byte{} {
		f, _, err = tr.OpenAsset(a.File.Name, a.File.Length)
	}
	if err != nil {
		tr.t.Fatalf("%s: %v", a.Path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		tr.t.Fatalf("%s: %v", a.Path, err)
	}
	return string(data)
}

// files are a site with all kinds of addresses.
func files() map[string]string {
	files := map[string]string{
		"2026/04/7/cover.gif": picture,
		"2026/04/7/paper.pdf": "%PDF-1.7",
		"2026/04/7/first.md":  "### 2026-04-7\n##### Space Flight, 月球, C++\n# First\n\nSee [this](paper.pdf#page=2), [second](/2026/04/8/second.md) and [that day](/2026/04/08/).\n\n### Source:\n\n1. [Cover Image](cover.gif)\n2. [BBC News](https://www.bbc.co.uk/1)\n\n### Related:\n\n1. [x](/2026/04/8/second.md) _Context: Moon, Mars_\n2. [y](/2026/04/9/nowhere.md) _Context: Moon_\n",
		"2026/04/8/second.md": "---\nlanguage: zh-Hant\nsource: https://例え.jp/x\n---\n### 2026-04-8\n##### Space Flight\n# Second & <last>\n\nText.\n",
		"topics/ai.md":        "---\ndate: 2026-04-07\ntopics: [AI]\n---\n# Taken\n\nText.\n",
		"2026/04.md":          "---\ndate: 2026-04-01\nnoindex: true\n---\n# April\n",
		"été/naïve.md":        "---\ndate: 2025-12-31\naliases: [/old/naive]\n---\n# Naïve\n",
		"2026/04/9/gone.md":   "### 2026-04-9\n##### Lost Topic\n# Gone\n",
	}
	for i := range 20 {
		files[fmt.Sprintf("notes/%d.md", i)] = fmt.Sprintf("---\ndate: 20%02d-%02d-11\ntopics: [Moon, T%d]\n---\n# Note %d\n\nText.\n", 20+i/4, 1+i%4, i%3, i)
	}
	return files
}

// whole publishes these files and removes one of them.
func whole(t testing.TB) *tree {
	tr := publish(t, looks, files())
	tr.change(map[string]string{"2026/04/9/gone.md": ""})
	tr.now = tr.now.Add(time.Hour)
	tr.change(map[string]string{"2026/04/8/second.md": files()["2026/04/8/second.md"] + "\nMore.\n"})
	return tr
}

// TestAllIsFound checks that All returns every address once, and that Lookup
// finds each as itself.
func TestAllIsFound(t *testing.T) {
	tr := whole(t)
	s := tr.snapshot()
	kinds, seen := map[Kind]int{}, map[string]bool{}
	for a := range tr.All(s) {
		kinds[a.Kind]++
		if seen[a.Path] {
			t.Errorf("%s is there twice", a.Path)
		}
		seen[a.Path] = true
		switch is := tr.LookupURI(s, a.Path); {
		case is.Status != Found || is.Path != a.Path || is.Kind != a.Kind || is.Revision != a.Revision:
			t.Errorf("%s is %v: %v %s %v, want %v %v", a.Path, is.Status, is.Kind, is.Path, is.Revision, a.Kind, a.Revision)
		case tr.content(is.Address) != tr.content(a):
			t.Errorf("%s has two contents", a.Path)
		case a.Make != nil && a.Make().Path != a.Path && a.Kind != Pages:
			t.Errorf("the document at %s says %s", a.Path, a.Make().Path)
		}
	}
	for kind := Feeds; kind < Kinds; kind++ {
		if kinds[kind] == 0 {
			t.Errorf("there is no %v", kind)
		}
	}
	for _, path := range []string{"/", "/topics/", "/lang/zh/feed.json", "/sources/bbc.co.uk/", "/2026/04/", "/2026/04/07/feed.rss", "/covers/2026/04/7/cover.gif", "/covers/2026/04/7/paper.pdf", "/2026/04/7/first.md",
		"/-/2026/04", "/-/topics/ai", "/sitemap.xml", "/news-sitemap.xml", "/topics.opml", "/search/", "/changes.atom", "/topics/lost-topic/feed.atom", "/topics/moon/changes.rss", "/lang/en/digest/weekly.atom"} {
		if !seen[path] {
			t.Errorf("%s is missing", path)
		}
	}
}

// links matches addresses of the site in documents.
var links = regexp.MustCompile(regexp.QuoteMeta(base) + `(/[^"<>\s\\]*)`)

// TestLinksAreKnown walks the links of all documents of a site: each leads to an
// address that is in All, to one that leads there, or to where an article was.
func TestLinksAreKnown(t *testing.T) {
	tr := whole(t)
	s := tr.snapshot()
	all, queue := map[string]bool{}, []Address{}
	for a := range tr.All(s) {
		all[a.Path] = true
		queue = append(queue, a)
	}
	followed := map[string]bool{}
	for _, a := range queue {
		if a.Kind == Covers || a.File != nil {
			continue // these are not Dateline's own
		}
		for _, m := range links.FindAllStringSubmatch(html.UnescapeString(tr.content(a)), -1) {
			link, _, _ := strings.Cut(m[1], "#")
			link, _, _ = strings.Cut(link, ")") // of Markdown
			if strings.HasSuffix(link, "{searchTerms}") {
				continue // of the description of the search
			}
			if followed[link] {
				continue
			}
			followed[link] = true
			is := tr.LookupURI(s, link)
			for hops := 0; (is.Status == Moved || is.Status == MovedForNow) && hops < 3; hops++ {
				is = tr.LookupURI(s, is.Path)
			}
			if is.Status == Gone && strings.HasPrefix(link, "/2026/04/9/gone") {
				continue
			}
			if page, _, ok := strings.Cut(is.Path, "?"); ok && is.Kind == Pages { // a part of a list
				is.Path = page
			}
			selected := strings.HasPrefix(is.Path, "/topics/") && strings.Contains(is.Path, ",") // by Follow of an article
			if is.Status != Found || !all[is.Path] && !selected {
				t.Errorf("%s leads to %s, which is %v: %s", a.Path, link, is.Status, is.Path)
			}
		}
	}
	for _, link := range []string{"/topics/moon/", "/2026/04/08/", "/covers/2026/04/7/paper.pdf", "/2026/04/9/gone", "/archive/2020-02.atom", "/topics/moon/changes.atom"} {
		if !followed[link] {
			t.Errorf("no document leads to %s", link)
		}
	}
}

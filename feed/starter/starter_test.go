package starter

import (
	"errors"
	"image/png"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/feed/article"
	"dateline/feed/config"

	"github.com/google/go-cmp/cmp"
)

var files = []string{
	"config.toml",
	"news/2026-05-07-three-ways-to-write.md",
	"news/2026/03/9/cover.png",
	"news/2026/03/9/first-feed.md",
	"news/2026/03/9/index.md",
	"news/2026/04/15/follow-one-topic.md",
}

func shipped(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile("../../config.toml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// list returns the files below dir, in order of their names.
func list(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "project")
	if err := Write(dir, shipped(t)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files, list(t, dir)); diff != "" {
		t.Error(diff)
	}
	c, err := config.Load(filepath.Join(dir, "config.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "news"); c.Content[0].Dir != want {
		t.Errorf("dir %q, want %q", c.Content[0].Dir, want)
	}
	info, err := os.Stat(filepath.Join(dir, "news/2026/03/9/first-feed.md"))
	if err != nil || info.Mode()&0o600 != 0o600 {
		t.Errorf("mode %v, %v: the owner cannot edit it", info.Mode(), err)
	}
}

// The shipped configuration changes in one line only, comment included.
func TestWriteConfig(t *testing.T) {
	dir := t.TempDir()
	before := shipped(t)
	if err := Write(dir, before); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(filepath.Join(dir, "config.toml"))
	if err != nil {
		t.Fatal(err)
	}
	was, is := strings.Split(string(before), "\n"), strings.Split(string(after), "\n")
	var changed []string
	for i := range min(len(was), len(is)) {
		if was[i] != is[i] {
			changed = append(changed, is[i])
		}
	}
	if diff := cmp.Diff([]string{ownDir}, changed); diff != "" || len(was) != len(is) {
		t.Error(diff)
	}
}

func TestWriteOverwritesNothing(t *testing.T) {
	for _, name := range []string{"config.toml", "news"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		want := filepath.Join(dir, name) + " already exists; nothing was written; move it away or choose another directory"
		if err := Write(dir, shipped(t)); err == nil || err.Error() != want || !errors.Is(err, fs.ErrExist) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		if diff := cmp.Diff([]string{name}, list(t, dir)); diff != "" {
			t.Error(diff)
		}
	}
}

// A link that leads nowhere counts as something there.
func TestWriteDanglingLink(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink("nowhere", filepath.Join(dir, "config.toml")); err != nil {
		t.Skip(err)
	}
	if err := Write(dir, shipped(t)); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v, want that it exists", err)
	}
}

func TestWriteFails(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(file, "project"), shipped(t)); err == nil || !strings.Contains(err.Error(), "nothing was written") {
		t.Errorf("below a file: %v", err)
	}
	if err := Write(filepath.Join(dir, "other"), []byte("[site]\n")); err == nil || !strings.Contains(err.Error(), "feed/starter/news") {
		t.Errorf("without the line: %v", err)
	}
	if diff := cmp.Diff([]string{"file"}, list(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// A failure after the samples takes them away again.
func TestWriteFailsHalfway(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "config.toml"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := write(dir, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v, want that it exists", err)
	}
	if _, err := os.Lstat(filepath.Join(dir, "news")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("news: %v, want it gone", err)
	}
}

// parse reads the samples as a daemon does.
func parse(t *testing.T) (articles []*article.Article, days []*article.Day) {
	t.Helper()
	c := config.Default()
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", Aliases: []string{"/news"}, BaseURL: c.Site.BaseURL,
		Language: "en", Zone: c.Site.Timezone, Grammar: article.Grammar(c.Grammar)})
	for _, file := range files {
		if path.Ext(file) != ".md" {
			continue
		}
		data, err := samples.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r := p.Parse(strings.TrimPrefix(file, "news/"), data)
		for _, problem := range r.Problems {
			t.Error(problem.Error())
		}
		if r.Article != nil {
			articles = append(articles, r.Article)
		}
		if r.Day != nil {
			days = append(days, r.Day)
		}
	}
	return articles, days
}

func TestSamples(t *testing.T) {
	articles, days := parse(t)
	topics := map[string]int{}
	var paths []string
	for _, a := range articles {
		paths = append(paths, a.Path)
		for _, name := range a.Topics {
			topics[name.Value()]++
		}
		if a.HTML == "" || a.Date.Year() != 2026 {
			t.Errorf("%s lacks something: %+v", a.Path, a)
		}
	}
	slices.Sort(paths)
	want := []string{"/2026-05-07-three-ways-to-write", "/2026/03/9/first-feed", "/2026/04/15/follow-one-topic"}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Fatal(diff)
	}
	for _, name := range []string{"Feeds", "Getting started", "Topics"} {
		if topics[name] < 2 {
			t.Errorf("topic %s has %d articles, want several", name, topics[name])
		}
	}
	if len(days) != 1 || len(days[0].Articles) == 0 || days[0].Articles[0].Page != article.Page("/2026/03/9/first-feed") {
		t.Errorf("day pages %+v", days)
	}
}

// Links between the samples lead to samples.
func TestSampleLinks(t *testing.T) {
	articles, _ := parse(t)
	pages := map[article.PageID]*article.Article{}
	for _, a := range articles {
		pages[article.Page(a.Path)] = a
	}
	first := pages[article.Page("/2026/03/9/first-feed")]
	if first == nil || len(first.Related) != 4 || len(first.Sources) != 3 || first.CoverPath != "/2026/03/9/cover.png" {
		t.Fatalf("first-feed: %+v", first)
	}
	for _, claim := range first.Related {
		if pages[claim.Page] == nil || pages[claim.Page] == first {
			t.Errorf("related claim %s is about no other sample", claim.Topic.Value())
		}
	}
}

func TestCover(t *testing.T) {
	f, err := samples.Open("news/2026/03/9/cover.png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != 640 || size.Y != 360 {
		t.Errorf("size %v, want 640 by 360", size)
	}
	if info, err := f.Stat(); err != nil || info.Size() > 20<<10 {
		t.Errorf("%v bytes, %v, want at most 20 KiB", info.Size(), err)
	}
}

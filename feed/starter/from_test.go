package starter

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/config"
	"dateline/feed/generators"
)

// found is a site with something of everything.
func found() *generators.Site {
	return &generators.Site{
		Generator: "Hugo",
		Settings: []generators.Setting{
			{Key: "site.title", Value: `Loom "and" thread`, Origin: "hugo.toml:1: title"},
			{Key: "site.timezone", Value: "Mars/Base", Origin: "hugo.toml:2: timeZone"},
			{Key: "site.home", Value: "https://loom.example/", Origin: "hugo.toml:3: baseURL"},
		},
		Contents: []generators.Content{
			{Dir: "content", Origin: "Hugo's default of contentDir", Settings: []generators.Setting{
				{Key: "authors", Value: []string{"data/authors.yml"}, Origin: "the folder data"},
				{Key: "language", Value: "not a language", Origin: "hugo.toml:4: languageCode"},
			}},
			{Dir: "content/search", Origin: "the folder of the section search", Settings: []generators.Setting{{Key: "mount", Value: "/search", Origin: "its place"}}},
			{Dir: "content/posts", Origin: "the folder of the section posts\nwith a line break", Settings: []generators.Setting{{Key: "mount", Value: "/posts", Origin: "its place"}}},
		},
	}
}

// lay writes the configuration of a site in root/site into root/out.
func lay(t *testing.T, s *generators.Site) (root string) {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	err = WriteFrom(From{Site: s, SiteDir: filepath.Join(root, "site"), Dir: filepath.Join(root, "out"), Shipped: shipped(t)})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestWriteFrom(t *testing.T) {
	s := found()
	root := lay(t, s)
	c, err := config.Load(filepath.Join(root, "out", "config.toml"))
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, content := range c.Content {
		dirs = append(dirs, strings.TrimPrefix(content.Dir, root), content.Mount)
	}
	if want := []string{"/site/content", "/", "/site/content/posts", "/posts"}; !slices.Equal(dirs, want) {
		t.Errorf("directories %q, want %q", dirs, want)
	}
	if authors := c.Content[0].Authors; !slices.Equal(authors, []string{filepath.Join(root, "site/data/authors.yml")}) {
		t.Errorf("authors %q", authors)
	}
	if c.Site.Title != `Loom "and" thread` || c.Site.Home != "https://loom.example" || c.Site.Timezone.String() != "UTC" {
		t.Errorf("site: %+v", c.Site)
	}
}

// What the configuration would refuse is left out, and told with its origin.
func TestRefused(t *testing.T) {
	s := found()
	lay(t, s)
	var told []string
	for _, note := range s.Notes {
		origin, _, _ := strings.Cut(note, ": \"")
		told = append(told, origin)
	}
	want := []string{"hugo.toml:2: timeZone", "hugo.toml:4: languageCode", "the folder of the section search"}
	if !slices.Equal(told, want) {
		t.Errorf("notes %q, want %q", s.Notes, want)
	}
}

// Each value has the comment of the shipped configuration, once, and its origin.
func TestComments(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(lay(t, found()), "out", "config.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		"# The name of the site, as readers see it. It must not be empty.\n# From hugo.toml:1: title.\ntitle = ",
		"# Not found: this is the default.\ntimezone = \"UTC\"\n",
		"# A directory of Markdown files. For more than one, repeat the whole table and\n# give each its own mount. If one is within another, its files belong to it alone.\n[[content]]\n# From Hugo's default of contentDir.\ndir = \"../site/content\"\n",
		"\n[[content]]\n# From the folder of the section posts\\nwith a line break.\ndir = ",
	} {
		if n := strings.Count(string(text), part); n != 1 {
			t.Errorf("%q occurs %d times in:\n%s", part, n, text)
		}
	}
	for key, comment := range commentsOf(shipped(t)) {
		if n := strings.Count(string(text), comment); n > 1 {
			t.Errorf("the comment of %s occurs %d times", key, n)
		}
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "# ") && len(line) > 90 {
			t.Errorf("a long line: %s", line)
		}
	}
}

func TestWriteFromOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := WriteFrom(From{Site: found(), SiteDir: dir, Dir: dir}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("err %v", err)
	}
	if data, _ := os.ReadFile(file); string(data) != "mine" {
		t.Errorf("overwritten: %s", data)
	}
}

// If a symbolic link leads to the directory, ".." in its configuration would mean
// another directory for the system than for the reader of the path.
func TestThroughLink(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(root, "far", "away"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(root, "far", "away"), filepath.Join(root, "out")); err != nil {
		t.Skip(err)
	}
	if err := WriteFrom(From{Site: found(), SiteDir: filepath.Join(root, "site"), Dir: filepath.Join(root, "out")}); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(filepath.Join(root, "out", "config.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(filepath.Join(root, "site", "content"), c.Content[0].Dir); diff != "" {
		t.Error(diff)
	}
}

// Some generators publish whatever is in the directory of the site.
func TestInsideSite(t *testing.T) {
	root := t.TempDir()
	for dir, inside := range map[string]bool{"site/feeds": true, "site": true, "sites": false, "..feeds": false} {
		s := &generators.Site{Contents: found().Contents[:1]}
		if err := WriteFrom(From{Site: s, SiteDir: filepath.Join(root, "site"), Dir: filepath.Join(root, dir)}); err != nil {
			t.Fatal(err)
		}
		told := slices.ContainsFunc(s.Notes, func(note string) bool { return strings.Contains(note, "in the directory of the site") })
		if told != inside {
			t.Errorf("%s: told %v, notes %q", dir, told, s.Notes)
		}
	}
}

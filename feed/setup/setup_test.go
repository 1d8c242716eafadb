//go:build unix

package setup

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/feed"
	"dateline/feed/config"
)

// TestPublisher checks that an unusable content directory is refused with its
// name, whichever it is, and that usable ones are kept in order.
func TestPublisher(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file.md")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	loop := filepath.Join(dir, "loop")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dir, wants string // part of the error; empty: there is none
	}{
		{dir, ""},
		{filepath.Join(dir, "none"), `none" does not exist; `},
		{file, `file.md" is a file; `},
		{loop, "loop: too many levels of symbolic links; "},
	} {
		configuration := config.Default()
		configuration.Content = []config.Content{{Dir: dir, Mount: "/"}, {Dir: c.dir, Mount: "/b"}}
		o, err := Publisher(configuration)
		if c.wants == "" {
			if list := Directories(configuration); err != nil || len(o.Contents) != 2 || list[1].Index != 1 || list[1].Dir != o.Contents[1].Dir {
				t.Errorf("%s: %v, contents %v, directories %v", c.dir, err, o.Contents, list)
			}
		} else if err == nil || !strings.Contains(err.Error(), c.wants) {
			t.Errorf("%s: %v, want %q", c.dir, err, c.wants)
		}
	}
}

// TestDirectories checks that static directories follow the content directories,
// each once, and that all directories leave out the content directories in them.
func TestDirectories(t *testing.T) {
	c := config.Default()
	c.Content = []config.Content{
		{Dir: "site/docs/posts [old]", Mount: "/", Ignore: []string{"x"}, Static: []string{"site/docs", "site/assets:/assets"}},
		{Dir: "news", Mount: "/news", Static: []string{"site/docs", "site/docs:/docs"}},
		{Dir: "news/zh", Mount: "/zh"},
	}
	var got []string
	for _, d := range Directories(c) {
		got = append(got, fmt.Sprint(d.Index, " ", d.Dir, " ", d.Static, " ", d.Ignore))
	}
	want := []string{"0 site/docs/posts [old] false [x]", "1 news false [zh/**]", "2 news/zh false []", `3 site/docs true [**/_*/* posts \[old]/**]`, "4 site/assets true [**/_*/*]", `5 site/docs true [**/_*/* posts \[old]/**]`}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if list, want := static(c), []feed.Static{{Dir: "site/docs", At: "/"}, {Dir: "site/assets", At: "/assets"}, {Dir: "site/docs", At: "/docs"}}; !slices.Equal(list, want) {
		t.Errorf("%v, want %v", list, want)
	}
}

//go:build linux

package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPlaceOf checks where the ledger of a directory is kept. Names are below a
// temporary directory, and "state" stands for the user's state directory.
func TestPlaceOf(t *testing.T) {
	for name, c := range map[string]struct {
		there    []string // files that exist
		dir      string
		readOnly string
		kept     bool   // in the state directory
		unsafe   string // part of the reason
	}{
		"no checkout":                   {dir: "a/news"},
		"inside git":                    {there: []string{"a/.git/HEAD"}, dir: "a/news", kept: true, unsafe: "/a, version control"},
		"deep inside git":               {there: []string{"a/.git/HEAD"}, dir: "a/b/c/news", kept: true, unsafe: "/a, "},
		"inside a worktree":             {there: []string{"a/.git"}, dir: "a/news", kept: true, unsafe: "/a, "},
		"inside Mercurial":              {there: []string{"a/.hg/x"}, dir: "a/news", kept: true, unsafe: "/a, "},
		"inside Jujutsu":                {there: []string{"a/.jj/x"}, dir: "a/news", kept: true, unsafe: "/a, "},
		"inside Subversion":             {there: []string{"a/.svn/x"}, dir: "a/news", kept: true, unsafe: "/a, "},
		"the checkout itself":           {there: []string{"a/.git/HEAD"}, dir: "a"},
		"a submodule":                   {there: []string{"a/.git/HEAD", "a/news/.git"}, dir: "a/news", kept: true, unsafe: "/a, "},
		"a ledger beside it":            {there: []string{"a/.git/HEAD", "a/news.dateline.db"}, dir: "a/news"},
		"a backup beside it":            {there: []string{"a/.git/HEAD", "a/news.dateline.db.backup"}, dir: "a/news"},
		"no longer a checkout":          {there: []string{"state:a/news"}, dir: "a/news", kept: true, unsafe: "an earlier start"},
		"ledgers in both places":        {there: []string{"a/news.dateline.db", "state:a/news"}, dir: "a/news"},
		"cannot be written":             {there: []string{"a/x"}, dir: "a/news", readOnly: "a", kept: true, unsafe: "/a cannot be written"},
		"cannot be written, but exists": {there: []string{"a/news.dateline.db"}, dir: "a/news", readOnly: "a"},
		"a slash at the end":            {there: []string{"a/.git/HEAD"}, dir: "a/news/", kept: true, unsafe: "/a, "},
		"through a symbolic link":       {there: []string{"a/.git/HEAD"}, dir: "link/news", kept: true, unsafe: "/a, "},
		"a link to a checkout":          {there: []string{"a/.git/HEAD"}, dir: "link"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.readOnly != "" && os.Getuid() == 0 {
				t.Skip("root may write everywhere")
			}
			base := t.TempDir()
			t.Setenv("XDG_STATE_HOME", filepath.Join(base, "state"))
			at := func(name string) string {
				if dir, ok := strings.CutPrefix(name, "state:"); ok {
					return stateFile(filepath.Join(base, dir))
				}
				return filepath.Join(base, name)
			}
			if err := os.Symlink("a", at("link")); err != nil {
				t.Fatal(err)
			}
			for _, f := range c.there {
				put(t, at(f))
			}
			if c.readOnly != "" {
				if err := os.Chmod(at(c.readOnly), 0o555); err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = os.Chmod(at(c.readOnly), 0o755) })
			}
			want := at(c.dir) + ".dateline.db"
			if c.kept {
				want = at("state:" + c.dir)
			}
			got := placeOf(base + "/" + c.dir)
			if got.ledger != want || got.kept != c.kept || !strings.Contains(got.unsafe, c.unsafe) || (got.unsafe == "") != (c.unsafe == "") {
				t.Errorf("%+v, want %s, %v, %q", got, want, c.kept, c.unsafe)
			}
			t.Chdir(base)
			if relative := placeOf(c.dir); relative != got {
				t.Errorf("relative: %+v, absolute: %+v", relative, got)
			}
		})
	}
}

// TestStateDir checks which directory is the user's state directory.
func TestStateDir(t *testing.T) {
	home := t.TempDir()
	for _, c := range []struct{ state, home, want string }{
		{"/var/state", home, "/var/state/dateline"},
		{"", home, home + "/.local/state/dateline"},
		{"relative", home, home + "/.local/state/dateline"},
		{"", home + "/missing", ""},
		{"", "", ""},
	} {
		t.Setenv("XDG_STATE_HOME", c.state)
		t.Setenv("HOME", c.home)
		if got := stateDir(); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.state, c.home, got, c.want)
		}
	}
}

// TestNoStateDirectory checks that the ledger is beside the directory if there is
// no other place, and that two directories of one name have different ledgers.
func TestNoStateDirectory(t *testing.T) {
	base := t.TempDir()
	put(t, base+"/.git/HEAD")
	t.Setenv("XDG_STATE_HOME", base+"/state")
	a, b := placeOf(base+"/a/news"), placeOf(base+"/b/news")
	if a == b || !strings.HasPrefix(filepath.Base(a.ledger), "news-") {
		t.Errorf("%+v and %+v", a, b)
	}
	t.Setenv("XDG_STATE_HOME", "")
	t.Setenv("HOME", "")
	if got := placeOf(base + "/a/news"); got.ledger != base+"/a/news.dateline.db" || got.kept || got.unsafe == "" {
		t.Errorf("%+v", got)
	}
}

func put(t *testing.T, file string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
}

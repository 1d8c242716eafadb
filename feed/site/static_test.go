package site

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dateline/feed"
)

// withStatic publishes a site with the files of a static directory.
func withStatic(t testing.TB, files, static map[string]string) *tree {
	t.Helper()
	tr := &tree{t: t, dir: t.TempDir(), now: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), static: []feed.Static{{Dir: t.TempDir(), At: "/"}}}
	tr.open(looks)
	tr.change(files)
	tr.changeStatic(static)
	return tr
}

// changeStatic writes files of the static directory and publishes the change.
func (tr *tree) changeStatic(files map[string]string) {
	tr.t.Helper()
	b := feed.Batch{Content: len(tr.mounts)}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := filepath.Join(tr.static[0].Dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			tr.t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(files[name]), 0o644); err != nil {
			tr.t.Fatal(err)
		}
		b.Changed = append(b.Changed, feed.File{Path: name})
	}
	tr.Apply(b)
}

// TestStaticAddresses checks that static files are at their own addresses and, so
// that nothing is in their way, below /covers; that what Dateline serves comes first;
// and that all of them are listed once.
func TestStaticAddresses(t *testing.T) {
	all := files()
	all["2026/04/7/x.gif"] = picture
	all["notes/1.md"] += "\n![x](/2026/04/7/x.gif) ![y](/img/y.png) [paper](/topics/paper.pdf)\n"
	all["img/article.md"] = "---\ndate: 2026-04-01\naliases: [/img/former.png]\n---\n# An article\n"
	tr := withStatic(t, all, map[string]string{
		"img/y.png": "a picture", "img/nobody.png": "which no article shows", "2026/04/7/x.gif": "hidden by the file beside articles", "feed.json": "ours comes first",
		"topics/paper.pdf": "paper", "topics/moon/feed.json": "ours comes first", "img/\u00e9.png": "e", "img/former.png": "the former address comes first", "robots.txt": "#", "covers/z.png": "z",
		"2026/04/z.png": "z", "img/page.html": "<script>", "img/x.js": "x",
	})
	s := tr.snapshot()
	const mine = "/covers/img/y.png"
	for _, c := range []struct {
		path    string
		want    Status
		at      string
		content string
	}{
		{"/img/y.png", Found, mine, "a picture"},
		{mine, Found, mine, "a picture"},
		{"/img/nobody.png", Found, "/covers/img/nobody.png", "which no article shows"},
		{"/2026/04/7/x.gif", Moved, "/covers/2026/04/7/x.gif", ""},
		{"/covers/2026/04/7/x.gif", Found, "/covers/2026/04/7/x.gif", picture},
		{"/feed.json", Found, "/feed.json", ""},
		{"/covers/feed.json", Found, "/covers/feed.json", "ours comes first"},
		{"/topics/moon/feed.json", Found, "/topics/moon/feed.json", ""},
		{"/topics/paper.pdf", Found, "/covers/topics/paper.pdf", "paper"},
		{"/img/e\u0301.png", Found, "/covers/img/%C3%A9.png", "e"},
		{"/img/former.png", Moved, "/img/article", ""},
		{"/robots.txt", Found, "/robots.txt", "#"},
		{"/covers/z.png", Found, "/covers/covers/z.png", "z"},
		{"/2026/04/z.png", Found, "/covers/2026/04/z.png", "z"},
		{"/img/page.html", Unknown, "", ""},
		{"/img/x.js", Unknown, "", ""},
		{"/covers/img/x.js", Unknown, "", ""},
		{"/img", Unknown, "", ""},
		{"/img/", Unknown, "", ""},
	} {
		a := tr.Lookup(s, c.path, "")
		if a.Status != c.want || a.Path != c.at {
			t.Errorf("%s is %v: %q, want %v: %q", c.path, a.Status, a.Path, c.want, c.at)
		}
		if c.content != "" && a.Status == Found && (a.Kind != Covers || tr.content(a.Address) != c.content) {
			t.Errorf("%s is a %v: %q", c.path, a.Kind, tr.content(a.Address))
		}
	}
	seen := map[string]int{}
	for a := range tr.All(s) {
		if seen[a.Path]++; seen[a.Path] > 1 {
			t.Errorf("%s is there twice", a.Path)
		}
		if is := tr.LookupURI(s, a.Path); is.Status != Found || is.Path != a.Path || is.Revision != a.Revision {
			t.Errorf("%s is %v: %s", a.Path, is.Status, is.Path)
		}
	}
	for _, path := range []string{mine, "/covers/img/nobody.png", "/covers/2026/04/7/x.gif", "/covers/topics/paper.pdf", "/covers/robots.txt"} {
		if seen[path] == 0 {
			t.Errorf("%s is missing", path)
		}
	}
	before := s
	tr.changeStatic(map[string]string{"img/y.png": "another picture", "img/new.png": "new"})
	changed := slices.Sorted(tr.Changed(before, tr.snapshot(), tr.delta))
	if want := []string{"/covers/img/new.png", mine}; !slices.Equal(changed, want) {
		t.Errorf("changed: %q, want %q", changed, want)
	}
}

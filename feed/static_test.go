package feed

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/ledger"
)

// withStatic returns a publisher of a content directory and static directories that
// starts from a ledger, or from nothing if that is nil. The caller closes it.
func withStatic(t testing.TB, dir string, book *ledger.Ledger, state *ledger.State, static ...Static) *Publisher {
	t.Helper()
	p, err := New(Options{Contents: []Content{{Dir: dir, Mount: "/"}}, Static: static, Grammar: article.Grammar(config.Default().Grammar), BaseURL: "https://example.org",
		Archive: archive.Options{Authority: "example.org,2026", Zone: time.UTC}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if book != nil {
		p.Recall(book, state)
	}
	return p
}

// scanned returns the first batch of a directory.
func scanned(t testing.TB, index int, dir string) Batch {
	t.Helper()
	b := Batch{Content: index}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, name)
			b.Changed = append(b.Changed, File{Path: filepath.ToSlash(rel), Stamp: ledger.StampOf(name)})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const illustrated = "---\ntitle: A\ndate: 2026-04-01\nimage: /images/cover.png\naudio: /hum.mp3\n---\n" +
	"![x](/images/x.png) <img src=\"/assets/y.png\" alt=\"y\"> [form](/files/form.pdf)\n\n[style](/style.css) ![z](/images/z.png)\n"

// TestStatic checks that files of static directories are what links from the root of
// the site mean, and what becomes of them when they change.
func TestStatic(t *testing.T) {
	dir, first, second, assets := t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir()
	write(t, dir, "posts/a.md", illustrated)
	write(t, dir, "images/x.png", encodePNG(t))
	write(t, first, "images/x.png", "hidden by the file beside articles")
	write(t, first, "images/cover.png", "the first directory")
	write(t, first, "style.css", "x")
	write(t, first, "files/form.pdf", "%PDF")
	write(t, second, "images/cover.png", "the second")
	write(t, second, "hum.mp3", "hum")
	write(t, assets, "y.png", "not read, so it need not be a picture")
	p := withStatic(t, dir, nil, nil, Static{first, "/"}, Static{second, "/"}, Static{assets, "/assets"})
	t.Cleanup(p.Close)
	for i, d := range []string{dir, first, second} {
		p.Apply(scanned(t, i, d))
	}
	if p.Current() != nil {
		t.Fatal("published before every directory was read")
	}
	p.Apply(scanned(t, 3, assets))
	want := func(when string, cover, hum int64, complaints ...string) {
		t.Helper()
		s := p.Current().Snapshot
		e, _ := s.Entry("/posts/a")
		length := func(a *archive.Asset) int64 {
			if a == nil {
				return -1
			}
			return a.Length
		}
		if length(e.Picture) != cover || length(e.Enclosed) != hum {
			t.Errorf("%s: cover %+v, enclosure %+v", when, e.Picture, e.Enclosed)
		}
		var got []string
		for _, c := range p.Current().Problems {
			got = append(got, fmt.Sprintf("%d: %s", c.Line, c.What))
		}
		if !slices.Equal(got, complaints) {
			t.Errorf("%s: complaints %q, want %q", when, got, complaints)
		}
	}
	const dead, style = "9: image /images/z.png does not exist", "9: link /style.css does not lead to an article or a file"
	want("at first", int64(len("the first directory")), 3, style, dead)
	for path, file := range map[string]string{"/images/x.png": "/images/x.png", "/images/cover.png": "static:0/images/cover.png", "/assets/y.png": "static:2/assets/y.png", "/hum.mp3": "static:1/hum.mp3", "/style.css": ""} {
		if got := p.Current().Snapshot.FileOf(path); got != file {
			t.Errorf("%s is %q, want %q", path, got, file)
		}
	}
	if a, ok := p.Current().Snapshot.Asset("static:0/files/form.pdf"); !ok || *a != (archive.Asset{Type: "application/pdf", Length: 4}) {
		t.Errorf("%+v", a)
	}

	write(t, first, "images/z.png", "now it is there")
	p.Apply(Batch{Content: 1, Changed: found("images/z.png")})
	want("with the missing picture", int64(len("the first directory")), 3, style)

	p.Apply(Batch{Content: 1, Removed: []string{"images/cover.png"}})
	p.Apply(Batch{Content: 2, Removed: []string{"hum.mp3"}})
	want("without the file that comes first", int64(len("the second")), -1, "5: enclosure /hum.mp3 does not exist", style)
	p.Apply(Batch{Content: 0, Removed: []string{"images/x.png"}})
	if got := p.Current().Snapshot.FileOf("/images/x.png"); got != "static:0/images/x.png" {
		t.Errorf("without the file beside articles, its path is that of %q", got)
	}
}

// TestStaticFiles opens files of static directories.
func TestStaticFiles(t *testing.T) {
	dir, static := t.TempDir(), filepath.Join(t.TempDir(), "static")
	outside := filepath.Join(t.TempDir(), "secret.txt")
	write(t, filepath.Dir(outside), "secret.txt", "secret")
	p := withStatic(t, dir, nil, nil, Static{static, "/files"})
	t.Cleanup(p.Close)
	p.Apply(Batch{})
	missing := article.Problem{File: ".", What: "missing", Effect: "none", Hint: "create it"}
	p.Apply(Batch{Content: 1, Unread: []article.Problem{missing}})
	if got := p.Current(); len(got.Problems) != 2 || got.Problems[1].File != static || len(got.Faults) > 0 || got.Empty {
		t.Fatalf("a missing directory: %+v", got)
	}
	opened := func(file string, length int64) (string, error) {
		f, _, err := p.OpenAsset(file, length)
		if err != nil {
			return "", err
		}
		defer f.Close()
		data, err := io.ReadAll(f)
		return string(data), err
	}
	if _, err := opened("static:0/files/a.txt", 1); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("in a missing directory: %v", err)
	}
	write(t, static, "a.txt", "text")
	if err := os.Symlink(outside, filepath.Join(static, "out.txt")); err != nil {
		t.Fatal(err)
	}
	p.Apply(Batch{Content: 1, Changed: found("a.txt", "out.txt", "code.js"), Others: map[string]int{".html": 50, ".rst": 50}})
	if got, err := opened("static:0/files/a.txt", 4); got != "text" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := opened("static:0/files/a.txt", 5); !errors.Is(err, errLate) {
		t.Errorf("with another length: %v", err)
	}
	if _, err := opened("static:0/files/out.txt", 6); err == nil {
		t.Error("a link leads out of the directory")
	}
	for _, name := range []string{"static:0/files/out.txt", "static:0/files/code.js"} {
		if a, ok := p.Current().Snapshot.Asset(name); ok {
			t.Errorf("%s is %+v", name, a)
		}
	}
	if got := p.Current(); len(got.Problems) != len(got.NoArticles) || len(got.Others) > 0 {
		t.Errorf("complaints %v, others %v", got.Problems, got.Others)
	}
	write(t, static, "a.txt", "longer text")
	p.contents[0].now = time.Now
	p.sources[1].now = func() time.Time { return time.Now().Add(time.Hour) }
	p.examine(<-p.suspects)
	if got, err := opened("static:0/files/a.txt", 11); got != "longer text" || err != nil {
		t.Errorf("after it was examined: %q, %v", got, err)
	}
}

// TestStaticRestart checks that a restart serves the same, in whatever order the
// directories are read, and that the ledger keeps nothing of static files.
func TestStaticRestart(t *testing.T) {
	dir, static, url := t.TempDir(), t.TempDir(), "sqlite:"+filepath.Join(t.TempDir(), "dateline.db")
	write(t, dir, "posts/a.md", illustrated)
	write(t, static, "images/cover.png", "cover")
	write(t, static, "hum.mp3", "hum")
	var want map[string]string
	for _, order := range [][]int{{0, 1}, {0, 1}, {1, 0}} {
		book, state, err := ledger.Open(ledger.Options{URL: url})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range state.Files {
			if strings.Contains(f.File, "static") {
				t.Errorf("the ledger keeps %s", f.File)
			}
		}
		p := withStatic(t, dir, book, state, Static{static, "/"})
		for _, i := range order {
			p.Apply(scanned(t, i, []string{dir, static}[i]))
		}
		is := served(p.Current().Snapshot)
		if want == nil {
			want = is
		}
		if diff := cmp.Diff(want, is); diff != "" {
			t.Errorf("read in the order %v (-before +after):\n%s", order, diff)
		}
		if !strings.Contains(is["/feed.atom"], "/covers/images/cover.png") {
			t.Errorf("no cover:\n%s", is["/feed.atom"])
		}
		p.Close()
		if err := book.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestManyStaticFiles checks that a start with a large static directory opens none of
// its files, and takes a bounded number of allocations for each.
func TestManyStaticFiles(t *testing.T) {
	dir, static := t.TempDir(), t.TempDir()
	write(t, dir, "posts/a.md", illustrated)
	const many, most = 100_000, 10
	b := Batch{Content: 1, Changed: make([]File, many)}
	for i := range b.Changed { // none of these files exists
		b.Changed[i] = File{Path: fmt.Sprintf("images/%d/%06d.png", i%100, i), Stamp: ledger.Stamp{Size: 1 << 30, Ctime: 1}}
	}
	p := withStatic(t, dir, nil, nil, Static{static, "/"})
	t.Cleanup(p.Close)
	p.Apply(scanned(t, 0, dir))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p.Apply(b)
	runtime.ReadMemStats(&after)
	if n := after.Mallocs - before.Mallocs; n > most*many {
		t.Errorf("%d allocations for %d files", n, many)
	} else {
		t.Logf("%.1f allocations a file", float64(n)/many)
	}
	files := 0
	for range p.Current().Snapshot.StaticFiles() {
		files++
	}
	if files != many {
		t.Errorf("%d files", files)
	}
}

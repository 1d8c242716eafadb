package readers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/render"
	"dateline/feed/search"
	"dateline/feed/serve"
	catalogue "dateline/feed/site"
	"dateline/feed/trials/newstest"
)

const base = "https://example.org"

// now is when the articles are read; none has a later date.
var now = time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)

// site is an archive as the daemon serves it.
type site struct {
	*feed.Publisher
	handler http.Handler
	index   *search.Index
	source  bool // entries link to their first source
}

// An option changes the settings of a site.
type option func(*render.Site, *feed.Publisher)

func asIs(*render.Site, *feed.Publisher) {}

// open publishes the files of a directory.
func open(t *testing.T, dir, language string, change option, more ...feed.Content) *site {
	t.Helper()
	defaults := config.Default()
	index := indexed(t)
	p, err := feed.New(feed.Options{
		Follow:   index.Follow,
		Contents: append([]feed.Content{{Dir: dir, Mount: "/", Language: language}}, more...),
		Grammar:  article.Grammar(defaults.Grammar),
		BaseURL:  base,
		Archive:  archive.Options{Authority: "example.org,2026", Zone: time.UTC, Recent: defaults.Feeds.Hours.Duration()},
		Log:      slog.New(slog.DiscardHandler),
		Now:      func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	r := render.Site{MinAge: time.Minute, MaxAge: time.Hour, Title: "Günther & Söhne <news>", BaseURL: base, Language: language, Zone: time.UTC,
		Items: defaults.Feeds.Items, MinItems: defaults.Feeds.MinItems, MaxBytes: defaults.Feeds.MaxBytes, MaxEntry: defaults.Feeds.MaxEntry, ItemLink: defaults.Feeds.ItemLink}
	for _, c := range more {
		r.Directories = append(r.Directories, render.Directory{Mount: c.Mount, Title: "新 & <" + c.Mount + ">", Language: c.Language})
	}
	change(&r, p)
	s := &site{Publisher: p, index: index, source: r.ItemLink == "source"}
	s.handler = serve.New(serve.Options{Snapshot: s.snapshot, Site: catalogue.New(catalogue.Options{Renderer: render.New(r), Search: true}), BaseURL: base, Open: p.Open, OpenAsset: p.OpenAsset, Index: s.index})
	p.Apply(feed.Batch{Changed: files(t, dir)})
	for i, c := range more {
		p.Apply(feed.Batch{Content: i + 1, Changed: files(t, c.Dir)})
	}
	return s
}

// indexed returns a running index.
func indexed(t *testing.T) *search.Index {
	x := search.New(filepath.Join(t.TempDir(), "x.search"), slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { x.Run(ctx) })
	t.Cleanup(func() { cancel(); running.Wait() })
	return x
}

func (s *site) snapshot() *archive.Snapshot { return s.Current().Snapshot }

// files returns the files of a directory, without stamps.
func files(t *testing.T, dir string) (list []feed.File) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			list = append(list, feed.File{Path: name})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// get requests a document that exists.
func (s *site) get(t *testing.T, path string) []byte {
	t.Helper()
	<-s.index.Complete()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.Bytes()
}

// corpus publishes one language of the archive beside this checkout. Its feeds have
// as many entries as are asked for, of whatever size.
func corpus(t *testing.T, language string) *site {
	return open(t, newstest.Shared(t, "corpus/"+language), language, func(r *render.Site, _ *feed.Publisher) { r.MaxBytes = 0 })
}

// nasty publishes articles that are hard on readers: those of
// testdata/nasty.txtar, and for every text of newstest.Nasty an article that has
// it in every place where there can be text.
func nasty(t *testing.T, change option) *site {
	dir := t.TempDir()
	ar, err := txtar.ParseFile("testdata/nasty.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range ar.Files {
		write(t, dir, f.Name, f.Data)
	}
	var cover bytes.Buffer
	if err := png.Encode(&cover, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "2026/05/2/cover.png", cover.Bytes())
	writeNasty(t, filepath.Join(dir, "nasty"))
	write(t, dir, "changed/corrected.md", []byte("---\ndate: 2026-03-01\ntopics: [Changed]\n---\n# Before\n\nIt stays.\n\nIt was <b>so</b> & so.\n"))
	write(t, dir, "changed/moved.md", []byte("---\ndate: 2026-03-02\n---\n# Moved\n"))
	write(t, dir, "changed/removed.md", []byte("---\ndate: 2026-03-03\ntopics: [Lost]\n---\n# Removed\n"))
	s := open(t, dir, "en", change)
	write(t, dir, "changed/corrected.md", []byte("---\ndate: 2026-03-01\ntopics: [Changed]\n---\n# Now\n\nIt stays.\n\nIt is *otherwise*.\n"))
	write(t, dir, "changed/elsewhere.md", []byte("---\ndate: 2026-03-02\n---\n# Moved\n"))
	s.Apply(feed.Batch{Changed: []feed.File{{Path: "changed/corrected.md"}, {Path: "changed/elsewhere.md"}}, Removed: []string{"changed/moved.md", "changed/removed.md"}})
	return s
}

// writeNasty writes an article for every text of newstest.Nasty.
func writeNasty(t *testing.T, dir string) {
	t.Helper()
	for i, text := range newstest.Nasty {
		front, err := json.Marshal(map[string]any{"title": text, "topics": []string{text, "Nasty"}, "author": text, "summary": text,
			"source": "https://www.example.com/" + text, "date": fmt.Sprintf("2026-04-%02d", i%30+1)})
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, fmt.Sprintf("%d.md", i), fmt.Appendf(nil, "%s\n\n%s\n", front, strings.ToValidUTF8(text, "\uFFFD")))
	}
}

// inDirectories publishes such articles from a directory with a mount, in another
// language, beside articles at the root.
func inDirectories(t *testing.T) *site {
	root, mounted := t.TempDir(), t.TempDir()
	write(t, root, "a.md", []byte("---\ndate: 2026-05-01\ntopics: [Nasty]\n---\n# At the root\n"))
	writeNasty(t, mounted)
	return open(t, root, "en", asIs, feed.Content{Dir: mounted, Mount: "/新/ar", Language: "ar"})
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// item is the part of an entry that is compared: published is in seconds since
// 1970, and topics are one per line.
type item struct {
	ID, Title, Link string // a note has no title
	Published       int64
	Topics          string
	name            string // title of a note in formats that require one
}

// fields returns what is compared, by name.
func (it item) fields() map[string]string {
	return map[string]string{"id": it.ID, "title": it.Title, "link": it.Link, "published": strconv.FormatInt(it.Published, 10),
		"topics": it.Topics}
}

func (s *site) item(e *archive.Entry) item {
	it := item{ID: e.ID(), Title: article.Headline(e.Title), name: article.Headline(e.Name()), Link: base + article.PathURI(e.Path), Published: e.Published().Unix()}
	for i, t := range e.Topics {
		if i > 0 {
			it.Topics += "\n"
		}
		it.Topics += t.Name
	}
	if s.source && len(e.Sources) > 0 {
		it.Link = article.URI(e.Sources[0].URL)
	}
	return it
}

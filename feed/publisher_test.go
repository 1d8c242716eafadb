package feed

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/ledger"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func publisherOf(t testing.TB, contents ...Content) *Publisher {
	t.Helper()
	p := openPublisher(t, contents...)
	t.Cleanup(p.Close)
	return p
}

// openPublisher returns a publisher to be closed by the caller.
func openPublisher(t testing.TB, contents ...Content) *Publisher {
	t.Helper()
	p, err := New(Options{Contents: contents, Grammar: article.Grammar(config.Default().Grammar), BaseURL: "https://example.org",
		Archive: archive.Options{Authority: "example.org,2026", Zone: time.UTC}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// found returns files as in a batch, without stamps.
func found(paths ...string) []File {
	files := make([]File, len(paths))
	for i, p := range paths {
		files[i] = File{Path: p}
	}
	return files
}

// pages returns the path of every entry, newest first, with its topics.
func pages(p *Publisher) (list []string) {
	for e := range p.Current().Snapshot.Global().Newest() {
		var topics []string
		for _, t := range e.Topics {
			topics = append(topics, t.Name)
		}
		list = append(list, fmt.Sprint(e.Path, topics))
	}
	return list
}

// TestMounts publishes two directories and checks the links between them.
func TestMounts(t *testing.T) {
	en, zh := t.TempDir(), t.TempDir()
	write(t, en, "2026/04/1/a.md", "# A\n\n### Related:\n\n1. [B](/zh/2026/04/2/b.md) _Context: Moon_\n")
	write(t, zh, "2026/04/2/b.md", "# B\n\n### Related:\n\n1. [A](/english/2026/04/1/a.md) _Context: Mars_\n2. [A](/en/2026/04/1/a.md) _Context: Venus_\n")
	p := publisherOf(t, Content{Dir: en, Mount: "/en", Aliases: []string{"/english"}, Language: "en"}, Content{Dir: zh, Mount: "/zh", Language: "zh"})
	p.Apply(Batch{Content: 0, Changed: found("2026/04/1/a.md")})
	if p.Current() != nil {
		t.Fatal("published before every directory was read")
	}
	select {
	case <-p.Ready():
		t.Fatal("ready before every directory was read")
	default:
	}
	p.Apply(Batch{Content: 1, Changed: found("2026/04/2/b.md")})
	<-p.Ready()
	// /english is an alias of the other directory, which b does not know.
	if got, want := pages(p), []string{"/zh/2026/04/2/b[Mars Venus Moon]", "/en/2026/04/1/a[Moon Venus]"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if e, _ := p.Current().Snapshot.Entry("/zh/2026/04/2/b"); e.Language != "zh" {
		t.Errorf("the language of b is %q", e.Language)
	}
	e, _ := p.Current().Snapshot.Entry("/zh/2026/04/2/b")
	f, err := p.Open("/zh/2026/04/2/b.md", e.Hash)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	if text, ok := p.Markdown(e); !ok || !strings.HasPrefix(text, "# B\n") {
		t.Errorf("the Markdown of b is %q, %v", text, ok)
	}
	write(t, zh, "2026/04/2/b.md", "# Not read yet\n")
	if _, ok := p.Markdown(e); ok {
		t.Error("the Markdown of b is that of another version")
	}
	if _, err := p.Open("/zh/../../etc/passwd", e.Hash); err == nil || errors.Is(err, errLate) {
		t.Error("a path leads out of its directory")
	}
}

// TestOwnName checks that links which begin with the name of the directory itself
// resolve, unless there is a folder with that name.
func TestOwnName(t *testing.T) {
	for _, inside := range []string{"", "news/"} {
		dir := filepath.Join(t.TempDir(), "news")
		write(t, dir, inside+"2026/04/1/a.md", "# A\n")
		write(t, dir, inside+"2026/04/2/b.md", "# B\n\n### Related:\n\n1. [A](/news/2026/04/1/a.md) _Context: Moon_\n")
		p := publisherOf(t, Content{Dir: dir, Mount: "/", Language: "en"})
		p.Apply(Batch{Changed: found(inside+"2026/04/1/a.md", inside+"2026/04/2/b.md")})
		want := []string{"/" + inside + "2026/04/2/b[Moon]", "/" + inside + "2026/04/1/a[Moon]"}
		if got := pages(p); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestLastGoodVersion breaks an article, removes it, and brings it back.
func TestLastGoodVersion(t *testing.T) {
	dir := t.TempDir()
	p := publisherOf(t, Content{Dir: dir, Mount: "/", Language: "en"})
	complaints := func() (list []string) {
		for _, c := range p.Current().Problems {
			list = append(list, strings.TrimPrefix(c.Error(), dir))
		}
		return list
	}
	write(t, dir, "2026/04/1/a.md", "# A\n")
	p.Apply(Batch{Changed: found("2026/04/1/a.md")})
	write(t, dir, "2026/04/1/a.md", "\n")
	p.Apply(Batch{Changed: found("2026/04/1/a.md")})
	if got := pages(p); len(got) != 1 {
		t.Errorf("after a bad edit %q is published", got)
	}
	if got := complaints(); len(got) != 1 || !strings.Contains(got[0], "the last good version stays published") {
		t.Errorf("complaints %q", got)
	}
	p.Apply(Batch{Removed: []string{"2026/04/1/a.md"}})
	if len(pages(p))+len(complaints()) > 0 {
		t.Errorf("after its removal %q is published, with complaints %q", pages(p), complaints())
	}
	p.Apply(Batch{Changed: found("2026/04/1/a.md")})
	if got := complaints(); len(pages(p)) != 0 || len(got) != 1 || !strings.Contains(got[0], article.NotPublished) {
		t.Errorf("%q is published, with complaints %q", pages(p), got)
	}
	p.Apply(Batch{Changed: found("2026/04/1/vanished.md"), Faults: []article.Problem{{File: "x.md", What: "a fault", Effect: "e", Hint: "m"}}})
	if got := complaints(); len(got) != 2 || !strings.HasPrefix(got[1], "/x.md: a fault") {
		t.Errorf("complaints %q", got)
	}
}

// TestUnreadable makes a new file unreadable, then one that was good before. A
// directory in its place fails for every user, including the superuser.
func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	p := publisherOf(t, Content{Dir: dir, Mount: "/", Language: "en"})
	write(t, dir, "2026/04/1/a.md", "# A\n")
	write(t, dir, "2026/04/1/b.md/x", "")
	p.Apply(Batch{Changed: found("2026/04/1/a.md", "2026/04/1/b.md")})
	if err := os.Remove(filepath.Join(dir, "2026/04/1/a.md")); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "2026/04/1/a.md/x", "")
	p.Apply(Batch{Changed: found("2026/04/1/a.md")})
	if got := pages(p); len(got) != 1 {
		t.Errorf("%q is published", got)
	}
	var got []string
	for _, c := range p.Current().Problems {
		got = append(got, strings.TrimPrefix(c.Error(), dir))
	}
	want := []string{
		"/2026/04/1/a.md: reading: is a directory; the last good version stays published; make it readable for the user that runs dateline",
		"/2026/04/1/b.md: reading: is a directory; article not published; make it readable for the user that runs dateline",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestCoverComesLater writes an article, then its cover, then removes the cover.
func TestCoverComesLater(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "2026/04/1/a.md", "# A\n\n### Source:\n\n1. [IMG](a.png)\n")
	p := publisherOf(t, Content{Dir: dir, Mount: "/", Language: "en"})
	cover := func() *int64 {
		e, _ := p.Current().Snapshot.Entry("/2026/04/1/a")
		if e.Picture == nil {
			return nil
		}
		return &e.Picture.Length
	}
	p.Apply(Batch{Changed: found("2026/04/1/a.md")})
	if cover() != nil || len(p.Current().Problems) != 1 {
		t.Errorf("complaints about a missing cover: %v", p.Current().Problems)
	}
	text := encodePNG(t)
	write(t, dir, "2026/04/1/a.png", text)
	p.Apply(Batch{Changed: found("2026/04/1/a.png")})
	if got := cover(); got == nil || *got != int64(len(text)) || len(p.Current().Problems) != 0 {
		t.Errorf("cover %v, complaints %v", got, p.Current().Problems)
	}
	p.Apply(Batch{Removed: []string{"2026/04/1/a.png"}})
	if cover() != nil || len(p.Current().Problems) != 1 {
		t.Errorf("the cover stays after its file; complaints %v", p.Current().Problems)
	}
}

func encodePNG(t *testing.T) string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestLate checks that a file which has changed since it was found waits for the
// next batch, and that one which is being written keeps its last version.
func TestLate(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "2026/04/1/a.md", "# A\n")
	write(t, dir, "2026/04/1/b.md", "# B\n")
	write(t, dir, "2026/04/1/c.md", "# C\n")
	files := look(t, dir)
	write(t, dir, "2026/04/1/b.md", "# B, half wri")
	files[2].Partial = true
	p := publisherOf(t, Content{Dir: dir, Mount: "/", Language: "en"})
	p.Apply(Batch{Changed: files})
	if got, want := pages(p), []string{"/2026/04/1/a[]"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	problem := p.Current().Problems[0].Error()
	if want := "/2026/04/1/c.md: it is being written; article not published; it is read when the writer closes it"; len(p.Current().Problems) != 1 || !strings.HasSuffix(problem, want) {
		t.Errorf("problems %v, want one: %s", p.Current().Problems, want)
	}
	write(t, dir, "2026/04/1/b.md", "# B, all of it\n")
	p.Apply(Batch{Changed: look(t, dir)[1:]})
	if len(p.Current().Problems) > 0 || len(pages(p)) != 3 {
		t.Errorf("pages %q, problems %v", pages(p), p.Current().Problems)
	}
}

// TestPartialAtStart checks that an article which is being written while the
// daemon starts stays as it is in the ledger.
func TestPartialAtStart(t *testing.T) {
	dir, url := t.TempDir(), "sqlite:"+filepath.Join(t.TempDir(), "ledger.db")
	write(t, dir, "2026/04/1/a.md", "# A\n")
	for i := range 3 {
		book, state, err := ledger.Open(ledger.Options{URL: url})
		if err != nil {
			t.Fatal(err)
		}
		p := publisherOf(t, Content{Dir: dir, Mount: "/", Language: "en"})
		p.Recall(book, state)
		files := look(t, dir)
		if i == 1 {
			write(t, dir, "2026/04/1/a.md", "# Half")
			files = []File{{Path: "2026/04/1/a.md", Partial: true}}
		}
		p.Apply(Batch{Changed: files})
		want := []string{"A", "A", "Half"}[i]
		for e := range p.Current().Snapshot.Global().Newest() {
			if e.Title != want {
				t.Errorf("start %d: title %q, want %q", i, e.Title, want)
			}
		}
		if n := p.Current().Snapshot.Global().Len(); n != 1 {
			t.Errorf("start %d: %d articles", i, n)
		}
		if err := book.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTook checks that Took gets the time from noticing a change until publishing
// it, whatever the times of the file, and only for published files.
func TestTook(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "2026/04/7/a.md", "# A\n")
	now := time.Date(2026, 4, 7, 12, 0, 0, 0, time.UTC)
	var took []time.Duration
	p, err := New(Options{Contents: []Content{{Dir: dir, Mount: "/"}}, Grammar: article.Grammar(config.Default().Grammar), BaseURL: "https://example.org",
		Archive: archive.Options{Authority: "example.org,2026", Zone: time.UTC}, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return now }, Took: func(d time.Duration) { took = append(took, d) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	noticed := func(before time.Duration, s ledger.Stamp) Batch {
		return Batch{Changed: []File{{Path: "2026/04/7/a.md", Stamp: s, Noticed: now.Add(-before)}}}
	}
	there := ledger.StampOf(filepath.Join(dir, "2026/04/7/a.md"))
	p.Apply(noticed(time.Second, there)) // at the start
	p.Apply(noticed(20*time.Millisecond, there))
	p.Apply(noticed(2*time.Hour, there))                      // an accident of hours is not hidden
	p.Apply(noticed(time.Second, ledger.Stamp{Ctime: 1}))     // it has changed again
	p.Apply(Batch{Changed: []File{{Path: "2026/04/7/a.md"}}}) // perhaps it did not change
	p.Apply(Batch{Removed: []string{"2026/04/7/a.md"}})
	if !slices.Equal(took, []time.Duration{20 * time.Millisecond, 2 * time.Hour}) {
		t.Errorf("took %v", took)
	}
}

// TestBackfillIsLogged adds old articles to a running publisher. The log tells of
// them if they are more than a window has room for.
func TestBackfillIsLogged(t *testing.T) {
	dir := t.TempDir()
	var log bytes.Buffer
	p, err := New(Options{Contents: []Content{{Dir: dir, Mount: "/"}}, Grammar: article.Grammar(config.Default().Grammar), BaseURL: "https://example.org",
		Archive: archive.Options{Authority: "example.org,2026", Zone: time.UTC, Limits: archive.Limits{Items: 2}}, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	p.Apply(Batch{})
	for _, test := range []struct {
		year  int
		names []string
		want  bool
	}{{2010, []string{"a", "b"}, false}, {2011, []string{"a", "b", "c"}, true}} {
		log.Reset()
		var files []string
		for _, name := range test.names {
			files = append(files, fmt.Sprintf("%d/04/7/%s.md", test.year, name))
			write(t, dir, files[len(files)-1], "# "+strings.Repeat(name, 8)+"\n")
		}
		p.Apply(Batch{Changed: found(files...)})
		if got := strings.Contains(log.String(), "older articles came together") && strings.Contains(log.String(), "articles=3"); got != test.want {
			t.Errorf("%d: the log is\n%s", test.year, log.String())
		}
	}
}

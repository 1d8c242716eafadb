package feed

import (
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "modernc.org/sqlite"

	"dateline/feed/archive"
	"dateline/feed/ledger"
	"dateline/feed/render"
)

// look returns the files below dir with their stamps, as a scan does.
func look(tb testing.TB, dir string) []File {
	var files []File
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".md") {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		files = append(files, File{Path: filepath.ToSlash(rel), Stamp: ledger.StampOf(name)})
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

// startOn starts a publisher on a ledger, as the daemon does: the files are
// scanned while the archive is loaded from the ledger.
func startOn(tb testing.TB, dir, url string) (*Publisher, *ledger.Ledger) {
	book, state, err := ledger.Open(ledger.Options{URL: url})
	if err != nil {
		tb.Fatal(err)
	}
	files := make(chan []File, 1)
	go func() { files <- look(tb, dir) }()
	p := newPublisher(tb, dir)
	p.Recall(book, state)
	p.Apply(Batch{Changed: <-files})
	return p, book
}

// served returns the Atom feeds of everything and of each topic, and the feeds
// of their changes, by path.
func served(s *archive.Snapshot) map[string]string {
	r, all := newRenderer(), map[string]string{}
	for _, f := range append(slices.Collect(s.Topics()), s.Global()) {
		changes, _ := r.Changes(s, render.Of(f))
		for _, sub := range []render.Subject{render.Of(f), changes} {
			d := r.Feed(s, sub, render.Atom)
			all[d.Path] = string(d.Body)
		}
	}
	return all
}

// TestRestart edits, renames, removes and hides articles, and checks that an
// archive which starts from the ledger has the same bytes of feeds, tombstones
// and changes, and nothing of hidden articles.
func TestRestart(t *testing.T) {
	dir, url := t.TempDir(), "sqlite:"+filepath.Join(t.TempDir(), "dateline.db")
	for _, name := range []string{"a", "b", "c", "d", "h"} {
		write(t, dir, "2026/04/1/"+name+".md", "### 2026-04-1\n##### Moon, "+name+"\n# title "+strings.Repeat(name, 20)+"\n\none\n\ntwo\n")
	}
	p, book := startOn(t, dir, url)
	apply := func(b Batch) {
		for _, name := range b.Removed {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
		p.Apply(b)
	}
	write(t, dir, "2026/04/1/a.md", "### 2026-04-1\n##### Moon\n# title A\n\none\n\n2\n")
	write(t, dir, "2026/04/1/b.md", "### 2026-04-1\n##### Moon\n# title "+strings.Repeat("b", 20)+"\n\n1\n\ntwo\n")
	apply(Batch{Changed: found("2026/04/1/a.md", "2026/04/1/b.md")})
	write(t, dir, "2026/04/1/e.md", "### 2026-04-1\n##### Mars\n# title "+strings.Repeat("c", 20)+"\n\none\n\ntwo\n")
	apply(Batch{Changed: found("2026/04/1/e.md"), Removed: []string{"2026/04/1/c.md", "2026/04/1/d.md"}})
	write(t, dir, "2026/04/1/h.md", "### 2026-04-1\n##### Moon, h\n# title H\n\none\n\n2\n")
	apply(Batch{Changed: found("2026/04/1/h.md")})
	write(t, dir, "2026/04/1/h.md", "---\ntitle: title H\ndate: 2026-04-01\ndraft: true\n---\n")
	apply(Batch{Changed: found("2026/04/1/h.md")})
	want := served(p.Current().Snapshot)
	for path, body := range want {
		if strings.Contains(body, "title H") || strings.Contains(body, "title hhh") || strings.Contains(body, "2026/04/1/h") {
			t.Errorf("%s tells of a draft:\n%s", path, body)
		}
	}
	for text, path := range map[string]string{
		"Corrected: title A": "/changes.atom", "Corrected: title bbb": "/topics/b/changes.atom", "Moved: title ccc": "/topics/mars/changes.atom",
		"Removed: title ddd": "/topics/moon/changes.atom", `<at:deleted-entry ref="tag:example.org,2026:/2026/04/1/d"`: "/topics/d/feed.atom",
	} {
		if !strings.Contains(want[path], text) {
			t.Errorf("%s lacks %s:\n%s", path, text, want[path])
		}
	}
	for range 2 {
		p.Close()
		if err := book.Close(); err != nil {
			t.Fatal(err)
		}
		p, book = startOn(t, dir, url)
		if diff := cmp.Diff(want, served(p.Current().Snapshot)); diff != "" {
			t.Fatalf("a restart changes what is served (-running +restarted):\n%s", diff)
		}
	}
	p.Close()
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
}

// stepRows reads every row of a ledger, and nothing else.
func stepRows(tb testing.TB, path string) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"files", "items", "moves", "topics", "mounts", "notices", "meta"} {
		stepTable(tb, db, table)
	}
}

func stepTable(tb testing.TB, db *sql.DB, table string) {
	rows, err := db.Query("SELECT * FROM " + table)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		tb.Fatal(err)
	}
	raw, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range raw {
		into[i] = &raw[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			tb.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkWarmStart starts from a ledger of 100,000 articles, none of which
// changed. "x-floor" is the ratio to a walk with stat and reading all rows, one
// after the other; "x-cold" that of a start without a ledger to this.
func BenchmarkWarmStart(b *testing.B) {
	dir := b.TempDir()
	writeTree(b, dir, 100_000)
	path := filepath.Join(b.TempDir(), "dateline.db")
	begin := time.Now()
	p, book := startOn(b, dir, "sqlite:"+path)
	cold := time.Since(begin)
	p.Close()
	if err := book.Close(); err != nil {
		b.Fatal(err)
	}
	var warm, floor time.Duration
	for b.Loop() {
		p, book = nil, nil
		runtime.GC() // a process starts with an empty heap
		begin := time.Now()
		p, book = startOn(b, dir, "sqlite:"+path)
		warm += time.Since(begin)
		if n := p.Current().Snapshot.Global().Len(); n != 100_000 {
			b.Fatalf("%d articles", n)
		}
		if err := book.Close(); err != nil {
			b.Fatal(err)
		}
		p.Close()
		p, book = nil, nil
		runtime.GC()
		begin = time.Now()
		look(b, dir)
		stepRows(b, path)
		floor += time.Since(begin)
	}
	b.ReportMetric(float64(warm)/float64(floor), "x-floor")
	b.ReportMetric(float64(cold)*float64(b.N)/float64(warm), "x-cold")
	b.ReportMetric(warm.Seconds()/float64(b.N), "s/start")
}

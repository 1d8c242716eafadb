package feed

import (
	"database/sql"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"dateline/feed/ledger"
)

// restartOn starts a publisher on a ledger, counts the files that it reads,
// and ends it.
func restartOn(t *testing.T, dir, url string) (titles map[string]string, read int) {
	t.Helper()
	book, state, err := ledger.Open(ledger.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	p := newPublisher(t, dir)
	var done atomic.Int64
	p.progress = func(int, int) { done.Add(1) }
	p.Recall(book, state)
	p.Apply(Batch{Changed: look(t, dir)})
	titles = map[string]string{}
	for e := range p.Current().Snapshot.Global().Newest() {
		titles[e.ID()] = e.Title
	}
	p.Close()
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	return titles, int(done.Load())
}

// rewriteInPlace writes other bytes of the same length and restores the time of
// modification, repeatedly until the clock of the file system ticks.
func rewriteInPlace(t *testing.T, file, text string) {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	for before := ledger.StampOf(file); ledger.StampOf(file) == before; {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, time.Time{}, info.ModTime()); err != nil {
			t.Fatal(err)
		}
	}
	if now, _ := os.Stat(file); now.Size() != info.Size() || !now.ModTime().Equal(info.ModTime()) {
		t.Fatal("the size or the time of modification is another one")
	}
}

// TestEditedWhileDown edits an article while no daemon is running, keeps its size
// and restores its time of modification, and checks that the next start reads it,
// and no other.
func TestEditedWhileDown(t *testing.T) {
	dir, url := t.TempDir(), "sqlite:"+filepath.Join(t.TempDir(), "dateline.db")
	write(t, dir, "2026/04/1/a.md", "# one\n")
	write(t, dir, "2026/04/1/b.md", "# two\n")
	restartOn(t, dir, url)
	if _, read := restartOn(t, dir, url); read != 0 {
		t.Errorf("%d files are read again though none changed", read)
	}
	rewriteInPlace(t, filepath.Join(dir, "2026/04/1/a.md"), "# ONE\n")
	titles, read := restartOn(t, dir, url)
	if got := titles["tag:example.org,2026:/2026/04/1/a"]; got != "ONE" || read != 1 {
		t.Errorf("the title is %q, and %d files were read", got, read)
	}
}

// TestStampsOfBefore starts from a ledger with times of modification as stamps,
// and checks that files which were not touched after they were written are not
// read again.
func TestStampsOfBefore(t *testing.T) {
	dir, path := t.TempDir(), filepath.Join(t.TempDir(), "dateline.db")
	write(t, dir, "2026/04/1/a.md", "# one\n")
	write(t, dir, "2026/04/1/b.md", "# two\n")
	want, _ := restartOn(t, dir, "sqlite:"+path)
	for _, name := range []string{path, path + ".backup"} {
		db, err := sql.Open("sqlite", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("DROP TABLE details; DROP TABLE feeds; DROP TABLE appearances; DROP TABLE conditions; DROP TABLE adoptions; DROP TABLE requests; ALTER TABLE files RENAME COLUMN ctime TO mtime; PRAGMA user_version = 2"); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	got, read := restartOn(t, dir, "sqlite:"+path)
	if read != 0 || len(got) != 2 || got["tag:example.org,2026:/2026/04/1/a"] != want["tag:example.org,2026:/2026/04/1/a"] {
		t.Errorf("%d files are read, and the articles are %q, not %q", read, got, want)
	}
}

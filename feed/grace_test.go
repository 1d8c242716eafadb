package feed

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"dateline/feed/article"
	"dateline/feed/ledger"
)

// TestBackWithItsStamp takes a folder away and brings it back while the daemon is
// down: its files have the same stamps as before, and were never away.
func TestBackWithItsStamp(t *testing.T) {
	dir, url := t.TempDir(), "sqlite:"+filepath.Join(t.TempDir(), "dateline.db")
	write(t, dir, "2026/04/1/a.md", "# one\n")
	write(t, dir, "2026/04/2/b.md", "# two\n")
	day, away := filepath.Join(dir, "2026/04/1"), filepath.Join(t.TempDir(), "1")
	clock := time.Now()
	start := func() *Publisher {
		book, state, err := ledger.Open(ledger.Options{URL: url})
		if err != nil {
			t.Fatal(err)
		}
		p := openPublisher(t, Content{Dir: dir, Mount: "/", Language: "en", MaxRemoval: 20, Grace: time.Minute})
		p.now = func() time.Time { return clock }
		p.Recall(book, state)
		p.Apply(Batch{Changed: look(t, dir)})
		p.Close()
		if err := book.Close(); err != nil {
			t.Fatal(err)
		}
		return p
	}
	start()
	if err := os.Rename(day, away); err != nil {
		t.Fatal(err)
	}
	clock = clock.Add(time.Hour)
	if p := start(); len(p.snapshot.Departing()) != 1 || p.snapshot.Global().Len() != 2 {
		t.Fatalf("%v depart, %d are published", p.snapshot.Departing(), p.snapshot.Global().Len())
	}
	if err := os.Rename(away, day); err != nil {
		t.Fatal(err)
	}
	clock = clock.Add(time.Hour)
	p := start()
	if len(p.snapshot.Departing()) > 0 || p.snapshot.Global().Len() != 2 {
		t.Errorf("%v depart, %d are published", p.snapshot.Departing(), p.snapshot.Global().Len())
	}
	for n := range p.snapshot.Notices().Newest() {
		t.Errorf("subscribers are told %+v", n)
	}
}

// TestUnreadGrace has a file go, and then its folder, or the whole tree, cannot be
// read until long after its grace: the file may be back, so the article stays.
func TestUnreadGrace(t *testing.T) {
	for _, place := range []string{".", "2026/04", "2026/04/1/a.md"} {
		for _, back := range []bool{false, true} {
			dir := t.TempDir()
			write(t, dir, "2026/04/1/a.md", "# one\n")
			write(t, dir, "2026/05/2/b.md", "# two\n")
			p := openPublisher(t, Content{Dir: dir, Mount: "/news", Language: "en", MaxRemoval: 20, Grace: time.Minute})
			clock := time.Now()
			p.now = func() time.Time { return clock }
			published := func(want int) {
				t.Helper()
				if n := p.Current().Snapshot.Global().Len(); n != want {
					t.Errorf("%s, back %v: %d articles are published, not %d", place, back, n, want)
				}
			}
			p.Apply(Batch{Changed: look(t, dir)})
			clock = clock.Add(time.Hour)
			p.Apply(Batch{Removed: []string{"2026/04/1/a.md"}})
			p.Apply(Batch{Faults: []article.Problem{{File: place, What: "forbidden", Effect: "its last known state stays", Hint: "m"}}})
			clock = clock.Add(24 * time.Hour)
			p.Tick()
			published(2)
			if back {
				p.Apply(Batch{Changed: found("2026/04/1/a.md")})
				published(2)
			} else {
				p.Apply(Batch{})
				published(1)
			}
			p.Close()
		}
	}
}

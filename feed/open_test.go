package feed

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// TestOpen checks that a file can be opened only as long as it is the one that
// was read.
func TestOpen(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "2026/04/1/a.md", "# A\n")
	p := publisherOf(t, Content{Dir: dir, Mount: "/"})
	file, hash := filepath.Join(dir, "2026/04/1/a.md"), article.Hash([]byte("# A\n"))
	opened := func() (string, error) {
		f, err := p.Open("/2026/04/1/a.md", hash)
		if err != nil {
			return "", err
		}
		defer f.Close()
		data, err := io.ReadAll(f)
		return string(data), err
	}
	for range 2 {
		if text, err := opened(); text != "# A\n" || err != nil {
			t.Errorf("opened %q, %v", text, err)
		}
	}
	rewriteInPlace(t, file, "# B\n")
	if _, err := opened(); !errors.Is(err, errLate) {
		t.Errorf("another text: %v", err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, err := opened(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// TestHashedOnce counts how often a file is read for its hash: once for each
// version of it, for any number of requests.
func TestHashedOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "2026/04/1/a.md", "# A\n")
	p := publisherOf(t, Content{Dir: dir, Mount: "/"})
	c, hash := p.contents[0], article.Hash([]byte("# A\n"))
	for range 3 {
		f, err := p.Open("/2026/04/1/a.md", hash)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	if n := c.sums.known.EstimatedSize(); n != 0 {
		t.Errorf("%d hashes are kept of a file that may change without another stamp", n)
	}
	is := ledger.StampOf(filepath.Join(dir, "2026/04/1/a.md"))
	c.sums.known.Set("2026/04/1/a.md", sum{is, [16]byte{1}})
	if _, err := p.Open("/2026/04/1/a.md", hash); !errors.Is(err, errLate) {
		t.Errorf("the file was read again: %v", err)
	}
	c.sums.known.Set("2026/04/1/a.md", sum{ledger.Stamp{Size: 1}, [16]byte{1}})
	if f, err := p.Open("/2026/04/1/a.md", hash); err != nil {
		t.Errorf("another version of the file was not read: %v", err)
	} else {
		f.Close()
	}
}

// TestWithin makes calls that do not return, and checks that each is waited for
// as long as given, and then that new calls fail until they return.
func TestWithin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var answered atomic.Int64
		d := &disk{returned: func() { answered.Add(1) }}
		stuck := make(chan struct{})
		hang := func() (int, error) { <-stuck; return 1, nil }
		begin := time.Now()
		for range maxHanging {
			if _, err := within(d, readWait, hang); !errors.Is(err, errHangs) {
				t.Errorf("a call that hangs: %v", err)
			}
		}
		if took := time.Since(begin); took != maxHanging*readWait {
			t.Errorf("waited %v", took)
		}
		called := false
		if _, err := within(d, readWait, func() (int, error) { called = true; return 1, nil }); !errors.Is(err, errHangs) || called {
			t.Errorf("one call more: %v, called %v", err, called)
		}
		if took := time.Since(begin); took != maxHanging*readWait {
			t.Errorf("the last one waited")
		}
		close(stuck)
		synctest.Wait()
		if n := answered.Load(); n != maxHanging {
			t.Errorf("heard of %d calls that returned", n)
		}
		if n, err := within(d, readWait, hang); n != 1 || err != nil {
			t.Errorf("a call that returns: %d, %v", n, err)
		}
	})
}

// TestReadWhenDiskAnswers lets reading a file hang, and checks that there is a
// fault about it, and that it is read when its disk answers.
func TestReadWhenDiskAnswers(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "2026/04/1/a.md", "# A\n")
	write(t, dir, "2026/04/1/b.md", "# B\n")
	p := publisherOf(t, Content{Dir: dir, Mount: "/"})
	p.Apply(Batch{Changed: found("2026/04/1/a.md", "2026/04/1/b.md")})
	write(t, dir, "2026/04/1/a.md", "# New\n")
	disk := &p.contents[0].disk
	disk.hanging.Store(maxHanging)
	odd := article.Problem{File: "pipe.md", What: "a pipe"}
	p.Apply(Batch{Changed: found("2026/04/1/a.md"), LeftOut: []article.Problem{odd}})
	faults := p.Current().Faults
	if len(faults) != 1 || faults[0].File != dir+"/2026/04/1/a.md" || faults[0].Effect != "the last good version stays published" {
		t.Errorf("faults %v", faults)
	}
	if e, ok := p.Current().Snapshot.Entry("/2026/04/1/a"); !ok || e.Title != "A" {
		t.Errorf("the last good version did not stay")
	}
	disk.hanging.Store(0)
	disk.returned()
	run(t, p, func() bool { return len(p.Current().Faults) == 0 })
	if e, _ := p.Current().Snapshot.Entry("/2026/04/1/a"); e.Title != "New" || len(p.Current().Problems) != 1 || p.Current().Problems[0].What != odd.What {
		t.Errorf("the title is %q, problems %v", e.Title, p.Current().Problems)
	}
}

// TestReadWhenAnother changes a file unnoticed by the watcher, and checks that a
// request causes it to be read again, once for each version, and not while it may
// be being written.
func TestReadWhenAnother(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "2026/04/1/a.md", "# A\n")
	p := publisherOf(t, Content{Dir: dir, Mount: "/"})
	c, file := p.contents[0], filepath.Join(dir, "2026/04/1/a.md")
	p.Apply(Batch{Changed: []File{{Path: "2026/04/1/a.md", Stamp: ledger.StampOf(file)}}})
	rewriteInPlace(t, file, "# B\n")
	asked := func() {
		e, _ := p.Current().Snapshot.Entry("/2026/04/1/a")
		if _, err := p.Open(e.File, e.Hash); !errors.Is(err, errLate) {
			t.Fatalf("another text: %v", err)
		}
	}
	if asked(); p.looked(t) {
		t.Error("read while somebody may be writing it")
	}
	c.now = func() time.Time { return time.Now().Add(time.Hour) }
	if asked(); !p.looked(t) {
		t.Error("not read again")
	}
	if e, _ := p.Current().Snapshot.Entry("/2026/04/1/a"); e.Title != "B" {
		t.Errorf("the title is %q", e.Title)
	}
	rewriteInPlace(t, file, "# \xff\n")
	if asked(); !p.looked(t) || len(p.Current().Problems) != 1 {
		t.Errorf("problems %v", p.Current().Problems)
	}
	if asked(); p.looked(t) {
		t.Error("what cannot be published is read again and again")
	}
}

// looked examines suspected files, as Run does, and reports whether it read a
// file.
func (p *Publisher) looked(t *testing.T) bool {
	t.Helper()
	read := false
	p.progress = func(int, int) { read = true }
	select {
	case s := <-p.suspects:
		p.examine(s)
	default:
		t.Fatal("nothing is suspected")
	}
	return read
}

// run runs a publisher until something is true.
func run(t *testing.T, p *Publisher, done func() bool) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	shown := make(chan struct{}, 1)
	p.follow = func(*archive.Snapshot, archive.Delta) {
		select {
		case shown <- struct{}{}:
		default:
		}
	}
	go func() {
		defer close(ended)
		_ = p.Run(ctx, nil)
	}()
	for !done() {
		<-shown
	}
	stop()
	<-ended
}

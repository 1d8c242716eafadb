package feed

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// restored is a site of 120 articles with its ledger.
type restored struct {
	*testing.T
	dir, path string // of the articles and the ledger
	now       time.Time
	ids       map[string]bool   // of all articles
	served    map[string]string // what readers get
}

func (r *restored) file(i int) string { return fmt.Sprintf("2026/04/%d/%03d.md", 1+i%9, i) }

func (r *restored) write(i int, text string) {
	r.Helper()
	write(r.T, r.dir, r.file(i), fmt.Sprintf("### 2026-04-%d\n##### Moon\n# Title %s %03d\n\n%s\n", 1+i%9, strings.Repeat(string(rune('a'+i%26)), 12), i, text))
}

func newRestored(t *testing.T) *restored {
	r := &restored{T: t, dir: t.TempDir(), path: filepath.Join(t.TempDir(), "dateline.db"), now: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}
	for i := range 120 {
		r.write(i, "one")
	}
	r.ids = map[string]bool{}
	s := r.serve().Snapshot
	for e := range s.Global().Newest() {
		r.ids[e.ID()] = true
	}
	r.served = served(s)
	return r
}

func (r *restored) publisher() *Publisher {
	p := openPublisher(r.T, Content{Dir: r.dir, Mount: "/", MaxRemoval: 20, Grace: 2 * time.Minute})
	defaultWindows(p)
	p.now = func() time.Time { return r.now }
	return p
}

// TestLogOfRestart checks that the log of a restart tells of a removal that the
// ledger holds, once, and when graces end, also below a mount that is no longer
// configured.
func TestLogOfRestart(t *testing.T) {
	for _, c := range []struct {
		mount string
		gone  int
		held  bool // before the restart
		says  string
	}{
		{"/", 30, true, `DIR: 30 of 120 articles lost their files within a day, more than content.max_removal (20%); they stay published; bring the files back, or run: dateline accept`},
		{"/news", 1, false, `file=/2026/04/1/000.md until=2026-05-01T12:05:10Z`},
	} {
		r := newRestored(t)
		for i := range c.gone {
			if err := os.Remove(filepath.Join(r.dir, r.file(i))); err != nil {
				t.Fatal(err)
			}
		}
		if c.held {
			r.serve()
		}
		state, err := ledger.Read("sqlite:" + r.path)
		if err != nil {
			t.Fatal(err)
		}
		p := openPublisher(t, Content{Dir: r.dir, Mount: c.mount, MaxRemoval: 20, Grace: 2 * time.Minute})
		defer p.Close()
		var log bytes.Buffer
		p.now, p.log = func() time.Time { return r.now }, slog.New(slog.NewTextHandler(&log, nil))
		p.Recall(nil, state)
		p.Apply(Batch{Changed: look(t, r.dir)})
		p.Tick()
		if n := strings.Count(strings.ReplaceAll(log.String(), r.dir, "DIR"), c.says); n != 1 {
			t.Errorf("%d times %s in\n%s", n, c.says, log.String())
		}
	}
}

// serve starts the daemon on the ledger, lets it run until no file changes any more,
// and stops it.
func (r *restored) serve() *State {
	r.Helper()
	book, state, err := ledger.Open(ledger.Options{URL: "sqlite:" + r.path, Now: func() time.Time { return r.now }})
	if err != nil {
		r.Fatal(err)
	}
	p := r.publisher()
	defer p.Close()
	p.Recall(book, state)
	p.Apply(Batch{Changed: look(r.T, r.dir)})
	r.now = r.now.Add(10 * time.Second)
	p.Tick()
	r.now = r.now.Add(3 * time.Minute)
	p.Tick()
	if err := book.Close(); err != nil {
		r.Fatal(err)
	}
	return p.Current()
}

// plan returns what starting the daemon would change.
func (r *restored) plan() archive.Difference {
	r.Helper()
	state, err := ledger.Read("sqlite:" + r.path)
	if err != nil {
		r.Fatal(err)
	}
	p := r.publisher()
	defer p.Close()
	p.Recall(nil, state)
	was := p.Recalled()
	p.Apply(Batch{Changed: look(r.T, r.dir)})
	p.Settle()
	return archive.Compare(was, p.Current().Snapshot)
}

func (r *restored) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// forget empties a table of a closed ledger.
func (r *restored) forget(name string) {
	r.Helper()
	db, err := sql.Open("sqlite", name)
	r.must(err)
	_, err = db.Exec("DELETE FROM files")
	r.must(err)
	r.must(db.Close())
}

// replace makes a file the ledger, and removes all that stood beside it.
func (r *restored) replace(name string) {
	r.Helper()
	data, err := os.ReadFile(name)
	r.must(err)
	beside, err := filepath.Glob(r.path + "*")
	r.must(err)
	for _, name := range beside {
		r.must(os.Remove(name))
	}
	r.must(os.WriteFile(r.path, data, 0o644))
}

// TestLedgerRestored puts other ledgers in the place of one: with each, a start is
// foretold and carried out as with the ledger itself.
func TestLedgerRestored(t *testing.T) {
	ledgers := map[string]func(*restored){
		"the ledger":            func(*restored) {},
		"its backup":            func(r *restored) { r.replace(r.path + ".backup") },
		"a ledger without text": func(r *restored) { r.forget(r.path) },
		"a backup without text": func(r *restored) {
			r.forget(r.path + ".backup")
			r.replace(r.path + ".backup")
		},
	}
	changes := map[string]struct {
		change func(*restored)
		want   [5]int // new, updated, renamed, removed, held
	}{
		"nothing": {func(*restored) {}, [5]int{}},
		"33 removals": {func(r *restored) {
			for i := range 33 {
				r.must(os.Remove(filepath.Join(r.dir, r.file(i))))
			}
		}, [5]int{0, 0, 0, 0, 33}},
		"5 removals": {func(r *restored) {
			for i := range 5 {
				r.must(os.Remove(filepath.Join(r.dir, r.file(i))))
			}
		}, [5]int{0, 0, 0, 5, 0}},
		"an empty directory": {func(r *restored) {
			for i := range 120 {
				r.must(os.Remove(filepath.Join(r.dir, r.file(i))))
			}
		}, [5]int{0, 0, 0, 0, 120}},
		"33 moves": {func(r *restored) {
			for i := range 33 {
				r.must(os.Rename(filepath.Join(r.dir, r.file(i)), filepath.Join(r.dir, strings.Replace(r.file(i), ".md", "-x.md", 1))))
			}
		}, [5]int{0, 0, 33, 0, 0}},
		"5 edits": {func(r *restored) {
			for i := range 5 {
				r.write(i, "another text")
			}
		}, [5]int{0, 5, 0, 0, 0}},
	}
	for what, change := range changes {
		for which, put := range ledgers {
			for _, old := range []bool{false, true} {
				if old && which != "its backup" {
					continue
				}
				t.Run(fmt.Sprint(what, ", ", which, map[bool]string{true: " of last week"}[old]), func(t *testing.T) {
					r := newRestored(t)
					want := change.want
					if old { // five later changes
						data, err := os.ReadFile(r.path + ".backup")
						r.must(err)
						r.now = r.now.AddDate(0, 0, 7)
						for i := range 5 {
							r.write(100+i, "later")
						}
						r.serve()
						r.must(os.WriteFile(r.path+".backup", data, 0o644))
						if what != "an empty directory" {
							want[1] += 5
						}
					}
					r.testRestored(put, change.change, want)
				})
			}
		}
	}
}

func (r *restored) testRestored(put, change func(*restored), want [5]int) {
	put(r)
	change(r)
	d := r.plan()
	if got := [5]int{len(d.New), len(d.Updated), len(d.Renamed), len(d.Removed), len(d.Held)}; got != want {
		r.Errorf("plan foretells %v, not %v", got, want)
	}
	// Twice, since the second start must change nothing.
	for range 2 {
		s := r.serve()
		n, told := 0, len(s.Faults) > 0
		for e := range s.Snapshot.Global().Newest() {
			if n++; !r.ids[e.ID()] {
				r.Errorf("%s has the new id %s", e.Path, e.ID())
			}
		}
		if diff := cmp.Diff(r.served, served(s.Snapshot)); diff != "" && want == [5]int{} {
			r.Errorf("readers get something else (-before +after)\n%s", diff)
		}
		shown := n + s.Snapshot.Textless("/")
		if removed := want[3]; shown != 120-removed || told != (want[4] > 0) {
			r.Errorf("%d shown or held, faults: %v", shown, s.Faults)
		}
	}
	if d = r.plan(); len(d.New)+len(d.Updated)+len(d.Renamed)+len(d.Removed) > 0 || len(d.Held) != want[4] {
		r.Errorf("afterwards, plan foretells %+v", d)
	}
}

// TestLostRowOfHidden damages the row of an earlier version in the ledger. The version
// that superseded it was hidden since, so the earlier one must not appear, neither at
// this start nor, if the process dies before it has read the tree, at the next one.
func TestLostRowOfHidden(t *testing.T) {
	r := newRestored(t)
	secret := func(hidden string) {
		write(t, r.dir, "2026/04/1/secret.md", hidden+"### 2026-04-1\n##### Moon\n# Title "+strings.Repeat("a", 12)+" 000\n\none and more\n\n### Changes:\n\n1. [Title](/2026/04/1/000.md)\n")
	}
	secret("")
	if e, ok := r.serve().Snapshot.Moved("/2026/04/1/000"); !ok || e.Path != "/2026/04/1/secret" {
		t.Fatal("it supersedes nothing")
	}
	secret("---\ndraft: true\n---\n")
	before := served(r.serve().Snapshot)
	for _, died := range []bool{true, false} {
		db, err := sql.Open("sqlite", r.path)
		r.must(err)
		_, err = db.Exec("UPDATE files SET path = 'x' WHERE path = '/2026/04/1/000.md'")
		r.must(err)
		r.must(db.Close())
		if died {
			book, _, err := ledger.Open(ledger.Options{URL: "sqlite:" + r.path})
			r.must(err)
			r.must(book.Close())
		}
		s := r.serve().Snapshot
		if diff := cmp.Diff(before, served(s)); diff != "" {
			t.Errorf("died %v: readers get something else (-before +after)\n%s", died, diff)
		}
	}
}

// TestBackupOf0100 puts a backup that 0.10.0 made, which has no text, in the place of
// the ledger: readers see what they see with the ledger.
func TestBackupOf0100(t *testing.T) {
	dir := t.TempDir()
	tree, err := txtar.ParseFile("testdata/upgrade-0.7.0.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range tree.Files {
		name, encoded := strings.CutSuffix(f.Name, ".base64")
		if encoded {
			f.Data, err = base64.StdEncoding.DecodeString(strings.TrimSpace(string(f.Data)))
			if err != nil {
				t.Fatal(err)
			}
		}
		write(t, dir, name, string(f.Data))
	}
	files := append(look(t, dir), File{Path: "posts/trip/mill.png", Stamp: ledger.StampOf(filepath.Join(dir, "posts/trip/mill.png"))})
	_, want := startAfter(t, dir, "sqlite:"+unpacked(t, "testdata/ledger-0.10.0.gz"), files)
	backup := "sqlite:" + unpacked(t, "testdata/backup-0.10.0.gz")
	for range 2 {
		_, got := startAfter(t, dir, backup, files)
		if diff := cmp.Diff(readersSee(want), readersSee(got)); diff != "" {
			t.Errorf("the backup changes (-ledger +backup)\n%s", diff)
		}
		if diff := cmp.Diff(windowsOf(want), windowsOf(got)); diff != "" {
			t.Errorf("the backup changes what feeds hold (-ledger +backup)\n%s", diff)
		}
		if diff := cmp.Diff(bodies(want), bodies(got)); diff != "" || got.Textless("/") != 0 {
			t.Errorf("the backup changes bodies (-ledger +backup)\n%s", diff)
		}
	}
}

// TestTextlessUnreadable keeps articles whose text is lost while their file cannot
// be published, and while their directory cannot be read.
func TestTextlessUnreadable(t *testing.T) {
	r := newRestored(t)
	r.forget(r.path)
	r.must(os.WriteFile(filepath.Join(r.dir, r.file(0)), []byte("\xff\xfe\x00"), 0o644))
	if s := r.serve(); s.Snapshot.Textless("/") != 1 || s.Snapshot.Gone("/2026/04/1/000") {
		t.Errorf("%d have no text; gone: %v", s.Snapshot.Textless("/"), s.Snapshot.Gone("/2026/04/1/000"))
	}
	r.write(0, "one")
	if d := r.plan(); len(d.New)+len(d.Updated)+len(d.Removed)+len(d.Held) > 0 {
		t.Errorf("plan: %+v", d)
	}

	r.forget(r.path)
	unread := article.Problem{File: "2026/04/1", About: article.File, What: "permission denied"}
	book, state, err := ledger.Open(ledger.Options{URL: "sqlite:" + r.path})
	r.must(err)
	p := r.publisher()
	defer p.Close()
	p.Recall(book, state)
	var files []File
	for _, f := range look(t, r.dir) {
		if !strings.HasPrefix(f.Path, unread.File) {
			files = append(files, f)
		}
	}
	p.Apply(Batch{Changed: files, Unread: []article.Problem{unread}})
	r.now = r.now.Add(time.Hour)
	p.Tick()
	if n := p.Current().Snapshot.Textless("/"); n != 14 || p.Current().Snapshot.Gone("/2026/04/1/000") {
		t.Errorf("%d have no text", n)
	}
	r.must(book.Close())
}

// TestFreshLedger warns of an empty ledger if the tree is large, or if the operator
// said that this is not the first start.
func TestFreshLedger(t *testing.T) {
	for _, c := range []struct {
		articles int
		mayBeNew bool
		want     string
	}{{1, true, ""}, {1, false, "or set site.first_start = true"}, {largeTree, true, "if this is not the first start"}, {largeTree - 1, true, ""}, {0, false, ""}} {
		dir := t.TempDir()
		var names []string
		for i := range c.articles {
			names = append(names, fmt.Sprintf("2026/04/1/%d.md", i))
			write(t, dir, names[i], fmt.Sprintf("### 2026-04-1\n# Title %d\n", i))
		}
		path := filepath.Join(t.TempDir(), "dateline.db")
		for _, want := range []string{c.want, ""} { // the second start is not the first
			if want == "" && c.articles == 0 && c.want != "" {
				continue
			}
			book, state, err := ledger.Open(ledger.Options{URL: "sqlite:" + path})
			if err != nil {
				t.Fatal(err)
			}
			p := openPublisher(t, Content{Dir: dir, Mount: "/"})
			p.mayBeNew = c.mayBeNew
			p.Recall(book, state)
			p.Apply(Batch{Changed: found(names...)})
			f := p.Current().Fresh
			if (f != nil) != (want != "") || f != nil && !strings.Contains(f.Hint, want) {
				t.Errorf("%d articles, may be new: %v: %v", c.articles, c.mayBeNew, f)
			}
			if f != nil && !strings.Contains(f.What, fmt.Sprint(c.articles)) {
				t.Errorf("it does not say how many: %s", f.What)
			}
			if err := book.Close(); err != nil {
				t.Fatal(err)
			}
			p.Close()
		}
	}
}

// TestBackupFault tells that the backup cannot be renewed, once it is more than two
// days old; nothing else makes it that old.
func TestBackupFault(t *testing.T) {
	r := newRestored(t)
	book, state, err := ledger.Open(ledger.Options{URL: "sqlite:" + r.path, Now: func() time.Time { return r.now }})
	r.must(err)
	defer book.Close()
	p := r.publisher()
	defer p.Close()
	p.Recall(book, state)
	p.Apply(Batch{Changed: look(t, r.dir)})
	idle := func(d time.Duration) *State { // nothing changes
		for end := r.now.Add(d); r.now.Before(end); p.Tick() {
			r.now = r.now.Add(p.pause())
		}
		return p.Current()
	}
	r.must(os.Chtimes(r.path+".backup", r.now, r.now))
	if s := idle(14 * 24 * time.Hour); r.now.Sub(s.BackedUp) > 36*time.Hour || len(s.Faults) > 0 {
		t.Errorf("after two quiet weeks the backup is of %s, now it is %s; faults: %v", s.BackedUp, r.now, s.Faults)
	}
	r.must(os.MkdirAll(r.path+".backup.new/x", 0o755))
	renewed := idle(0).BackedUp
	for _, days := range []int{1, 2, 3} {
		s := idle(24 * time.Hour)
		told := slices.ContainsFunc(s.Faults, func(f article.Fault) bool { return f.Kind == article.OfLedger })
		if old := r.now.Sub(renewed) > backupAge; !s.BackedUp.Equal(renewed) || told != old {
			t.Errorf("day %d: the backup is of %s, faults: %v", days, s.BackedUp, s.Faults)
		}
	}
	r.must(os.RemoveAll(r.path + ".backup.new"))
	if pause := p.pause(); pause > time.Hour {
		t.Errorf("it is tried again only after %s", pause)
	}
	if s := idle(time.Hour); len(s.Faults) > 0 || !s.BackedUp.Equal(r.now) {
		t.Errorf("faults: %v, the backup is of %s", s.Faults, s.BackedUp)
	}
}

package ledger

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dateline/feed/archive"
)

// TestDeletedMeanwhile takes the files of an open ledger away, or puts others
// in their place.
func TestDeletedMeanwhile(t *testing.T) {
	for _, test := range []struct {
		name  string
		takes func(l *testLedger)
		aside bool
	}{
		{"the ledger", func(l *testLedger) { must(t, os.Remove(l.path)) }, true}, // with the log that it left
		{"all of it", func(l *testLedger) {
			for _, name := range l.names() {
				must(t, os.Remove(strings.TrimSuffix(l.path, "dateline.db")+name))
			}
		}, false},
		{"another one instead", func(l *testLedger) {
			other := newLedger(t)
			other.fill(sample(t, 1))
			must(t, os.Rename(other.path, l.path))
		}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, saves := range []bool{true, false} {
				l := newLedger(t)
				ledger, _ := l.open()
				want := sample(t, 3)
				must(t, ledger.Save(want))
				test.takes(l)
				if saves {
					want = merge(want, change(1))
					must(t, ledger.Save(change(1)))
					l.takes() // it is locked again
				}
				must(t, ledger.Close())
				l.holds(State(want))
				if !strings.Contains(l.log.String(), "was deleted or replaced") {
					t.Errorf("log: %s", &l.log)
				}
				if !test.aside {
					l.lacks("damaged")
				}
			}
		})
	}
}

// TestTakenMeanwhile has another one make a ledger in the place of a deleted
// one: the first complains, and leaves it alone.
func TestTakenMeanwhile(t *testing.T) {
	l := newLedger(t)
	first, _ := l.open()
	must(t, first.Save(sample(t, 3)))
	must(t, first.Save(change(1))) // newer than the backup
	for _, name := range l.names() {
		must(t, os.Remove(strings.TrimSuffix(l.path, "dateline.db")+name))
	}
	second, _ := l.open()
	want := sample(t, 1)
	must(t, second.Save(want))
	must(t, os.Remove(l.path+backupSuffix))
	if err := first.Close(); err == nil || !strings.Contains(err.Error(), "another Dateline is using it") {
		t.Errorf("closing the first: %v", err)
	}
	l.lacks(backupSuffix)
	must(t, second.Close())
	l.holds(State(want))
}

// takes checks that no other process can open the ledger.
func (t *testLedger) takes() {
	t.Helper()
	if _, _, err := Open(t.options()); err == nil || !strings.Contains(err.Error(), "another Dateline is using it") {
		t.Errorf("a second one opens it: %v", err)
	}
}

// TestMigration reads a ledger of an older schema, and opens it, with and without
// damage. Only opening it changes it.
func TestMigration(t *testing.T) {
	want := sample(t, 3)
	old, damaged := newLedger(t), newLedger(t)
	old.fill(want)
	damaged.fill(want)
	must(t, os.Truncate(damaged.path, 5000))

	before := migrations
	t.Cleanup(func() { migrations = before })
	migrations = withMigration(t, "ALTER TABLE items ADD COLUMN score BIGINT NOT NULL DEFAULT 7")

	files := beside(t, old.path)
	state, err := Read("sqlite:" + old.path)
	must(t, err)
	same(t, State(want), *state)
	if !maps.Equal(files, beside(t, old.path)) {
		t.Error("reading changed a file")
	}
	ledger, opened := old.open()
	same(t, State(want), *opened)
	must(t, ledger.Close())
	old.holds(State(want))
	damaged.outlives(State(want), "an older schema, damaged")
	want.Parser = "" // the files are read again
	damaged.holds(State(want))
}

// withMigration returns the migrations and one more.
func withMigration(t *testing.T, text string) fstest.MapFS {
	all := fstest.MapFS{}
	for i := range newest() {
		name := fmt.Sprintf("migrations/%d.sql", i+1)
		data, err := fs.ReadFile(migrations, name)
		must(t, err)
		all[name] = &fstest.MapFile{Data: data}
	}
	all[fmt.Sprintf("migrations/%d.sql", newest()+1)] = &fstest.MapFile{Data: []byte(text)}
	return all
}

// TestFirstSchema opens a ledger as the first version of the schema had it,
// with and without damage: it gets what later ones have, and a backup of that
// version repairs it.
func TestFirstSchema(t *testing.T) {
	want := sample(t, 3)
	want.Notices, want.Feeds, want.Adoptions, want.Appearance, want.Conditions, want.Days = nil, nil, nil, archive.Appearance{}, archive.Conditions{}, nil
	for i := range want.Items {
		it := &want.Items[i] // without what the table details holds
		it.Leaving, it.Held, it.Heading, it.File, it.Backfilled, it.Fills, it.Adopted, it.Came = time.Time{}, false, "", "", false, false, false, nil
	}
	old, damaged := newLedger(t), newLedger(t)
	for _, l := range []*testLedger{old, damaged} {
		l.fill(want)
		for _, name := range []string{l.path, l.path + backupSuffix} {
			edit(t, name, "DROP TABLE details; DROP TABLE feeds; DROP TABLE appearances; DROP TABLE conditions; DROP TABLE adoptions; DROP TABLE requests; DROP TABLE notices; ALTER TABLE files RENAME COLUMN ctime TO mtime; PRAGMA user_version = 1")
		}
	}
	must(t, os.Truncate(damaged.path, 5000))
	ledger, opened := old.open()
	same(t, State(want), *opened)
	damaged.outlives(State(want), "the first schema, damaged")
	later := sample(t, 3)
	want.Items, want.Notices, want.Feeds, want.Adoptions, want.Appearance, want.Conditions, want.Days = later.Items, later.Notices, later.Feeds, later.Adoptions, later.Appearance, later.Conditions, later.Days
	must(t, ledger.Save(Changes{Days: want.Days, Memory: archive.Memory{Items: want.Items, Notices: want.Notices, Feeds: want.Feeds, Adoptions: want.Adoptions, Appearance: want.Appearance, Conditions: want.Conditions}}))
	must(t, ledger.Close())
	old.holds(State(want))
}

// TestFree asks whether another process has a ledger open. Asking makes no file.
func TestFree(t *testing.T) {
	l := newLedger(t)
	must(t, Free(l.options().URL))
	if files := beside(t, l.path); len(files) > 0 {
		t.Errorf("asking made %v", files)
	}
	book, _ := l.open()
	want := `another Dateline is using it, process ` + strconv.Itoa(os.Getpid())
	if err := Free(l.options().URL); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
	must(t, book.Close())
	must(t, Free(l.options().URL))
}

// TestHolder calls Holder while a ledger is open, after that, and when a killed
// process or another program left something else.
func TestHolder(t *testing.T) {
	l := newLedger(t)
	url := "sqlite:" + l.path
	wants := func(when string, process int, admin string, ok bool) {
		t.Helper()
		if p, a, there := Holder(url); p != process || a != admin || there != ok {
			t.Errorf("%s: process %d at %q, %v", when, p, a, there)
		}
	}
	wants("without a ledger", 0, "", false)
	for _, admin := range []string{"127.0.0.1:9080", ""} {
		must(t, os.WriteFile(l.path+".admin", []byte("of another time\n"), 0o644))
		open, _, err := Open(Options{URL: url, Admin: admin})
		must(t, err)
		wants("while it is open", os.Getpid(), admin, admin != "")
		must(t, open.Close())
		wants("after that", 0, "", false)
		l.lacks(".admin")
	}
	must(t, os.WriteFile(l.path+".lock", []byte("7\n"), 0o644))
	must(t, os.Mkdir(l.path+".admin", 0o755))
	wants("a directory", 7, "", false)
	must(t, os.Remove(l.path+".admin"))
	must(t, os.WriteFile(l.path+".admin", make([]byte, 1<<20), 0o644))
	wants("a large file", 7, "", false)
}

package ledger

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/feed/archive"
)

var step = flag.Int("step", 0, "damage every so many bytes; 0: what takes seconds")

// companions are the files of a ledger that a crash or a copy preserves.
var companions = []string{"", "-wal", "-shm", ".backup", ".mended", ".mended.new"}

// copied returns the ledger as it is on the disk now, in another place.
func (t *testLedger) copied() *testLedger {
	t.Helper()
	c := newLedger(t.T)
	for _, suffix := range companions {
		if data, err := os.ReadFile(t.path + suffix); err == nil {
			must(t, os.WriteFile(c.path+suffix, data, 0o644))
		}
	}
	return c
}

// offsets returns places in a file to damage: all of its first part, and some
// of the rest.
func offsets(first, size, otherwise int) []int {
	var list []int
	for i := 0; i < size; {
		list = append(list, i)
		switch {
		case *step > 0:
			i += *step
		case i < first:
			i++
		default:
			i += otherwise
		}
	}
	return list
}

// outlives checks that a damaged ledger opens with all memory of want, that
// it knows no file and no notice wrongly, and that it is whole from then on.
func (t *testLedger) outlives(want State, what string) {
	t.Helper()
	l, s, err := Open(t.options())
	if err != nil {
		if !strings.Contains(err.Error(), "its schema is version") {
			t.Errorf("%s: %v", what, err)
		}
		return
	}
	must(t, l.Close())
	known := map[string]File{}
	for _, f := range want.Files {
		known[f.File] = f
	}
	got := *s
	got.Files = nil
	want.Files = nil
	for _, n := range got.Notices {
		if !slices.ContainsFunc(want.Notices, func(known archive.Notice) bool { return cmp.Equal(n, known, cmpopts.EquateEmpty()) }) {
			t.Errorf("%s: notice %v", what, n)
		}
	}
	got.Notices, want.Notices = nil, nil
	if want.Parser = s.Parser; s.Parser != "" && s.Parser != "parser 1" {
		t.Errorf("parser %q", s.Parser)
	}
	same(t, want, got)
	for _, f := range s.Files {
		same(t, State{Files: []File{known[f.File]}}, State{Files: []File{f}})
	}
	logged := t.log.String()
	if len(s.Files) < len(known) && logged == "" && !t.rowsOnly() {
		t.Errorf("%s: %d files of %d, and no warning", what, len(s.Files), len(known))
	}
	again, err := Read("sqlite:" + t.path)
	must(t, err)
	same(t, *s, *again)
	if t.Failed() {
		t.Fatalf("%s; log: %s", what, logged)
	}
}

// rowsOnly reports whether nothing was set aside: rows of files were wrong,
// which needs no more than reading these again.
func (t *testLedger) rowsOnly() bool {
	return !slices.ContainsFunc(t.names(), func(name string) bool { return strings.Contains(name, "damaged") })
}

func small(t *testing.T) (*testLedger, State) {
	l := newLedger(t)
	c := sample(t, 12)
	l.fill(c)
	return l, State(c)
}

// TestFlippedByte damages one byte of a ledger.
func TestFlippedByte(t *testing.T) {
	l, want := small(t)
	data, err := os.ReadFile(l.path)
	must(t, err)
	for _, flip := range []byte{0xff, 0x01} {
		for _, at := range offsets(100, len(data), 2999) {
			d := l.copied()
			broken := slices.Clone(data)
			broken[at] ^= flip
			must(t, os.WriteFile(d.path, broken, 0o644))
			d.outlives(want, fmt.Sprintf("byte %d of %d, flipped %x", at, len(data), flip))
			must(t, os.RemoveAll(d.path))
		}
	}
}

func TestTruncated(t *testing.T) {
	l, want := small(t)
	data, err := os.ReadFile(l.path)
	must(t, err)
	for _, size := range append(offsets(2, len(data)-1, 2999), 99, 100, 511, 512, 4095, 4096, 8192, len(data)-1) {
		d := l.copied()
		must(t, os.WriteFile(d.path, data[:size], 0o644))
		d.outlives(want, fmt.Sprintf("%d bytes of %d", size, len(data)))
	}
}

func TestGarbage(t *testing.T) {
	l, want := small(t)
	must(t, os.WriteFile(l.path, bytes.Repeat([]byte("no database\n"), 1000), 0o644))
	l.outlives(want, "garbage")
	aside, err := os.ReadFile(l.path + ".damaged-20261125T101500Z")
	must(t, err)
	if !bytes.HasPrefix(aside, []byte("no database\n")) {
		t.Errorf("set aside: %.20q", aside)
	}
	if n := strings.Count(l.log.String(), "\n"); n != 1 || !strings.Contains(l.log.String(), "level=WARN") {
		t.Errorf("log: %s", l.log.String())
	}
}

// TestGone opens a ledger of which only the backup is left.
func TestGone(t *testing.T) {
	l, want := small(t)
	must(t, os.Remove(l.path))
	l.outlives(want, "gone")
	l.holds(want) // also all files
}

// TestFilesOfBackup completes a damaged ledger with the files of its backup. Those
// that another parser made are read again, and those of an article that was removed
// since do not come back.
func TestFilesOfBackup(t *testing.T) {
	l, want := small(t)
	old, err := os.ReadFile(l.path + backupSuffix)
	must(t, err)
	removed := want.Items[1]
	removed.Removed = l.now
	l.fill(Changes{Parser: "parser 2", Memory: archive.Memory{Items: []archive.Item{removed}}, Files: []File{{Change: archive.Change{File: want.Files[1].File}}}})
	must(t, os.WriteFile(l.path+backupSuffix, old, 0o644))
	edit(t, l.path, "DELETE FROM files; DELETE FROM topics")
	ledger, s := l.open()
	must(t, ledger.Close())
	want.Items[1], want.Parser = removed, "parser 2"
	want.Files = slices.Delete(slices.Clone(want.Files), 1, 2)
	for i := range want.Files {
		want.Files[i].Stamp = Stamp{}
	}
	same(t, want, *s)
}

// TestBackupDamaged looks at a bad backup only when it must.
func TestBackupDamaged(t *testing.T) {
	l, want := small(t)
	must(t, os.WriteFile(l.path+".backup", []byte("garbage, and not short"), 0o644))
	l.holds(want)
	must(t, os.WriteFile(l.path, []byte("garbage as well"), 0o644))
	l.outlives(State{}, "both")
}

// TestSalvage reads what it can on both sides of a page that is bad.
func TestSalvage(t *testing.T) {
	l := newLedger(t)
	c := sample(t, 2000)
	l.fill(c)
	must(t, os.Remove(l.path+".backup"))
	data, err := os.ReadFile(l.path)
	must(t, err)
	zero := func(key string) { // the page that holds it
		at := bytes.LastIndex(data, []byte(key)) &^ 4095
		copy(data[at:at+4096], make([]byte, 4096))
	}
	zero(c.Items[1000].ID + c.Items[1000].Path)
	zero(c.Files[1000].Article.Title)
	must(t, os.WriteFile(l.path, data, 0o644))
	ledger, s := l.open()
	defer ledger.Close()
	if lost := len(c.Items) - len(s.Items); lost < 1 || lost > 40 {
		t.Errorf("%d of %d items are lost", lost, len(c.Items))
	}
	if lost := len(c.Files) - len(s.Files); lost < 1 || lost > 40 {
		t.Errorf("%d of %d files are lost", lost, len(c.Files))
	}
	if len(s.Moves) != len(c.Moves) || len(s.Topics) != len(c.Topics) || s.Minting != c.Minting {
		t.Errorf("%d moves, %d topics, ids by %q", len(s.Moves), len(s.Topics), s.Minting)
	}
}

// TestVanishedRows takes rows away so that every page is still right.
func TestVanishedRows(t *testing.T) {
	for _, table := range []string{"items", "moves", "topics", "mounts", "meta"} {
		l, want := small(t)
		edit(t, l.path, "DELETE FROM "+table+" WHERE 1 = 1")
		l.outlives(want, table)
		if l.rowsOnly() {
			t.Errorf("%s: nothing is set aside", table)
		}
	}
}

// TestWrongFiles forgets rows of files, and needs no more than that.
func TestWrongFiles(t *testing.T) {
	l, want := small(t)
	edit(t, l.path, "UPDATE files SET ctime = ctime + 1 WHERE path = '/a.png'; UPDATE files SET path = 'x' WHERE kind = 2; UPDATE files SET id = 7 WHERE id = (SELECT max(id) FROM files WHERE kind = 1)")
	ledger, s := l.open()
	if len(s.Files) != len(want.Files)-3 {
		t.Errorf("%d files of %d", len(s.Files), len(want.Files))
	}
	must(t, ledger.Close())
	c, err := read(l.path)
	must(t, err)
	if c.Parser != "" {
		t.Errorf("nobody knows any longer that files were lost: the parser is %q", c.Parser)
	}
	want.Parser = ""
	if len(c.lost) > 0 || !l.rowsOnly() || l.log.Len() > 0 {
		t.Errorf("lost again: %d, files: %q, log: %s", len(c.lost), l.names(), l.log.String())
	}
	s.Files = nil
	want.Files = nil
	same(t, want, *s)
}

// TestTakenBack keeps a move taken back though an older backup has it.
func TestTakenBack(t *testing.T) {
	l := newLedger(t)
	l.fill(sample(t, 3))
	old, err := os.ReadFile(l.path + ".backup")
	must(t, err)
	l.fill(Changes{Memory: archive.Memory{Moves: []archive.Move{{From: "/former/1"}}}})
	must(t, os.WriteFile(l.path+".backup", old, 0o644))
	edit(t, l.path, "DELETE FROM moves WHERE former_page = '/former/2'")
	ledger, s := l.open()
	must(t, ledger.Close())
	moves := map[string]string{}
	for _, m := range s.Moves {
		moves[m.From] = m.To
	}
	if want := map[string]string{"/former/0": "/present/0", "/former/2": "/present/2"}; !maps.Equal(moves, want) {
		t.Errorf("moves %v", moves)
	}
}

// TestMendingCutOff dies at each step of mending.
func TestMendingCutOff(t *testing.T) {
	l, want := small(t)
	good, err := os.ReadFile(l.path)
	must(t, err)
	must(t, os.WriteFile(l.path, []byte("garbage"), 0o644))
	steps := map[string]func(path string){
		"half a new one": func(path string) { must(t, os.WriteFile(path+".mended.new", good[:5000], 0o644)) },
		"a complete one": func(path string) { must(t, os.WriteFile(path+".mended", good, 0o644)) },
		"set aside": func(path string) {
			must(t, os.WriteFile(path+".mended", good, 0o644))
			must(t, os.Remove(path))
		},
		"half set aside": func(path string) {
			must(t, os.WriteFile(path+".mended", good, 0o644))
			must(t, os.Remove(path))
			must(t, os.WriteFile(path+"-wal", []byte("stale"), 0o644))
		},
	}
	for what, cut := range steps {
		d := l.copied()
		cut(d.path)
		d.outlives(want, what)
		d.lacks(".mended")
		if _, err := os.Stat(d.path + "-wal"); err == nil {
			t.Errorf("%s: a log is left", what)
		}
	}
}

// TestWrongNotice has the backup mend a notice that is wrong, and does without
// one that is not there.
func TestWrongNotice(t *testing.T) {
	l, want := small(t)
	edit(t, l.path, "UPDATE notices SET title = 'x' WHERE number = 9")
	ledger, s := l.open()
	must(t, ledger.Close())
	same(t, want, *s)
	if l.rowsOnly() {
		t.Error("nothing is set aside")
	}
	l, want = small(t)
	edit(t, l.path, "DELETE FROM notices WHERE number > 7")
	want.Notices = want.Notices[:1]
	l.holds(want)
	if !l.rowsOnly() || l.log.Len() > 0 {
		t.Errorf("files: %q, log: %s", l.names(), &l.log)
	}
}

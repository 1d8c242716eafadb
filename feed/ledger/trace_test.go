package ledger

import (
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// TestReadLeavesNoTrace reads a ledger while it is open, as a crash leaves it, and
// without its -shm file. It must read what was saved last, and change no file.
func TestReadLeavesNoTrace(t *testing.T) {
	l, states := crashed(t)
	last := states[len(states)-1]
	without := l.copied()
	must(t, os.RemoveAll(without.path+"-shm"))
	open := l.copied()
	book, _ := open.open()
	defer book.Close()
	must(t, book.Save(change(9)))
	now := State(merge(Changes(last), change(9)))
	killed := open.copied() // with the -shm file of the open one
	for name, c := range map[string]struct {
		l    *testLedger
		want State
	}{"open": {open, now}, "killed": {killed, now}, "without -shm": {without, last}} {
		t.Run(name, func(t *testing.T) {
			before := beside(t, c.l.path)
			if _, found := before[filepath.Base(c.l.path)+"-wal"]; !found {
				t.Fatal("there is no log")
			}
			s, err := Read("sqlite:" + c.l.path)
			must(t, err)
			if len(s.Topics) != len(c.want.Topics) || len(s.Moves) != len(c.want.Moves) {
				t.Errorf("%d topics and %d moves, want %d and %d", len(s.Topics), len(s.Moves), len(c.want.Topics), len(c.want.Moves))
			}
			if after := beside(t, c.l.path); !maps.Equal(before, after) {
				t.Error("a file was made or changed")
			}
		})
	}
}

// beside returns the contents of all files in the directory of a ledger.
func beside(t *testing.T, path string) map[string]string {
	t.Helper()
	list, err := os.ReadDir(filepath.Dir(path))
	must(t, err)
	all := map[string]string{}
	for _, e := range list {
		data, err := os.ReadFile(filepath.Join(filepath.Dir(path), e.Name()))
		must(t, err)
		all[e.Name()] = string(data)
	}
	return all
}

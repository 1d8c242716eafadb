package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
)

func TestRoundTrip(t *testing.T) {
	l := newLedger(t)
	want := sample(t, 600) // more than two packs
	l.fill(want)
	l.holds(State(want))
	l.holds(State(want)) // having been opened once more
	if l.log.Len() > 0 {
		t.Error(l.log.String())
	}
	for _, name := range l.names() {
		switch name {
		case "dateline.db", "dateline.db.lock", "dateline.db.backup":
		default:
			t.Errorf("closing leaves %s", name)
		}
	}
}

func TestEmpty(t *testing.T) {
	l := newLedger(t)
	read, err := Read("sqlite:" + l.path)
	must(t, err)
	same(t, State{}, *read)
	if names := l.names(); len(names) > 0 {
		t.Errorf("reading made %q", names)
	}
	l.holds(State{})
}

func TestHostileText(t *testing.T) {
	texts := []string{"", "\x00", "a\x00b", "\xff\xfe", "'; DROP TABLE items; --", "line\nbreak", "北京", strings.Repeat("long ", 4000), "$1", "%s", "\ufeff"}
	c := Changes{Parser: "\x00\xff", Memory: archive.Memory{Minting: archive.Minting{Authority: "'\""}, Mounts: texts}}
	for i, text := range texts {
		c.Items = append(c.Items, archive.Item{ID: text, Path: text, Kept: texts[:i], Prints: []uint64{0, 1<<64 - 1}[:i%3]})
		c.Topics = append(c.Topics, archive.Topic{Slug: text, Name: text})
		c.Moves = append(c.Moves, archive.Move{From: text, To: "/" + text})
		c.Notices = append(c.Notices, archive.Notice{Number: int64(i) - 5, ID: text, Path: text, Title: text, Was: text, BeforeTitle: text, Before: text, After: text, Topics: texts[:i]})
		c.Files = append(c.Files, File{Change: archive.Change{File: text, Asset: &archive.Asset{Type: text}}})
	}
	l := newLedger(t)
	l.fill(c)
	l.holds(State(c))
}

// A removed item may have a file, one that leaves a heading.
func TestFileOfRemoved(t *testing.T) {
	at := time.Unix(1_750_000_000, 0).UTC()
	gone := archive.Item{ID: "a", Path: "/2026/a", FirstSeen: at, Published: at, Updated: at, Removed: at, Prints: []uint64{1}, File: "/zh/a.md"}
	leaving := archive.Item{ID: "b", Path: "/b", FirstSeen: at, Published: at, Updated: at, Leaving: at, Heading: "Moon", Prints: []uint64{1}}
	c := Changes{Memory: archive.Memory{Items: []archive.Item{gone, leaving}}}
	l := newLedger(t)
	l.fill(c)
	l.holds(State(c))
	back := gone
	back.Removed, back.File = time.Time{}, ""
	c = Changes{Memory: archive.Memory{Items: []archive.Item{back}}}
	l.fill(c)
	c.Items = append(c.Items, leaving)
	l.holds(State(c))
}

func TestTimes(t *testing.T) {
	berlin := time.FixedZone("", 3600)
	at := time.Date(2026, 11, 25, 10, 15, 3, 999_999_999, berlin)
	l := newLedger(t)
	l.fill(Changes{Memory: archive.Memory{Clock: at, Items: []archive.Item{{ID: "1", FirstSeen: at, Published: time.Unix(-1, 0), Removed: time.Time{}}}}})
	cut := time.Date(2026, 11, 25, 9, 15, 3, 0, time.UTC)
	l.holds(State{Memory: archive.Memory{Clock: cut, Items: []archive.Item{{ID: "1", FirstSeen: cut, Published: time.Unix(-1, 0).UTC()}}}})
}

// TestLater saves over what is there.
func TestLater(t *testing.T) {
	first := sample(t, 3)
	item := first.Items[1]
	item.Removed = time.Unix(1_800_000_000, 0).UTC()
	image := File{Change: archive.Change{File: first.Files[0].File, Asset: &archive.Asset{Type: "image/gif"}}}
	second := Changes{Files: []File{image, {Change: archive.Change{File: first.Files[1].File}}},
		Memory: archive.Memory{Items: []archive.Item{item}, Topics: []archive.Topic{{Name: "TOPIC 0", Slug: "topic-0"}},
			Moves: []archive.Move{{From: "/former/0"}, {From: "/former/1", To: "/elsewhere"}, {From: "/never/was"}}}}
	want := first
	want.Files = append([]File{image}, first.Files[2:]...)
	want.Items = []archive.Item{first.Items[0], item, first.Items[2]}
	want.Topics = append([]archive.Topic{{Name: "TOPIC 0", Slug: "topic-0"}}, first.Topics[1:]...)
	want.Moves = []archive.Move{{From: "/former/1", To: "/elsewhere"}, first.Moves[2]}

	l := newLedger(t)
	l.fill(first, second)
	l.holds(State(want))

	l = newLedger(t)
	l.fill(Changes(sorted(State(merge(first, second)))))
	l.holds(State(want))
}

// TestPruned keeps the newest notices, however they come.
func TestPruned(t *testing.T) {
	l := newLedger(t)
	var all []archive.Notice
	for i := range archive.MaxNotices + 30 {
		all = append(all, archive.Notice{Number: int64(3 * i), At: time.Unix(int64(i+1), 0).UTC()})
	}
	memory := func(list []archive.Notice) Changes { return Changes{Memory: archive.Memory{Notices: list}} }
	l.fill(memory(all[:10]), memory(all[10:archive.MaxNotices+5]), memory(all[archive.MaxNotices+5:]), memory(all[:1]))
	l.holds(State(memory(all[30:])))
}

// TestWithdrawn drops notices by their numbers, saved before and not yet saved; a
// number may be given again.
func TestWithdrawn(t *testing.T) {
	notice := func(number int64, title string) archive.Notice {
		return archive.Notice{Number: number, At: time.Unix(number, 0).UTC(), Title: title}
	}
	said := Changes{Memory: archive.Memory{Notices: []archive.Notice{notice(1, "a"), notice(2, "b"), notice(3, "c")}}}
	withdrawn := Changes{Memory: archive.Memory{Withdrawn: []int64{1, 3, 4}}}
	again := Changes{Memory: archive.Memory{Notices: []archive.Notice{notice(3, "d")}}}
	want := State{Memory: archive.Memory{Notices: []archive.Notice{notice(2, "b"), notice(3, "d")}}}
	for _, saves := range [][]Changes{{said, withdrawn, again}, {merge(said, withdrawn), again}, {said, merge(withdrawn, again)}, {merge(merge(said, withdrawn), again)}} {
		l := newLedger(t)
		l.fill(saves...)
		l.holds(want)
	}
}

func TestInUse(t *testing.T) {
	l := newLedger(t)
	first, _ := l.open()
	must(t, first.Save(sample(t, 5)))
	_, _, err := Open(l.options())
	l.wants(err, `ledger "PATH": another Dateline is using it, process `+pid()+`; nothing is served; stop that process, or name another file in ledger.url`)
	read, err := Read("sqlite:" + l.path) // beside it
	must(t, err)
	same(t, State(sample(t, 5)), *read)
	must(t, first.Save(Changes{Parser: "parser 2"}))
	must(t, first.Close())
	second, state := l.open()
	if state.Parser != "parser 2" {
		t.Errorf("parser %q", state.Parser)
	}
	must(t, second.Close())
}

func TestRefused(t *testing.T) {
	l := newLedger(t)
	dir := filepath.Dir(l.path)
	must(t, os.Mkdir(l.path, 0o755))
	_, _, err := Open(l.options())
	l.wants(err, `ledger "PATH": is a directory; nothing is served; name a file in ledger.url`)
	_, err = Read("sqlite:" + l.path)
	l.wants(err, `ledger "PATH": is a directory; nothing is served; name a file in ledger.url`)

	l.path = filepath.Join(dir, "none", "dateline.db")
	_, _, err = Open(l.options())
	l.wants(err, `ledger "PATH": cannot use its directory `+filepath.Dir(l.path)+`: no such file or directory; nothing is served; create the directory, or name another file in ledger.url`)
	if errors.Is(err, ErrUnwritable) {
		t.Error("a wrong path is not something that passes")
	}

	_, _, err = Open(Options{URL: "postgres://localhost/dateline"})
	l.wants(err, `ledger "postgres://localhost/dateline": is not the URL of a ledger; nothing is served; write "sqlite:" and the path of a file in ledger.url`)
}

// TestNotOurs leaves databases alone that this program must not touch.
func TestNotOurs(t *testing.T) {
	for _, test := range []struct{ sql, want string }{
		{"PRAGMA user_version = 9", `ledger "PATH": its schema is version 9, but this version of Dateline knows only version 7; nothing is served; run the newer version of Dateline, or name another file in ledger.url`},
		{"PRAGMA application_id = 7; DROP TABLE items", `ledger "PATH": belongs to another program; nothing is served; name another file in ledger.url`},
	} {
		l := newLedger(t)
		l.fill(sample(t, 3))
		edit(t, l.path, test.sql)
		before, err := os.ReadFile(l.path)
		must(t, err)
		_, _, err = Open(l.options())
		l.wants(err, test.want)
		_, err = Read("sqlite:" + l.path)
		l.wants(err, test.want)
		now, err := os.ReadFile(l.path)
		must(t, err)
		if string(now) != string(before) {
			t.Errorf("%s: the file is another now", test.sql)
		}
		l.lacks("damaged")
		l.lacks("-wal")
	}
}

// edit changes a closed ledger behind its back.
func edit(t testing.TB, path, sql string) {
	t.Helper()
	db, err := connect(path, "", 1)
	must(t, err)
	defer db.Close()
	_, err = db.Exec(sql)
	must(t, err)
}

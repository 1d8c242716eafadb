package ledger

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
)

// TestDailyBackup renews the backup on the first change and then once a day.
func TestDailyBackup(t *testing.T) {
	l := newLedger(t)
	ledger, _ := l.open()
	inBackup := func() int {
		c, err := read(l.path + backupSuffix)
		must(t, err)
		return len(c.Topics)
	}
	for _, step := range []struct {
		later time.Duration
		want  int
	}{{0, 1}, {time.Hour, 1}, {22 * time.Hour, 1}, {time.Hour, 4}, {time.Hour, 4}, {-80 * time.Hour, 6}} {
		l.now = l.now.Add(step.later)
		must(t, ledger.Save(change(inLedger(t, ledger))))
		if got := inBackup(); got != step.want {
			t.Errorf("at %s: %d topics in the backup, not %d", l.now, got, step.want)
		}
	}
	must(t, ledger.Save(Changes{Memory: archive.Memory{Topics: []archive.Topic{{Slug: "x"}}}}))
	must(t, ledger.Close())
	if got := inBackup(); got != 7 {
		t.Errorf("closed: %d topics in the backup", got)
	}
}

// TestBackupReplacesLedger puts the backup in the place of the ledger.
func TestBackupReplacesLedger(t *testing.T) {
	l, want := small(t)
	must(t, os.Rename(l.path+backupSuffix, l.path))
	l.holds(want)
}

// TestBackupState returns when the backup was renewed and why that failed last, and
// tries again after an hour.
func TestBackupState(t *testing.T) {
	l := newLedger(t)
	ledger, _ := l.open()
	save := func() Backup {
		t.Helper()
		must(t, ledger.Save(change(inLedger(t, ledger))))
		return ledger.Backup()
	}
	if b := ledger.Backup(); !b.Renewed.IsZero() || b.Failure != nil {
		t.Errorf("before the first: %+v", b)
	}
	first := l.now
	if b := save(); !b.Renewed.Equal(first) || b.Failure != nil {
		t.Errorf("the first: %+v", b)
	}
	blocked := l.path + backupSuffix + ".new" // a directory that cannot be replaced
	must(t, os.MkdirAll(blocked+"/x", 0o755))
	l.now = l.now.Add(backupInterval)
	if b := save(); !b.Renewed.Equal(first) || b.Failure == nil || !strings.Contains(l.log.String(), "could not be renewed") {
		t.Errorf("blocked: %+v, log: %s", b, l.log.String())
	}
	must(t, os.RemoveAll(blocked))
	l.now = l.now.Add(backupRetry - time.Second)
	if b := save(); b.Failure == nil {
		t.Errorf("tried again within the hour: %+v", b)
	}
	l.now = l.now.Add(time.Second)
	if b := save(); !b.Renewed.Equal(l.now) || b.Failure != nil {
		t.Errorf("after an hour: %+v", b)
	}
	must(t, ledger.Close())
}

// TestBackupEnds ends a backup that takes too long: the one before stays.
func TestBackupEnds(t *testing.T) {
	l, want := small(t)
	ledger, _ := l.open()
	ledger.backupTried = l.now // not again today
	must(t, ledger.Save(Changes{Memory: archive.Memory{Topics: []archive.Topic{{Slug: "x"}}}}))
	ended, end := context.WithCancel(t.Context())
	end()
	ledger.backUp(ended)
	if b := ledger.Backup(); b.Failure != nil || !ledger.backupDue || !strings.Contains(l.log.String(), "was not renewed") {
		t.Errorf("%+v, due: %v, log: %s", b, ledger.backupDue, l.log.String())
	}
	c, err := read(l.path + backupSuffix)
	must(t, err)
	same(t, want, c.State)
	must(t, ledger.Close())
	if c, err = read(l.path + backupSuffix); err != nil || len(c.Topics) != len(want.Topics)+1 {
		t.Errorf("closed: %d topics, %v", len(c.Topics), err)
	}
}

func inLedger(t *testing.T, l *Ledger) (n int) {
	t.Helper()
	must(t, l.db.QueryRow("SELECT count(*) FROM topics").Scan(&n))
	return n
}

package ledger

import (
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
		must(t, ledger.Save(Changes{Memory: change(inLedger(t, ledger))}))
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

func inLedger(t *testing.T, l *Ledger) (n int) {
	t.Helper()
	must(t, l.db.QueryRow("SELECT count(*) FROM topics").Scan(&n))
	return n
}

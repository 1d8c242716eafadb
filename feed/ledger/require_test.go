package ledger

import (
	"os"
	"path/filepath"
	"testing"

	"dateline/feed/archive"
)

// TestRequire refuses a ledger without items, and touches nothing then.
func TestRequire(t *testing.T) {
	const refused = `ledger "PATH": holds no articles, and ledger.require says that it must; nothing is served; put its backup in its place, or start once with ledger.require = false`
	for name, c := range map[string]struct {
		make func(*testLedger)
		ok   bool
	}{
		"missing":     {func(*testLedger) {}, false},
		"empty file":  {func(l *testLedger) { must(l, os.WriteFile(l.path, nil, 0o644)) }, false},
		"only topics": {func(l *testLedger) { l.fill(Changes{Memory: archive.Memory{Topics: []archive.Topic{{Slug: "x"}}}}) }, false},
		"items":       {func(l *testLedger) { l.fill(sample(l, 3)) }, true},
		"only the backup": {func(l *testLedger) {
			l.fill(sample(l, 3))
			must(l, os.Remove(l.path))
		}, true},
		"damaged, with a backup": {func(l *testLedger) {
			l.fill(sample(l, 3))
			must(l, os.WriteFile(l.path, []byte("garbage"), 0o644))
		}, true},
		"an older schema": {func(l *testLedger) {
			l.fill(sample(l, 3))
			must(l, os.Remove(l.path+backupSuffix))
			edit(l.T, l.path, "DROP TABLE conditions; DROP TABLE adoptions; DROP TABLE requests; PRAGMA user_version = 4")
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLedger(t)
			c.make(l)
			before := l.contents()
			o := l.options()
			o.Require = true
			err := Required(o.URL)
			ledger, _, opened := Open(o)
			if c.ok {
				must(t, err)
				must(t, opened)
				must(t, ledger.Close())
				return
			}
			l.wants(err, refused)
			l.wants(opened, refused)
			if after := l.contents(); after != before {
				t.Errorf("before %q, after %q", before, after)
			}
		})
	}

	l := newLedger(t) // it turns out only when it is read
	must(t, os.WriteFile(l.path, []byte("garbage, and no backup"), 0o644))
	o := l.options()
	o.Require = true
	must(t, Required(o.URL))
	_, _, err := Open(o)
	l.wants(err, refused)
	if data, err := os.ReadFile(l.path); err != nil || string(data) != "garbage, and no backup" {
		t.Errorf("%q, %v", data, err)
	}
}

// contents returns the names and contents of all files beside the ledger.
func (t *testLedger) contents() (all string) {
	t.Helper()
	for _, name := range t.names() {
		data, err := os.ReadFile(filepath.Join(filepath.Dir(t.path), name))
		must(t, err)
		all += name + string(data)
	}
	return all
}

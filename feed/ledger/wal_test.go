package ledger

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
)

// crashed returns a ledger as a crash leaves it, and the state after each change
// that is in its log.
func crashed(t *testing.T) (l *testLedger, states []State) {
	l = newLedger(t)
	l.fill(sample(t, 8))
	ledger, s := l.open()
	defer ledger.Close()
	states = append(states, *s)
	for n := range 6 {
		must(t, ledger.Save(change(n)))
		states = append(states, State(merge(Changes(states[n]), change(n))))
	}
	return l.copied(), states
}

// TestTornLog cuts the log off anywhere: what is there is one of the states.
func TestTornLog(t *testing.T) {
	l, states := crashed(t)
	l.copied().holds(states[len(states)-1])
	data, err := os.ReadFile(l.path + "-wal")
	must(t, err)
	for _, size := range offsets(0, len(data), 4001) {
		d := l.copied()
		must(t, os.WriteFile(d.path+"-wal", data[:size], 0o644))
		ledger, s := d.open()
		must(t, ledger.Close())
		one := func(want State) bool { return len(want.Topics) == len(s.Topics) && len(want.Moves) == len(s.Moves) }
		if !slices.ContainsFunc(states, one) {
			t.Errorf("%d bytes: %d topics, %d moves", size, len(s.Topics), len(s.Moves))
		}
		if d.log.Len() > 0 {
			t.Errorf("%d bytes: %s", size, d.log.String())
		}
	}
}

// TestFlippedLog damages a byte of the log. That is noticed where complete
// transactions come after it, and costs no more than what is not in the
// backup.
func TestFlippedLog(t *testing.T) {
	l, states := crashed(t)
	data, err := os.ReadFile(l.path + "-wal")
	must(t, err)
	last := len(data) - 2*(frameHead+4096) // the last change is longer
	for _, at := range offsets(0, len(data), 2999) {
		d := l.copied()
		broken := slices.Clone(data)
		broken[at] ^= 0x10
		must(t, os.WriteFile(d.path+"-wal", broken, 0o644))
		ledger, s := d.open()
		must(t, ledger.Close())
		if len(s.Items) < len(states[0].Items) {
			t.Errorf("byte %d: %d items", at, len(s.Items))
		}
		if warned := strings.Contains(d.log.String(), "its log"); at < last && !warned && at >= logHead {
			t.Errorf("byte %d of %d: no warning", at, len(data))
		}
	}
}

func TestLogHead(t *testing.T) {
	l, _ := crashed(t)
	data, err := os.ReadFile(l.path + "-wal")
	must(t, err)
	for at := range logHead {
		broken := slices.Clone(data)
		broken[at]++
		if err := checkFrames(bytes.NewReader(broken)); !errors.Is(err, errDamaged) {
			t.Errorf("byte %d: %v", at, err)
		}
		if err := checkFrames(bytes.NewReader(broken[:logHead])); err != nil {
			t.Errorf("byte %d, no frames: %v", at, err)
		}
	}
	must(t, checkFrames(bytes.NewReader(data)))
}

// FuzzLog reads anything as a log.
func FuzzLog(f *testing.F) {
	head := make([]byte, logHead)
	copy(head, "\x37\x7f\x06\x82\x00\x2d\xe2\x18\x00\x00\x02\x00")
	f.Add(slices.Concat(head, make([]byte, 2000)))
	f.Add([]byte("no log"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := checkFrames(bytes.NewReader(data)); err != nil && !errors.Is(err, errDamaged) {
			t.Error(err)
		}
	})
}

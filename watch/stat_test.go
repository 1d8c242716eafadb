package watch

import (
	"testing"
	"time"
)

// A stamp is racy as long as the clock that made it may not have ticked since.
func TestRacy(t *testing.T) {
	now := time.Unix(1_800_000_000, 500_000_000)
	for _, c := range []struct {
		name   string
		age    time.Duration
		remote bool
		want   bool
	}{
		{"within a tick", 10 * time.Millisecond, false, true},
		{"after it", 30 * time.Millisecond, false, false},
		{"ahead of the clock", -10 * time.Millisecond, false, true},
		{"far ahead of it", -time.Hour, false, false},
		{"of another machine", time.Second + time.Millisecond, true, true},
		{"of another machine, older", 3 * time.Second, true, false},
		{"whole seconds", 1500 * time.Millisecond, false, true},
		{"whole seconds, older", 2500 * time.Millisecond, false, false},
	} {
		s := stamp{ctime: now.Add(-c.age).UnixNano()}
		if got := s.at(now, c.remote).racy; got != c.want {
			t.Errorf("%s: racy %v, want %v", c.name, got, c.want)
		}
	}
}

// A file that is still being written is timed from when it was first seen, even if its stamp changes.
func TestComing(t *testing.T) {
	first := time.Unix(1_800_000_000, 0)
	c := (*coming)(nil).seen(stamp{size: 1, racy: true}, first)
	if c.racy || c.size != 1 || c.since != first {
		t.Errorf("first seen as %+v", c)
	}
	if c = c.seen(stamp{size: 2}, first.Add(long)); c.size != 2 || c.since != first {
		t.Errorf("then as %+v", c)
	}
}

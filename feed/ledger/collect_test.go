package ledger

import (
	"runtime/debug"
	"testing"
)

// TestDelayGC lets two delays overlap so that the one which began first also
// ends first: restoring what each of them found would leave the second one's.
func TestDelayGC(t *testing.T) {
	const before, low, high = 77, 200, 300
	defer debug.SetGCPercent(debug.SetGCPercent(before))
	wants := func(when string, want int) {
		t.Helper()
		is := debug.SetGCPercent(want)
		if is != want {
			t.Errorf("%s: %d %%, want %d %%", when, is, want)
		}
	}
	first := DelayGC(low)
	wants("first", low)
	second := DelayGC(high)
	wants("second, which is larger", high)
	third := DelayGC(low)
	wants("third, which is smaller", high)
	first()
	first() // a second call does nothing
	wants("after the first", high)
	second()
	third()
	wants("after all", before)
	DelayGC(low)()
	wants("after one more", before)
}

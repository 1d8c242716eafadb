package archive

import (
	"iter"
	"math"
)

// Window returns the newest eligible entries and all that were first seen
// recently, newest first, as far as the limits allow. So a subscriber who polls
// daily misses nothing that is new, and is told nothing old as new.
func (f *Feed) Window(l Limits) []*Entry {
	from := f.from(l)
	newest := func(yield func(*Entry) bool) {
		f.candidates().Reverse(func(e *Entry) bool { return e.published >= from && yield(e) })
	}
	recent := func(yield func(*Entry) bool) {
		if f.recent != nil {
			f.recent.Reverse(yield)
		}
	}
	return window{newest, recent, f.isRecent}.within(l)
}

// from returns the second of publication before which the window shows no entry
// unless it is recent. A window with more entries than usual has no such bound,
// because it is not known what it held.
func (f *Feed) from(l Limits) int64 {
	if l.Items > f.usual || f.state.oldest == 0 {
		return math.MinInt64
	}
	return f.state.oldest
}

// window is what a window may hold, newest first.
type window struct {
	newest, recent iter.Seq[*Entry] // the eligible entries from a moment on, and all recent ones
	isRecent       func(*Entry) bool
}

// within returns the first entries of newest, and those of recent that are older.
func (w window) within(l Limits) []*Entry {
	if l.Items == 0 {
		return nil
	}
	list := first(l.Items, w.newest)
	newer := len(list)
	for e := range w.recent {
		if newer == 0 || before(e, list[newer-1]) {
			list = append(list, e)
		}
	}
	if l.MaxBytes == 0 || l.Size == nil {
		return list
	}
	return w.shorten(list, l)
}

// leeway is how often MaxBytes goes into the largest window. Readers that poll
// daily need what is recent, so it may take that much.
const leeway = 4

// shorten shortens a list to the limit of bytes: it leaves out the oldest entries
// that are not recent, then the oldest that are. It leaves out all that are older
// than one that does not fit, so that no older one comes back when that gets
// shorter.
func (w window) shorten(list []*Entry, l Limits) []*Entry {
	recent, others := 0, 0
	size, least := 0, min(l.MinItems, l.Items)
	fits := func(e *Entry, most int) bool {
		size += l.Size(e)
		return size <= most || recent+others < least
	}
	for _, e := range list {
		if w.isRecent(e) {
			if !fits(e, leeway*l.MaxBytes) {
				break
			}
			recent++
		}
	}
	for _, e := range list {
		if !w.isRecent(e) {
			if !fits(e, l.MaxBytes) {
				break
			}
			others++
		}
	}
	short := list[:0]
	for _, e := range list {
		left := &others
		if w.isRecent(e) {
			left = &recent
		}
		if *left--; *left >= 0 {
			short = append(short, e)
		}
	}
	return short
}

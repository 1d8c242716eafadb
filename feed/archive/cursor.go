package archive

import (
	"iter"
	"math"
	"slices"
	"time"
)

// Lists of entries are read in parts, from a moment on. As only adopted articles share a
// second, a part never ends between two entries of one second: its last moment is where
// the next part begins.

// Cut returns the first n entries of a sequence for which in is true, and those of the
// same second as the last one, which follow it.
func Cut(entries iter.Seq[*Entry], in func(*Entry) bool, n int) (list []*Entry) {
	for e := range entries {
		if !in(e) {
			continue
		}
		if len(list) >= n && (n <= 0 || e.published != list[len(list)-1].published) {
			break
		}
		list = append(list, e)
	}
	return list
}

func every(*Entry) bool { return true }

// Before returns the newest n entries published before a moment (Unix seconds), newest
// first, and all others of the second of the last one.
func (f *Feed) Before(second int64, n int) []*Entry {
	return Span{f, f, math.MinInt64, second}.Before(second, n)
}

// After returns the oldest n entries published after a moment (Unix seconds), newest
// first, and all others of the second of the first one.
func (f *Feed) After(second int64, n int) []*Entry {
	return Span{f, f, math.MinInt64, math.MaxInt64}.After(second, n)
}

// Count returns the number of entries, at most most.
func (f *Feed) Count(most int) int { return min(f.Len(), most) }

// Before is that of Feed.
func (s Span) Before(second int64, n int) []*Entry {
	s.until = min(s.until, second)
	return Cut(s.entries(), every, n)
}

// After is that of Feed.
func (s Span) After(second int64, n int) []*Entry {
	if second == math.MaxInt64 {
		return nil
	}
	s.from = max(s.from, second+1)
	from := Span{until: s.from}.end()
	list := Cut(func(yield func(*Entry) bool) {
		s.feed.entries.Ascend(from, func(e *Entry) bool { return e.published < s.until && yield(e) })
	}, every, n)
	slices.Reverse(list)
	return list
}

// Count is that of Feed.
func (s Span) Count(most int) (n int) {
	for range s.entries() {
		if n == most {
			break
		}
		n++
	}
	return n
}

// Before is that of Feed.
func (s Selection) Before(second int64, n int) []*Entry {
	return Cut(s.Between(time.Unix(math.MinInt64/2, 0), time.Unix(second, 0)), every, n)
}

// After is that of Feed.
func (s Selection) After(second int64, n int) []*Entry {
	list := slices.Collect(s.Between(time.Unix(second+1, 0), time.Unix(math.MaxInt64/2, 0)))
	slices.Reverse(list)
	list = Cut(slices.Values(list), every, n)
	slices.Reverse(list)
	return list
}

// Count is that of Feed.
func (s Selection) Count(most int) (n int) {
	for range s.only(merge(s.driver(), all, nil)) {
		if n == most {
			break
		}
		n++
	}
	return n
}

package archive

import (
	"iter"
	"math"
	"slices"
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

// oldest returns the first n entries of a sequence that begins with the oldest, as Cut
// does, but newest first.
func oldest(entries iter.Seq[*Entry], n int) []*Entry {
	list := Cut(entries, every, n)
	slices.Reverse(list)
	return list
}

// count returns the number of entries of a sequence, at most most.
func count(entries iter.Seq[*Entry], most int) (n int) {
	for range entries {
		if n >= most {
			break
		}
		n++
	}
	return n
}

// always is the span of all entries of a feed.
func (f *Feed) always() Span { return Span{f, f, math.MinInt64, math.MaxInt64} }

// Before returns the newest n entries published before a moment (Unix seconds), newest
// first, and all others of the second of the last one.
func (f *Feed) Before(second int64, n int) []*Entry { return f.always().Before(second, n) }

// After returns the oldest n entries published after a moment (Unix seconds), newest
// first, and all others of the second of the first one.
func (f *Feed) After(second int64, n int) []*Entry { return f.always().After(second, n) }

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
	begin := Span{until: max(s.from, second+1)}.end()
	return oldest(func(yield func(*Entry) bool) {
		s.feed.entries.Ascend(begin, func(e *Entry) bool { return e.published < s.until && yield(e) })
	}, n)
}

// Count is that of Feed.
func (s Span) Count(most int) int { return count(s.entries(), most) }

// Before is that of Feed.
func (s Selection) Before(second int64, n int) []*Entry {
	return Cut(s.before(Span{until: second}.end()), every, n)
}

// After is that of Feed.
func (s Selection) After(second int64, n int) []*Entry {
	if second == math.MaxInt64 {
		return nil
	}
	return oldest(s.only(ascend(s.driver(), Span{until: second + 1}.end())), n)
}

// Count is that of Feed. It reads as many entries of the shortest group as it takes to
// find the selected ones.
func (s Selection) Count(most int) int { return count(s.before(nil), most) }

package archive

import "github.com/tidwall/btree"

// seconds is a set of Unix times, kept as runs of consecutive seconds. A
// thousand articles of one moment take the thousand seconds from that moment
// on, which are one run. Only adopted articles share a second with others.
type seconds struct {
	runs   btree.Map[int64, int64] // from the first second of a run to the one after its last
	shared btree.Map[int64, int]   // how many articles have a second besides the first
}

func (s *seconds) copy() seconds { return seconds{*s.runs.Copy(), *s.shared.Copy()} }

// runAt returns the last run that begins at a second or before it.
func (s *seconds) runAt(at int64) (begin, end int64, ok bool) {
	s.runs.Descend(at, func(b, e int64) bool {
		begin, end, ok = b, e, true
		return false
	})
	return begin, end, ok
}

func (s *seconds) has(at int64) bool {
	_, end, ok := s.runAt(at)
	return ok && at < end
}

// free returns the first second from at on that is not in the set.
func (s *seconds) free(at int64) int64 {
	if _, end, ok := s.runAt(at); ok && at < end {
		return end
	}
	return at
}

// freeBefore returns the last second up to at that is not in the set.
func (s *seconds) freeBefore(at int64) int64 {
	if begin, end, ok := s.runAt(at); ok && at < end {
		return begin - 1
	}
	return at
}

func (s *seconds) add(at int64) {
	begin, end := at, at+1
	if s.has(at) {
		others, _ := s.shared.Get(at)
		s.shared.Set(at, others+1)
		return
	}
	if b, e, ok := s.runAt(at); ok && at <= e {
		begin, end = b, max(e, end)
	}
	if e, ok := s.runs.Get(end); ok {
		s.runs.Delete(end)
		end = e
	}
	s.runs.Set(begin, end)
}

func (s *seconds) remove(at int64) {
	if others, _ := s.shared.Get(at); others > 1 {
		s.shared.Set(at, others-1)
		return
	} else if others == 1 {
		s.shared.Delete(at)
		return
	}
	begin, end, ok := s.runAt(at)
	if !ok || at >= end {
		return
	}
	s.runs.Delete(begin)
	if begin < at {
		s.runs.Set(begin, at)
	}
	if at+1 < end {
		s.runs.Set(at+1, end)
	}
}

// count returns how many seconds of the set are in [from, until).
func (s *seconds) count(from, until int64) (n int) {
	first, _, ok := s.runAt(from)
	if !ok {
		first = from
	}
	s.runs.Ascend(first, func(begin, end int64) bool {
		n += int(max(0, min(end, until)-max(begin, from)))
		return begin < until
	})
	return n
}

package archive

import (
	"cmp"
	"slices"
	"time"
)

// What pages show around articles and topics.

// Neighbours returns the entries that a reader goes to from an entry: the ones before
// and after it in time, of the same content directory, or else of the same language. Each
// is nil if there is none.
func (s *Snapshot) Neighbours(e *Entry) (older, newer *Entry) {
	f := s.Global()
	if e.Directory != nil {
		f, _ = s.Gathered(OfContent, e.Directory.Slug)
	} else if of, ok := s.Language(e.Language); ok {
		f = of
	}
	for _, other := range f.Before(e.published, 1) {
		older = other
		break
	}
	if list := f.After(e.published, 1); len(list) > 0 {
		newer = list[len(list)-1]
	}
	return older, newer
}

// Together is a topic with the number of entries that have it.
type Together struct {
	*Topic
	Count int
}

// alongside is how many entries of a feed Alongside looks at: the newest.
const alongside = 1000

// Alongside returns the listed topics that most of the newest entries of a feed have,
// the most frequent first, without the topic of the feed itself.
func (s *Snapshot) Alongside(f *Feed, n int) []Together {
	counts := map[*Topic]int{}
	for _, e := range f.Latest(alongside) {
		for _, t := range e.Topics {
			if t != f.Topic {
				counts[t]++
			}
		}
	}
	list := make([]Together, 0, len(counts))
	for t, count := range counts {
		if !s.ignores(t) {
			list = append(list, Together{t, count})
		}
	}
	slices.SortFunc(list, func(a, b Together) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Slug, b.Slug))
	})
	return list[:min(n, len(list))]
}

// NoticesOf returns the notices about an entry alone, newest first.
func (s *Snapshot) NoticesOf(e *Entry) (list []*Notice) {
	for n := range s.Notices().Newest() {
		if n.Count == 0 && n.ID == e.ID() {
			list = append(list, n)
		}
	}
	return list
}

// Removal returns the title that a removed article had, and when it went, as far as a
// notice tells it. The path is that of its page.
func (s *Snapshot) Removal(path string) (title string, at time.Time, ok bool) {
	for n := range s.Notices().Newest() {
		if n.Count == 0 && n.Kind == Removed && n.Path == path {
			return n.Title, n.At, true
		}
	}
	return "", time.Time{}, false
}

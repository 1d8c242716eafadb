package archive

import (
	"cmp"
	"slices"
)

// Together is a topic with the number of entries that have it.
type Together struct {
	*Topic
	Count int
}

const (
	// countedAlongside is how many entries of a feed Alongside looks at: the newest. That
	// bounds the first call for a feed, and leaves out what was together long ago.
	countedAlongside = 1000
	// maxAlongside bounds what a feed keeps of them.
	maxAlongside = 100
)

// Alongside returns the topics that most of the newest entries of a feed have, the most
// frequent first, without the topic of the feed itself. It leaves out those that lists
// ignore, and those of fewer of these entries than a topic needs to be in lists. So it
// depends on the entries of the feed alone, as the serial of the feed does. There are at
// most maxAlongside. The first call for a feed counts them.
func (s *Snapshot) Alongside(f *Feed, n int) []Together {
	known := f.alongside.Load()
	if known == nil {
		list := s.countAlongside(f)
		known = &list
		f.alongside.Store(known)
	}
	return (*known)[:min(n, len(*known))]
}

func (s *Snapshot) countAlongside(f *Feed) []Together {
	counts := map[*Topic]int{}
	for _, e := range f.Latest(countedAlongside) {
		for _, t := range e.Topics {
			if t != f.Topic {
				counts[t]++
			}
		}
	}
	all := make([]Together, 0, len(counts))
	for t, count := range counts {
		if count >= s.options.MinArticles {
			all = append(all, Together{t, count})
		}
	}
	slices.SortFunc(all, func(a, b Together) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Slug, b.Slug))
	})
	var list []Together
	for _, t := range all {
		if len(list) == maxAlongside {
			break
		}
		if !s.ignores(t.Topic) {
			list = append(list, t)
		}
	}
	return list
}

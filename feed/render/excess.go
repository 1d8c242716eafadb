package render

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"dateline/feed/archive"
)

// Excess is a feed that is larger than Site.MaxBytes, because its newest or its
// recent entries need more.
type Excess struct {
	Path  string // percent-encoded
	Bytes int
}

// maxExcesses bounds the feeds that are remembered as too large.
const maxExcesses = 100

// excesses are the feeds that were too large when they were last rendered.
type excesses struct {
	mutex sync.Mutex
	bytes map[string]int // by path; guarded by mutex; at most maxExcesses
}

// Excesses returns the feeds that were too large when they were last rendered,
// the largest first, and at most 100. Variants, selections, dates and searches
// are not among them: anybody can ask for as many as they like.
func (r *Renderer) Excesses() []Excess {
	x := &r.excesses
	x.mutex.Lock()
	defer x.mutex.Unlock()
	var list []Excess
	for _, path := range slices.Sorted(maps.Keys(x.bytes)) {
		list = append(list, Excess{path, x.bytes[path]})
	}
	slices.SortStableFunc(list, func(a, b Excess) int { return cmp.Compare(b.Bytes, a.Bytes) })
	return list
}

// noteSize remembers whether a feed is too large.
func (r *Renderer) noteSize(sub Subject, d Document) {
	if _, ok := sub.Entries.(*archive.Feed); !ok || sub.Variant != (Variant{}) {
		return
	}
	x := &r.excesses
	x.mutex.Lock()
	defer x.mutex.Unlock()
	switch _, known := x.bytes[d.Path]; {
	case r.Site.MaxBytes == 0 || len(d.Body) <= r.Site.MaxBytes:
		delete(x.bytes, d.Path)
	case known || len(x.bytes) < maxExcesses:
		if x.bytes == nil {
			x.bytes = map[string]int{}
		}
		x.bytes[d.Path] = len(d.Body)
	}
}

package render

import (
	"slices"

	"dateline/feed/archive"
	"dateline/feed/phrases"
)

// SearchPath is the path of the search page.
const SearchPath = "/search/"

// results are entries, newest first.
type results []*archive.Entry

func (list results) Latest(n int) []*archive.Entry { return list[:min(n, len(list))] }

// Before and After return entries around a moment (Unix seconds): see Entries.
func (list results) Before(second int64, n int) []*archive.Entry {
	return archive.Cut(slices.Values(list), func(e *archive.Entry) bool { return e.Published().Unix() < second }, n)
}

func (list results) After(second int64, n int) []*archive.Entry {
	older := func(yield func(*archive.Entry) bool) {
		for _, e := range slices.Backward(list) {
			if !yield(e) {
				return
			}
		}
	}
	found := archive.Cut(older, func(e *archive.Entry) bool { return e.Published().Unix() > second }, n)
	slices.Reverse(found)
	return found
}

// Count returns how many there are.
func (list results) Count(most int) int { return min(len(list), most) }

// Window returns the newest entries within limits. Nothing in it is recent.
func (list results) Window(l archive.Limits) []*archive.Entry {
	list = list.Latest(l.Items)
	size := 0
	for i, e := range list {
		if l.MaxBytes == 0 {
			break
		}
		if size += l.Size(e); size > l.MaxBytes && i >= l.MinItems {
			return list[:i]
		}
	}
	return list
}

// At returns the subject with the entries that were published at some moments
// (Unix seconds, the latest first). It skips moments without an entry.
func (sub Subject) At(s *archive.Snapshot, moments []int64) Subject {
	var list results
	for _, at := range moments {
		list = append(list, s.Global().At(at)...)
	}
	sub.Entries = list
	return sub
}

// Found returns the subject of a search, without the entries that it finds.
func (r *Renderer) Found(query string) Subject {
	return Subject{Path: SearchPath, Search: query, Name: func() string { return phrases.In(r.Site.Language).Search + ": " + query }}
}

// Most returns how many entries the feed of a subject shows, not counting recent
// ones.
func (r *Renderer) Most(sub Subject) int { return max(r.Site.Items, sub.Variant.Limit) }

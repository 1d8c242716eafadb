package render

import (
	"slices"
	"time"

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

// Has reports whether an entry is one of them.
func (list results) Has(e *archive.Entry) bool { return slices.Contains(list, e) }

// Found returns the subject of a search of the whole site, without the entries that it
// finds: see Within.
func (r *Renderer) Found(s *archive.Snapshot, query string) Subject {
	sub := r.Matching(Of(s.Global()), query)
	sub.Path = SearchPath
	return sub
}

// Matching returns the subject of a search among the entries of another one. Until At, it
// has all of these.
func (r *Renderer) Matching(sub Subject, query string) Subject {
	sub.Name = named(sub.Name, phrases.In(r.Around(sub).Language).Search+": "+query)
	sub.Search, sub.Revision, sub.Changed = query, Revision{}, time.Time{}
	return sub
}

// HasAt reports whether it has an entry that was published at a moment (Unix seconds).
func (sub Subject) HasAt(s *archive.Snapshot, moment int64) bool {
	return slices.ContainsFunc(s.Global().At(moment), sub.Entries.Has)
}

// At returns the subject with those of its entries that were published at some moments
// (Unix seconds, the latest first). It skips moments without an entry.
func (sub Subject) At(s *archive.Snapshot, moments []int64) Subject {
	var list results
	for _, at := range moments {
		for _, e := range s.Global().At(at) {
			if sub.Entries.Has(e) {
				list = append(list, e)
			}
		}
	}
	sub.Entries = list
	return sub
}

// Most returns how many entries the feed of a subject shows, not counting recent
// ones.
func (r *Renderer) Most(sub Subject) int { return max(r.Site.Items, sub.Variant.Limit) }

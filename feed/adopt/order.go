package adopt

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"dateline/feed/archive"
)

// dated returns those of some articles, the newest first, that are of the day of an
// item, or of its very second if there are any.
func dated(it *Item, list []*archive.Entry) []*archive.Entry {
	if it.Published.IsZero() {
		return nil
	}
	near := between(list, it.Published.Add(-day), it.Published.Add(day))
	if exact := between(near, it.Published, it.Published); len(exact) > 0 {
		return exact
	}
	return near
}

// between returns those of some articles, the newest first, that were published in a
// span of time.
func between(list []*archive.Entry, from, to time.Time) []*archive.Entry {
	first := sort.Search(len(list), func(i int) bool { return !list[i].Published().After(to) })
	after := sort.Search(len(list), func(i int) bool { return list[i].Published().Before(from) })
	return list[first:after:after]
}

// intersection returns the articles that are in two lists, both the newest first. The
// lists may be long, because a series has one title.
func intersection(a, b []*archive.Entry) (both []*archive.Entry) {
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, e := range a {
		if slices.Contains(between(b, e.Published(), e.Published()), e) {
			both = append(both, e)
		}
	}
	return both
}

// oldest orders articles by time.
func oldest(a, b *archive.Entry) int {
	return cmp.Or(a.Published().Compare(b.Published()), cmp.Compare(a.Path, b.Path))
}

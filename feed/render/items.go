package render

import (
	"cmp"
	"time"

	"dateline/feed/archive"
)

// itemFeed renders a feed whose items are not entries, with as many items as a
// feed has entries. If it would be too large, it has fewer items, the same in
// every format. The newest is always there; if it is too large by itself, it
// loses its text and its categories.
func (r *Renderer) itemFeed(s *archive.Snapshot, sub Subject, format Format) Document {
	var latest time.Time
	var published []time.Time
	var items []fragment
	room := r.room()
	for it := range sub.items {
		if len(items) == cmp.Or(sub.Variant.Limit, r.Site.Items) {
			break
		}
		f := encode(it)
		if r.Site.MaxBytes > 0 && f.size() > room {
			if len(items) > 0 {
				break
			}
			it.contentHTML, it.categories = "", nil
			f = encode(it)
		}
		room -= f.size()
		items = append(items, f.of(format))
		published = append(published, it.published)
		latest = later(latest, it.updated)
	}
	h := r.head(s, sub, format, latest)
	h.emptied = emptied(s, sub)
	h.fresh = r.fresh(len(items), func(i int) time.Time { return published[i] })
	d := r.draft(h, sub.FeedPath(format), format)
	d.items = items
	return d.document()
}

// size returns the size of an entry in the largest format, with a separator.
func (f *fragments) size() int {
	return max(len(f.rss.text), len(f.atom.text), len(f.json.text)) + len(",\n")
}

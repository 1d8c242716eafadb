package archive

import (
	"cmp"
	"slices"
)

// isBackfill reports whether a change that brings a number of old articles is a
// backfill: if a window has no room for all of them.
func (o *Options) isBackfill(articles int) bool {
	return o.Limits.Items > 0 && articles > o.Limits.Items
}

// backfill marks the new stories of a backfill, so that the windows of the feeds
// that are there do not show them. If the feed of everything has fewer entries than
// a window has room for, the newest of the stories are not marked, so that they
// take the places that are left: they are the newest of the archive, also in the
// feeds of their topics.
func (n *next) backfill() {
	var old []due
	news := 0
	for id := range n.begun {
		switch p := n.page(id); {
		case p.story == nil || p.story.first == 0:
		case p.story.isOlder(n.now):
			old = append(old, due{id, p})
		default:
			news++
		}
	}
	if !n.options.isBackfill(len(old)) {
		return
	}
	n.delta.Backfilled = len(old)
	slices.SortFunc(old, func(a, b due) int { return cmp.Compare(b.story.published, a.story.published) })
	most := n.options.Limits.Items
	room := most - min(most, news+len(n.old.global.Window(Limits{Items: most})))
	for _, d := range old[room:] {
		p := n.edit(d.id)
		p.story = p.story.withRare(func(x *rare) { x.backfilled = true })
	}
}

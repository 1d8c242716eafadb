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
// a window has room for, it shows the newest of the stories, which take the places
// that are left: they are the newest of the archive. The feeds of their topics do
// not, as who follows only these would be told what is old as new. A place that
// becomes free later is not filled.
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
	for i, d := range old {
		p := n.edit(d.id)
		p.story = p.story.withRare(func(x *rare) { x.backfilled, x.fills = true, i < room })
	}
}

package archive

import (
	"maps"
	"slices"
	"strings"

	"dateline/feed/article"
)

// restore puts the remembered stories on the pages where they were.
func (r *resolver) restore(m Memory) {
	type remembered struct {
		*story
		path string
	}
	all := placeAll(len(m.Items), func(i int) placed[remembered] {
		it := &m.Items[i]
		return placed[remembered]{article.Page(it.Path), remembered{r.storyOf(it), it.Path}}
	})
	for i := range all {
		r.times.add(all[i].it.published)
		r.countUpdated(all[i].it.story, 1)
	}
	for _, known := range byPage(all) {
		s := known.it.story
		if known.it.path == "" {
			r.ids.Set(s.idAt(""), nowhere)
			continue
		}
		p := r.edit(known.page)
		if p.story != nil && s.isRemoved() { // the story ended in another one
			r.ids.Set(s.idAt(known.it.path), nowhere)
			continue
		}
		if p.story != nil {
			r.ids.Set(p.story.idAt(known.it.path), nowhere)
		}
		p.story = s
		r.noteYoung(known.page, s)
		if s.id != "" {
			r.ids.Set(s.id, known.page)
		}
	}
	for _, move := range m.Moves {
		r.restoreMove(article.Page(move.From), article.Page(move.To))
	}
	former := map[article.PageID][]string{}
	for _, move := range m.Moves {
		id := r.holder(article.Page(move.From))
		former[id] = append(former[id], move.From)
	}
	for _, id := range slices.Sorted(maps.Keys(former)) {
		if r.page(id).story != nil {
			p := r.edit(id)
			p.story = p.story.withRare(func(x *rare) { x.former = join(x.former, former[id]) })
		}
	}
}

func (r *resolver) restoreMove(from, to article.PageID) {
	f := r.edit(from)
	if f.story != nil && !f.story.isRemoved() || from == to {
		return // the page has a story: the later record counts
	}
	if r.holder(to) == from {
		return
	}
	if f.story != nil {
		r.ids.Set(f.story.idAt(f.story.rare.path), nowhere)
	}
	f.story, f.movedTo = nil, to
}

// storyOf returns the story of a remembered item.
func (r *resolver) storyOf(it *Item) *story {
	s := &story{tag: r.tag, first: Seconds(it.FirstSeen), published: Seconds(it.Published), updated: Seconds(it.Updated)}
	if it.Adopted || !r.mints(it.ID, it.Path) {
		s.id = it.ID
	}
	if len(it.Prints) > 0 {
		s.print = it.Prints[0]
	}
	if len(it.Prints) > 1 || !it.Removed.IsZero() || it.Backfilled || it.Adopted || len(it.Came) > 0 {
		s.rare = &rare{removed: Seconds(it.Removed), lost: !it.Removed.IsZero() && !it.Leaving.IsZero(), backfilled: it.Backfilled, fills: it.Fills, adopted: it.Adopted, came: cameOf(it.Came)}
		if len(it.Prints) > 1 {
			s.rare.prints = slices.Clone(it.Prints[1:])
		}
		if s.rare.removed != 0 {
			s.rare.path, s.rare.file = it.Path, it.File
		}
	}
	return s
}

// mints reports whether an id is the one that follows from a path.
func (r *resolver) mints(id, path string) bool {
	rest, ok := strings.CutPrefix(id, *r.tag)
	return ok && rest == article.PathURI(path)
}

// recognise gives every loaded article its story. A story without a file is
// textless. For a file without a story that does not wait, memory was lost.
func (r *resolver) recognise(items []Item) {
	r.arrived = map[article.PageID]arrival{}
	missing := map[article.PageID]bool{}
	for _, d := range slices.Clone(r.due) {
		switch {
		case d.story != nil && d.article == nil && !d.story.isRemoved():
			missing[d.id] = true
		case d.article != nil && d.movedTo == 0 && (d.story == nil || d.story.isRemoved() && r.wants(d.id, d.page)):
			r.arrived[d.id] = arrival{file: true}
		case d.article != nil && (d.article.ID != "" || len(d.article.Former()) > 0):
			r.arrived[d.id] = arrival{file: true, before: d.article}
		}
	}
	r.lacking = len(missing) > 0
	r.noteTextless(missing, items)
	all := r.candidates()
	r.matcher.start(len(all))
	each(all, r.declarer.declare)
	all = append(all, r.declarer.revive(all)...)
	r.minter.mint(all)
	r.declarer.seekClashes(all)
	r.declarer.findLoops(all)
}

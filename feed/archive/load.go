package archive

import (
	"maps"
	"slices"
	"strings"
	"unique"

	"dateline/feed/article"
)

// Load gives the snapshot of what is remembered and of the files as they
// were then, and what must be remembered besides: nothing, unless memory was
// lost or topics are forgotten.
func Load(o Options, m Memory, files []Change) (*Snapshot, Memory) {
	s := New(o)
	if m.Authority != "" {
		s.authored = true
		if o.Authority == "" {
			tag := tagOf(m.Authority)
			s.tag = &tag
		}
	}
	if m.Clock.After(s.clock) {
		s.clock = m.Clock
	}
	for i, c := range s.options.Contents {
		s.mounts[i] = slices.Contains(m.Mounts, c.Mount)
	}
	n := s.next(Occasion{})
	n.loading = true
	n.setMoment()
	for _, t := range m.Topics {
		n.addTopic(&Topic{Name: strings.Clone(t.Name), Slug: strings.Clone(t.Slug)})
	}
	n.restoreNotices(m.Notices)
	n.restoreStories(m)
	n.apply(files)
	n.recognise(m.Items)
	n.publish()
	n.withdrawNotices()
	n.forgetTopics(m.Items)
	n.place()
	loaded, delta := n.finish()
	return loaded, delta.Memory
}

// restoreStories puts the stories where they stood.
func (n *next) restoreStories(m Memory) {
	type remembered struct {
		*story
		path string
	}
	all := placeAll(len(m.Items), func(i int) placed[remembered] {
		it := &m.Items[i]
		return placed[remembered]{article.Page(it.Path), remembered{n.storyOf(it), it.Path}}
	})
	for i := range all {
		n.times.add(all[i].it.published)
		n.countUpdated(all[i].it.story, 1)
	}
	for _, r := range byPage(all) {
		s := r.it.story
		if r.it.path == "" {
			n.ids.Set(s.idAt(""), nowhere)
			continue
		}
		p := n.edit(r.page)
		if p.story != nil && s.isRemoved() { // it ended in another one
			n.ids.Set(s.idAt(r.it.path), nowhere)
			continue
		}
		if p.story != nil {
			n.ids.Set(p.story.idAt(r.it.path), nowhere)
		}
		p.story = s
		if s.id != "" {
			n.ids.Set(s.id, r.page)
		}
	}
	for _, move := range m.Moves {
		n.restoreMove(article.Page(move.From), article.Page(move.To))
	}
	former := map[article.PageID][]string{}
	for _, move := range m.Moves {
		id := n.holder(article.Page(move.From))
		former[id] = append(former[id], move.From)
	}
	for _, id := range slices.Sorted(maps.Keys(former)) {
		if n.page(id).story != nil {
			p := n.edit(id)
			p.story = p.story.withRare(func(r *rare) { r.former = join(r.former, former[id]) })
		}
	}
	for i := range m.Items {
		n.restoreTopics(&m.Items[i])
	}
}

// restoreTopics has a story stay in the topics that were claimed for it once.
func (n *next) restoreTopics(it *Item) {
	if len(it.Kept) == 0 || it.Path == "" {
		return
	}
	id := article.Page(it.Path)
	if p := n.page(id); !n.keeps(p.story) || p.story.idAt(it.Path) != it.ID {
		return // or it ended in this one
	}
	for _, topic := range it.Kept {
		n.pending = append(n.pending, claimChange{id, unique.Make(topic), 0})
	}
}

func (n *next) restoreMove(from, to article.PageID) {
	f := n.edit(from)
	if f.story != nil && !f.story.isRemoved() || from == to {
		return // the later word counts: a story stands here
	}
	if n.holder(to) == from {
		return
	}
	if f.story != nil {
		n.ids.Set(f.story.idAt(f.story.rare.path), nowhere)
	}
	f.story, f.movedTo = nil, to
}

// storyOf gives the story of an item.
func (n *next) storyOf(it *Item) *story {
	s := &story{tag: n.tag, first: Seconds(it.FirstSeen), published: Seconds(it.Published), updated: Seconds(it.Updated)}
	if !n.mints(it.ID, it.Path) {
		s.id = it.ID
	}
	if len(it.Prints) > 0 {
		s.print = it.Prints[0]
	}
	if len(it.Prints) > 1 || !it.Removed.IsZero() {
		s.rare = &rare{removed: Seconds(it.Removed)}
		if len(it.Prints) > 1 {
			s.rare.prints = slices.Clone(it.Prints[1:])
		}
		if s.rare.removed != 0 {
			s.rare.path = it.Path
		}
	}
	return s
}

// mints reports whether an id is the one that follows from a path.
func (n *next) mints(id, path string) bool {
	rest, ok := strings.CutPrefix(id, *n.tag)
	return ok && rest == article.PathURI(path)
}

// recognise gives every loaded article its story. A story without a file is
// a removed one until the file shows up; a file without a story is one whose
// memory was lost.
func (n *next) recognise(items []Item) {
	missing := map[article.PageID]bool{}
	for _, d := range slices.Clone(n.due) {
		switch {
		case d.story != nil && d.article == nil && !d.story.isRemoved():
			missing[d.id] = true
		case d.story == nil && d.article != nil && d.movedTo == 0:
			n.arrived[d.id] = arrival{file: true}
		case d.article != nil && (d.article.ID != "" || len(d.article.Former()) > 0):
			n.arrived[d.id] = arrival{file: true, before: d.article}
		}
	}
	n.lacking = len(missing) > 0
	n.miss(missing, items)
	all := n.candidates()
	for _, c := range all {
		n.declare(c)
	}
	all = append(all, n.revive(all)...)
	n.mint(all)
	n.seekClashes(all)
	for _, c := range all {
		n.findLoop(c.id)
	}
}

// miss takes stories for removed whose files are not known.
func (n *next) miss(pages map[article.PageID]bool, items []Item) {
	for i := 0; i < len(items) && len(pages) > 0; i++ {
		id := article.Page(items[i].Path)
		if p := n.page(id); pages[id] && !p.story.isRemoved() {
			p = n.edit(id)
			p.story = p.story.withRare(func(r *rare) { r.removed, r.path = n.now, items[i].Path })
			delete(pages, id)
		}
	}
}

// tagOf gives what ids of an authority begin with (RFC 4151), empty for none.
func tagOf(authority string) string {
	if authority == "" {
		return ""
	}
	return "tag:" + authority + ":"
}

func authorityOf(tag string) string { return strings.TrimSuffix(strings.TrimPrefix(tag, "tag:"), ":") }

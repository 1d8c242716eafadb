package archive

import (
	"slices"

	"dateline/feed/article"
)

// part frees a page of the story that moved away from it, where another one
// appears there now.
func (n *next) part(c *candidate) {
	if c.movedTo == 0 || !n.appears(c) || !n.wants(c.id, c.page) {
		return
	}
	at := n.holder(c.id)
	h := n.page(at)
	switch {
	case h.story == nil:
		return
	case h.article == nil && !n.declaresOther(c, at):
		return
	case h.article == nil:
	case n.isSuperseded(c.article.Path, at), n.isBack(c, at):
		return
	case !slices.Contains(h.article.Former(), c.article.Path) && n.similar(c.article, h.article):
		return
	}
	n.leave(c.id, c.article.Path)
}

// declaresOther reports whether an article says that its story is one that
// stands elsewhere than at a page.
func (n *next) declaresOther(c *candidate, at article.PageID) bool {
	return slices.ContainsFunc(c.article.Former(), func(path string) bool {
		other := n.holder(article.Page(path))
		p, ok := n.pages.Get(other)
		return ok && other != at && p.story != nil && !p.story.isRemoved()
	})
}

// comeBack gives a page its story back, where the file to which it moved is
// gone or withheld, or the page of the day drops it: with this change, or before.
func (n *next) comeBack(c *candidate, now bool) {
	if c.movedTo == 0 || !n.wants(c.id, c.page) || !c.listed && !n.appears(c) && !(c.file && n.isExpired(c.before)) {
		return
	}
	at := n.holder(c.id)
	_, lost := n.arrived[at]
	if h := n.page(at); lost == now && h.story != nil && (h.article == nil || n.arrived[at].dropped || n.isBack(c, at)) {
		n.move(at, c.id, c.article.Path)
	}
}

// shift has the story of a page move with its file, whose page is another one
// now. It is no news if the bytes are the same: then the rules that say where
// files stand are others, and subscribers keep the id. At a page that another
// story has it cannot stand.
func (n *next) shift(s shift) {
	f, t := n.edit(s.from), n.edit(s.to)
	if f.article != nil || t.article == nil || t.article.File != s.file || t.story != nil && !t.story.isRemoved() {
		return
	}
	before, removed, told := n.arrived[s.from].before, int64(0), len(n.events)
	if f.story == nil {
		n.shiftVersion(s, before)
		return
	}
	if f.story.rare != nil {
		removed = f.story.rare.removed
	}
	n.move(s.from, s.to, "")
	if before != nil && before.Hash == t.article.Hash {
		n.events = n.events[:told]
	}
	if removed != 0 {
		t.story = t.story.withRare(func(r *rare) { r.removed, r.path = removed, t.article.Path })
	}
}

// shiftVersion has an earlier version, whose story stands elsewhere, stay one at
// its other page.
func (n *next) shiftVersion(s shift, before *article.Article) {
	at := n.holder(s.from)
	h, t := n.page(at), n.edit(s.to)
	if at == s.from || at == s.to || h.story == nil || t.story != nil {
		return
	}
	if n.holder(s.to) != at {
		if t.movedTo != 0 {
			n.leave(s.to, t.article.Path)
		}
		t.movedTo = at
		h = n.edit(at)
		h.story = h.story.withRare(func(r *rare) { r.former = join(r.former, []string{t.article.Path}) })
		n.saved[at] = true
		n.remember(s.to, Move{t.article.Path, n.pathOf(at, "")})
	}
	a := n.arrived[s.to]
	a.before = before
	n.arrived[s.to] = a
}

// move has the story of one page stand at another; path is that of the page
// from which it moves, where nothing else knows it. Where both have one, the
// second keeps its own and the id of the first ends. All pages where the
// story ever stood lead to the new one.
func (n *next) move(from, to article.PageID, path string) {
	f, t := n.edit(from), n.edit(to)
	n.giveBack(from, to, t)
	path = n.pathOf(from, path)
	former := []string{path}
	if f.story != nil {
		former = append(former, f.story.former()...)
	}
	switch {
	case t.movedTo == 0:
	case n.holder(to) == from: // it comes back
		t.movedTo = 0
		n.remember(to, Move{From: n.pathOf(to, "")})
	default:
		n.leave(to, n.pathOf(to, ""))
	}
	n.notes.Delete(from)
	n.notes.Delete(to)
	n.handOver(from, to, path)
	former = slices.DeleteFunc(former, func(path string) bool { return article.Page(path) == to })
	for _, path := range former {
		id := article.Page(path)
		n.edit(id).movedTo = to
		n.moved = append(n.moved, id)
		n.remember(id, Move{path, n.pathOf(to, "")})
	}
	if t.story != nil {
		t.story = t.story.withRare(func(r *rare) { r.former = join(r.former, former) })
	} else {
		n.followers[to] += n.followers[from] + 1
	}
	n.moved = append(n.moved, to)
	n.saved[to] = true
}

// giveBack has a removed story whose page another one takes stand where an
// earlier version of it still has a file, which is not shown now: it may be
// later.
func (n *next) giveBack(taker, id article.PageID, p *page) {
	if p.story == nil || !p.story.isRemoved() {
		return
	}
	for _, path := range p.story.former() {
		at := article.Page(path)
		if q, ok := n.pages.Get(at); ok && at != taker && q.article != nil && n.holder(at) == id && p.story.had(q.article.Fingerprint) {
			n.move(id, at, "")
			return
		}
	}
}

// leave frees a page of the story that moved away from it. The story takes
// along what was claimed for it there.
func (n *next) leave(id article.PageID, path string) {
	p, at := n.page(id), n.holder(id)
	if n.page(at).story != nil {
		h := n.edit(at)
		n.saved[at] = true
		h.story = h.story.withRare(func(r *rare) { r.former = without(r.former, path) })
		for _, k := range p.claims {
			n.keep(at, h.story, []article.Name{k.topic})
		}
	}
	n.free(id, path)
}

// handOver gives a page the story of another.
func (n *next) handOver(from, to article.PageID, path string) {
	f, t := n.edit(from), n.edit(to)
	switch {
	case f.story == nil:
		return
	case t.story != nil && t.story.isRemoved():
		n.abandon(t.story.former())
		n.end(to, t, n.pathOf(to, ""))
	case t.story != nil:
		n.end(from, f, path)
		return
	}
	t.story = f.story.with(func(s *story) { s.id = f.story.idAt(path) }).withRare(func(r *rare) {
		r.removed, r.path = 0, ""
		r.former = without(r.former, n.pathOf(to, ""))
	})
	n.ids.Set(t.story.id, to)
	if f.entry != nil {
		if n.wants(to, t) {
			n.delta.Renamed++
		}
		n.events = append(n.events, event{Moved, to, f.entry})
		n.recent.Delete(moment{f.story.first, from})
	}
	t.entry, f.entry, f.story = f.entry, nil, nil
}

// abandon frees the pages where a story once stood.
func (n *next) abandon(paths []string) {
	for _, path := range paths {
		n.free(article.Page(path), path)
	}
}

// free has a page lead nowhere else, and forget what was only kept for the
// story that moved away from it.
func (n *next) free(id article.PageID, path string) {
	p := n.edit(id)
	p.movedTo = 0
	n.freed = append(n.freed, id)
	p.claims = slices.DeleteFunc(p.claims, func(k claim) bool { return k.times == 0 })
	n.remember(id, Move{From: path})
}

// end takes the story of a page, at path, away for good: another one stands
// for it. Its id is never given again.
func (n *next) end(id article.PageID, p *page, path string) {
	was := n.item(id, p)
	was.ID, was.Path = p.story.idAt(path), ""
	if was.Removed.IsZero() {
		was.Removed = TimeOf(n.now)
	}
	n.delta.Memory.Items = append(n.delta.Memory.Items, was)
	n.ids.Set(was.ID, nowhere)
	n.newlyHidden = true // its notices are found by their page now
	if p.entry != nil {
		n.retract(id, p)
	}
	p.story = nil
}

// nowhere is where the story stands of an id that has ended.
const nowhere article.PageID = 0

// pathOf gives the path of a page, or what is said where nobody knows.
func (n *next) pathOf(id article.PageID, otherwise string) string {
	p := n.page(id)
	switch a := n.arrived[id]; {
	case p.article != nil:
		return p.article.Path
	case p.story != nil && p.story.rare != nil && p.story.rare.path != "":
		return p.story.rare.path
	case p.entry != nil:
		return p.entry.Path
	case a.before != nil:
		return a.before.Path
	}
	return otherwise
}

// remember notes a move to be written down, and the story that stands at the
// page, if any.
func (n *next) remember(id article.PageID, m Move) {
	n.saved[id] = true
	n.moves[m.From] = m.To
}

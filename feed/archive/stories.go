package archive

import (
	"slices"

	"dateline/feed/article"
)

// stories holds where each story is. It owns the stories of pages and where they
// moved. The passes of identity resolution move, end and remove stories by its
// methods, each of which makes a decision.
type stories struct {
	*tx
	claims *claims // claims move with stories

	arrivals
	decisions
	over      bool                    // the change is over, so likeness counts
	ended     map[article.PageID]bool // pages whose own grace or wait is over
	joining   map[*story]bool         // young stories that another one may join while stories are matched
	moved     []article.PageID        // pages to and from which stories moved
	freed     []article.PageID        // pages that no longer lead elsewhere
	followers map[article.PageID]int  // number of pages that lead to a page without a story
}

// move moves the story of one page to another. The caller passes the path of the
// first page in case nothing else has it. If both pages have a story, the second
// one keeps its own, and the id of the first ends. All pages where the story ever
// stood lead to the new page.
func (st *stories) move(from, to article.PageID, path string) {
	f, t := st.edit(from), st.edit(to)
	st.giveBack(from, to, t)
	path = st.pathOf(from, path)
	former := []string{path}
	if f.story != nil {
		former = append(former, f.story.former()...)
	}
	switch {
	case t.movedTo == 0:
	case st.holder(to) == from: // it returns
		t.movedTo = 0
		st.remember(to, Move{From: st.pathOf(to, "")})
	default:
		st.leave(to, st.pathOf(to, ""))
	}
	st.notes.Delete(from)
	st.notes.Delete(to)
	if st.handOver(from, to, path); t.story != nil {
		st.claims.keepOfFile(to, t.story, from)
	}
	former = slices.DeleteFunc(former, func(path string) bool { return article.Page(path) == to })
	for _, path := range former {
		id := article.Page(path)
		st.edit(id).movedTo = to
		st.moved = append(st.moved, id)
		st.remember(id, Move{path, st.pathOf(to, "")})
	}
	if t.story != nil {
		t.story = t.story.withRare(func(x *rare) { x.former = join(x.former, former) })
	} else {
		st.followers[to] += st.followers[from] + 1
	}
	st.moved = append(st.moved, to)
	st.saved[to] = true
}

// giveBack moves a removed story, whose page another story takes, to an earlier
// version that still has a file. That file is not published now, but may be
// later.
func (st *stories) giveBack(taker, id article.PageID, p *page) {
	if p.story == nil || !p.story.isRemoved() {
		return
	}
	for _, path := range p.story.former() {
		at := article.Page(path)
		if q, ok := st.pages.Get(at); ok && at != taker && q.article != nil && st.holder(at) == id && p.story.hadThat(q.article) {
			st.move(id, at, "")
			return
		}
	}
}

// leave frees a page of the story that moved away from it. The story keeps
// what was claimed for it there.
func (st *stories) leave(id article.PageID, path string) {
	p, at := st.page(id), st.holder(id)
	if st.page(at).story != nil {
		h := st.edit(at)
		st.saved[at] = true
		h.story = h.story.withRare(func(x *rare) { x.former = without(x.former, path) })
		for _, k := range p.claims {
			st.claims.keep(at, h.story, []article.Name{k.topic})
		}
	}
	st.free(id, path)
}

// handOver gives the story of a page to another page.
func (st *stories) handOver(from, to article.PageID, path string) {
	f, t := st.edit(from), st.edit(to)
	var former []string // of a young story
	switch {
	case f.story == nil:
		return
	case t.story != nil && t.story.isRemoved():
		st.abandon(t.story.former())
		st.end(to, t, st.pathOf(to, ""))
	case st.joining[t.story]:
		former = t.story.former()
		st.join(to, t)
	case t.story != nil:
		st.end(from, f, path)
		return
	}
	t.story = f.story.with(func(s *story) { s.id = f.story.idAt(path) }).withRare(func(x *rare) {
		x.removed, x.path, x.file = 0, "", ""
		x.former = join(without(x.former, st.pathOf(to, "")), former)
	})
	st.ids.Set(t.story.id, to)
	st.noteYoung(to, t.story)
	st.returns = st.returns || f.story.isRemoved()
	if f.entry != nil {
		st.list = append(st.list, decision{kind: Moved, page: to, from: from, was: f.entry})
	}
	t.entry, f.entry, f.story = f.entry, nil, nil
}

// abandon frees the pages where a story once stood.
func (st *stories) abandon(paths []string) {
	for _, path := range paths {
		st.free(article.Page(path), path)
	}
}

// free makes a page lead nowhere else, and deletes the claims that were kept
// only for the story that moved away from it.
func (st *stories) free(id article.PageID, path string) {
	p := st.edit(id)
	p.movedTo = 0
	st.freed = append(st.freed, id)
	p.claims = slices.DeleteFunc(p.claims, func(k claim) bool { return k.times == 0 })
	st.remember(id, Move{From: path})
	st.remakeUsual(id)
}

// end ends the story of a page, whose path the caller passes, because another
// story takes its place. Its id is never used again, and it leaves no
// tombstone.
func (st *stories) end(id article.PageID, p *page, path string) {
	was := st.claims.item(id, p)
	was.ID, was.Path = p.story.idAt(path), ""
	if was.Removed.IsZero() {
		was.Removed = TimeOf(st.now)
	}
	st.delta.Memory.Items = append(st.delta.Memory.Items, was)
	st.ids.Set(was.ID, nowhere)
	st.hides = true // its notices are found by their page from now on
	if p.entry != nil {
		st.list = append(st.list, decision{kind: ended, page: id, was: p.entry})
	}
	p.story, p.entry = nil, nil
}

// join ends a young story with a tombstone, because an older one goes on at its
// page: readers that know tombstones drop the copy that they got.
func (st *stories) join(id article.PageID, p *page) { st.setAside(id, p, p.article, st.now) }

// setAside removes the story that an article of a page has, because another story takes
// the page, and returns where it stands: at the page of its id, where no article can
// be.
func (st *stories) setAside(id article.PageID, p *page, a *article.Article, removed int64) article.PageID {
	uri := p.story.idAt(a.Path)
	at := article.Page(uri)
	t := st.edit(at)
	t.story = p.story.with(func(s *story) { s.id = uri }).withRare(func(x *rare) {
		x.removed, x.path, x.file, x.former = removed, uri, a.File, nil
	})
	st.ids.Set(uri, at)
	st.saved[at] = true
	topics := st.claims.claimed(p, a.Topics)
	st.claims.keep(at, t.story, append(topics, a.Topics...))
	if p.entry != nil {
		st.list = append(st.list, decision{kind: ended, page: id, was: p.entry})
	}
	p.story, p.entry = nil, nil
	return at
}

// nowhere is the page of ids that have ended.
const nowhere article.PageID = 0

// pathOf returns the path of a page, or otherwise if it is not known.
func (st *stories) pathOf(id article.PageID, otherwise string) string {
	p := st.page(id)
	switch a := st.arrived[id]; {
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

// maxFormer bounds the pages where a story once stood, because each move of
// the story changes them all.
const maxFormer = 1000

// places returns the number of pages that lead to a page.
func (st *stories) places(id article.PageID) int {
	count := st.followers[id]
	if p, ok := st.pages.Get(id); ok && p.story != nil {
		count += len(p.story.former())
	}
	return count
}

// isVacant reports whether no published story stands at a page or moved away from
// it. At a hidden page a former address does not count, because hiding takes
// precedence. A young story makes room for one that joins it.
func (st *stories) isVacant(p *page) bool {
	if p.movedTo != 0 && (p.article == nil || !st.isWithheld(p.article)) {
		p = st.page(st.holder(p.movedTo))
	}
	return p.story == nil || p.story.isRemoved() || st.joining[p.story]
}

// owns reports whether a page has a published story that makes room for no other.
func (st *stories) owns(p *page) bool {
	return p.story != nil && !p.story.isRemoved() && !st.joining[p.story]
}

// distinct returns each page of a list once, in order.
func distinct(list []article.PageID) (once []article.PageID) {
	if len(list) == 0 {
		return nil
	}
	seen := make(map[article.PageID]bool, len(list))
	for _, id := range list {
		if !seen[id] {
			seen[id] = true
			once = append(once, id)
		}
	}
	return once
}

// note adds a complaint about a page, which stays until the file of the page
// changes.
func (st *stories) note(id article.PageID, p article.Problem) {
	if list, _ := st.notes.Get(id); !slices.Contains(list, p) {
		st.notes.Set(id, append(slices.Clip(list), p))
	}
}

package archive

import (
	"maps"
	"slices"

	"dateline/feed/article"
)

// A story stays with its file when the page of the file changes: by front matter or by
// a pattern. That holds whatever happens to other files with the same change. Files that
// exchange their pages keep their stories. A story whose own file is gone makes way
// for a file that takes its page. It is removed at once, because there is no page at
// which it could stay for its grace or until the removal is accepted, and what leads to
// it is gone with it; unless another article goes on with it.

// shift is a file whose page has changed.
type shift struct {
	from, to article.PageID
	file     string
	story    *story // of the page from before the change; nil if there is none
}

// shiftAll moves stories with their files, whose pages have changed.
func (r *resolver) shiftAll() {
	leaving := r.shifting()
	if len(leaving) == 0 {
		return
	}
	r.makeWay(leaving)
	done := map[article.PageID]bool{}
	for _, s := range r.shifts {
		var chain []shift
		next, more := leaving[s.from]
		for more && !done[next.from] {
			done[next.from] = true
			chain = append(chain, next)
			next, more = leaving[next.to]
		}
		slices.Reverse(chain) // a story leaves a page before another one comes there
		if more && len(chain) > 0 && next.from == chain[len(chain)-1].from {
			r.exchange(chain)
			continue
		}
		for _, s := range chain {
			r.shift(s, s.from)
		}
	}
}

// shifting returns the shifts of the files that held a page and hold another one now,
// by the page that they left.
func (r *resolver) shifting() map[article.PageID]shift {
	leaving := make(map[article.PageID]shift, len(r.shifts))
	for _, s := range r.shifts {
		f, t, before := r.page(s.from), r.page(s.to).article, r.arrived[s.from].before
		if t != nil && t.File == s.file && (before == nil && f.article == nil || before != nil && before.File == s.file) {
			s.story = f.story
			leaving[s.from] = s
		}
	}
	return leaving
}

// shift moves the story of a file, which stands at a page now, to the new page of the
// file. If the bytes are the same, only the rules for the pages of files have changed,
// so the story keeps its id and subscribers are not told. If another file has taken
// the old page with this change, it begins a story of its own there.
func (r *resolver) shift(s shift, at article.PageID) {
	f, t, before := r.edit(at), r.edit(s.to), r.arrived[s.from].before
	if s.story == nil {
		r.shiftVersion(s, before)
		return
	}
	removed, told := int64(0), len(r.list)
	if s.story.rare != nil {
		removed = s.story.rare.removed
	}
	r.move(at, s.to, "")
	if before != nil && before.Hash == t.article.Hash {
		for i := range r.list[told:] {
			r.list[told+i].quiet = true
		}
	}
	if removed != 0 {
		t.story = t.story.withRare(func(x *rare) { x.removed, x.path, x.file = removed, t.article.Path, rememberedFile(t.article) })
	}
	if f.article != nil {
		r.leave(at, f.article.Path)
		a := r.arrived[at]
		a.before = nil
		r.arrived[at] = a
	}
}

// exchange moves the stories of files each of which takes the page of another one. The
// last story stands meanwhile at the page of its id, where no article can be.
func (r *resolver) exchange(circle []shift) {
	last := len(circle) - 1
	for i, s := range circle { // begin where a page is free
		if r.page(s.to).story == nil {
			circle = slices.Concat(circle[i:], circle[:i])
			last = -1
			break
		}
	}
	if last < 0 {
		for _, s := range circle {
			r.shift(s, s.from)
		}
		return
	}
	s := circle[last]
	uri := s.story.idAt(r.pathOf(s.from, ""))
	at, told := article.Page(uri), len(r.list)
	r.move(s.from, at, "")
	r.list = r.list[:told]
	for _, other := range circle[:last] {
		r.shift(other, other.from)
	}
	r.shift(s, at)
	for i := range r.list[told:] {
		if d := &r.list[told+i]; d.from == at {
			d.from = s.from
		}
	}
	r.leave(at, uri)
	delete(r.moves, uri)
	a := r.arrived[s.from]
	a.before = nil
	r.arrived[s.from] = a
}

// makeWay has the stories make way that files displace with their shifts: those whose
// own files are gone, or hold no page any longer.
func (r *resolver) makeWay(leaving map[article.PageID]shift) {
	var lost []looks
	taken := map[article.PageID]bool{}
	for _, from := range slices.Sorted(maps.Keys(leaving)) {
		to := leaving[from].to
		taken[to] = true
		p := r.page(to)
		if _, leaves := leaving[to]; leaves || p.story == nil || p.story.isRemoved() || r.arrived[to].before == nil {
			continue
		}
		c := &candidate{arrival: r.arrived[to], page: r.edit(to), id: to, date: r.dateOf(r.arrived[to].before), shown: r.old.page(to).entry}
		lost = append(lost, newLooks(c, c.last()))
	}
	if len(lost) == 0 {
		return
	}
	hidden, found := r.newcomers(taken)
	for _, marks := range []func(looks) []string{looks.content, r.hider.declared} {
		_, hidden = r.matcher.matchBy(marks, lost, hidden)
		lost = slices.DeleteFunc(lost, func(l looks) bool { return l.at.story == nil })
	}
	rest, found := r.matcher.matchSure(lost, found)
	rest, _ = r.matcher.matchLikely(rest, found)
	for _, l := range rest {
		r.displace(l.at)
	}
}

// newcomers returns the articles that came with this change to pages without a story,
// other than those of files that bring their stories: withheld ones, and others.
func (r *resolver) newcomers(but map[article.PageID]bool) (hidden, found []looks) {
	for _, id := range slices.Sorted(maps.Keys(r.arrived)) {
		p := r.page(id)
		if but[id] || !r.arrived[id].file || p.article == nil || !r.isVacant(p) {
			continue
		}
		l := newLooks(&candidate{arrival: r.arrived[id], page: p, id: id, date: r.dateOf(p.article)}, p.article)
		switch {
		case r.isWithheld(p.article):
			hidden = append(hidden, l)
		case r.wants(id, p):
			found = append(found, l)
		}
	}
	return hidden, found
}

// displace removes the story of a page that another file has taken.
func (r *resolver) displace(c *candidate) {
	removed, shown := r.now, c.entry
	if shown == nil && r.isWithheld(c.before) {
		removed = removedHidden
	}
	former := c.story.former()
	at := r.setAside(c.id, c.page, c.before, removed)
	r.accepts = r.accepts || r.Accepted && shown != nil
	t := r.edit(at)
	t.story = t.story.withRare(func(x *rare) { x.former, x.lost = former, shown != nil })
	for _, path := range former {
		id := article.Page(path)
		r.edit(id).movedTo = at
		r.remember(id, Move{path, t.story.rare.path})
	}
	if shown != nil {
		r.list = append(r.list, decision{kind: Removed, page: at, was: shown})
	}
}

// shiftVersion keeps an earlier version, whose story is elsewhere, an earlier
// version at its new page.
func (r *resolver) shiftVersion(s shift, before *article.Article) {
	at := r.holder(s.from)
	h, t := r.page(at), r.edit(s.to)
	if at == s.from || at == s.to || h.story == nil || t.story != nil {
		return
	}
	if r.holder(s.to) != at {
		if t.movedTo != 0 {
			r.leave(s.to, t.article.Path)
		}
		t.movedTo = at
		h = r.edit(at)
		h.story = h.story.withRare(func(r *rare) { r.former = join(r.former, []string{t.article.Path}) })
		r.saved[at] = true
		r.remember(s.to, Move{t.article.Path, r.pathOf(at, "")})
	}
	a := r.arrived[s.to]
	a.before = before
	r.arrived[s.to] = a
}

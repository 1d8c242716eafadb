package archive

import (
	"slices"
	"strconv"

	"dateline/feed/article"
)

// declarer follows what articles declare of their stories: ids and earlier
// addresses.
type declarer struct{ *stories }

// declare follows what an article declares about its story: an id and earlier
// paths. Declarations of superseded articles are ignored.
func (d *declarer) declare(c *candidate) {
	if c.movedTo != 0 || !d.wants(c.id, c.page) {
		return
	}
	if c.article.ID != "" {
		d.claimID(c)
	}
	d.claimPaths(c)
}

// claimID moves the story with the id in front matter to this page. It does
// not if that story has a file, published or not, or if another story stands
// here already: then both keep their ids.
func (d *declarer) claimID(c *candidate) {
	at, ok := d.holderOfGiven(c.article.ID)
	if !ok || at == c.id || at == nowhere || d.owns(c.page) {
		return
	}
	if p := d.page(at); p.article == nil {
		d.move(at, c.id, "")
	}
}

// claimPaths moves the stories of earlier paths to the story of this article,
// so that the paths lead there, unless isKept says otherwise.
func (d *declarer) claimPaths(c *candidate) {
	refused := ""
	for _, path := range c.article.Former() {
		at := d.holder(article.Page(path))
		switch {
		case at == c.id:
		case d.isKept(c, at, path):
			d.clashes.Set(c.id, struct{}{})
		case d.places(at)+d.places(c.id) >= maxFormer:
			refused = path
		default:
			d.move(at, c.id, path)
		}
	}
	if refused != "" {
		d.note(c.id, article.Problem{File: c.article.File, Line: c.article.FormerAt.Line, Column: c.article.FormerAt.Column,
			About: article.Addresses, What: "with " + refused + " the article would have more than " + strconv.Itoa(maxFormer) + " former addresses", Effect: "the address does not lead here",
			Hint: "declare it in only one article"})
	}
}

// isKept reports whether a former address that an article declares stays with
// the page to which it leads now, because another file stands there or had the
// address first.
//
// Changes are more than an address: they name an earlier version of the story,
// whose file may still be there. An article with a story of its own supersedes
// only that file, not one that left the address and is published elsewhere. An
// alias takes a story along only if that story has lost its file and the
// article has none yet.
func (d *declarer) isKept(c *candidate, at article.PageID, path string) bool {
	h, ok := d.pages.Get(at)
	own := d.owns(c.page)
	switch {
	case !ok || h.article == nil && h.story == nil:
		return false
	case d.loading && own && h.story != nil && (h.story.isRemoved() || d.places(at)+d.places(c.id) < maxFormer):
		return true // there is nothing more to take
	case !slices.Contains(c.article.Changes, path):
		return h.article != nil || own
	case h.article == nil:
		return false
	}
	if d.isWithheld(h.article) {
		return true
	}
	_, declared := d.declarations.Get(declaration{article.Page(path), at})
	return (declared || own && hasLeft(path, h)) && d.wants(at, h) && !slices.Contains(c.article.Changes, h.article.Path)
}

// hasLeft reports whether the story of a page once stood at a path, which is
// not that of its file either: the file may have any page.
func hasLeft(path string, p *page) bool {
	if p.story == nil || path == article.PagePath(p.article.File) {
		return false
	}
	_, former := slices.BinarySearch(p.story.former(), path)
	return former
}

// declareAgain has the articles to which a story came back claim their earlier
// paths, which they could not while they were superseded. It returns these
// articles.
func (d *declarer) declareAgain() (all []*candidate) {
	for _, id := range distinct(d.moved) {
		if p := d.page(id); p.movedTo == 0 && d.wants(id, p) && len(p.article.Former()) > 0 {
			c := &candidate{page: d.edit(id), id: id}
			d.claimPaths(c)
			all = append(all, c)
		}
	}
	return all
}

// revive brings articles back to their pages from which only an alias leads
// away, declared by an article that has their story, and articles whose story
// was taken up elsewhere without them. It returns them.
func (d *declarer) revive(all []*candidate) (back []*candidate) {
	for _, c := range all {
		if c.movedTo != 0 || !d.wants(c.id, c.page) {
			continue
		}
		for _, path := range c.article.Former() {
			id := article.Page(path)
			p, ok := d.pages.Get(id)
			if !ok || p.movedTo == 0 || d.holder(id) != c.id || !d.wants(id, p) || d.isSuperseded(path, c.id) {
				continue
			}
			d.leave(id, path)
		}
	}
	for _, id := range d.freed {
		_, arrived := d.arrived[id]
		p, ok := d.pages.Get(id)
		if ok && !arrived && p.movedTo == 0 && p.story == nil && d.wants(id, p) {
			p = d.edit(id)
			d.arrived[id] = arrival{due: true}
			back = append(back, &candidate{arrival: d.arrived[id], page: p, id: id, date: d.dateOf(p.article)})
		}
	}
	return back
}

// seekClashes notes which articles declare addresses of pages that changed.
// Addresses where nothing is left then lead to them.
func (d *declarer) seekClashes(all []*candidate) {
	if d.declarations.Len() == 0 {
		return
	}
	look := func(path article.PageID) {
		d.declarers(path, func(id article.PageID) { d.clashes.Set(id, struct{}{}) })
	}
	for _, c := range all {
		look(c.id)
		d.assignAddress(c.id)
		if c.story != nil {
			for _, path := range c.story.former() {
				look(article.Page(path))
			}
		}
	}
	for _, id := range d.moved {
		look(id)
	}
	for _, id := range d.freed {
		look(id)
		d.assignAddress(id)
	}
}

// assignAddress assigns an address where nothing is left to the first article
// that declares it.
func (d *declarer) assignAddress(path article.PageID) {
	if p, ok := d.pages.Get(path); ok && (p.article != nil || p.story != nil || p.movedTo != 0) {
		return
	}
	var first *candidate
	d.declarers(path, func(id article.PageID) {
		p := d.page(id)
		if p.movedTo == 0 && d.wants(id, p) && (first == nil || d.declaresFirst(p.article, first.article)) {
			first = &candidate{page: p, id: id}
		}
	})
	if first != nil {
		first.page = d.edit(first.id)
		d.claimPaths(first)
	}
}

// findLoops finds articles, of those that arrived or moved, that declare each
// other.
func (d *declarer) findLoops(all []*candidate) {
	for _, c := range all {
		d.findLoop(c.id)
	}
	for _, id := range distinct(d.moved) {
		d.findLoop(id)
	}
}

// findLoop notes whether the story of a page moved to a page that the page's
// own article declares as an earlier one.
func (d *declarer) findLoop(id article.PageID) {
	p, ok := d.pages.Get(id)
	if !ok {
		return
	}
	d.loops.Delete(id)
	if p.movedTo == 0 || p.article == nil {
		return
	}
	for _, path := range p.article.Former() {
		if d.leads(id, article.Page(path)) {
			d.loops.Set(id, article.Problem{File: p.article.File, Line: p.article.FormerAt.Line, Column: p.article.FormerAt.Column,
				About: article.Addresses, What: path + " is declared as an earlier version, but declares this file as one too", Effect: article.NotPublished,
				Hint: "remove one of the two declarations", Fatal: true})
			return
		}
	}
}

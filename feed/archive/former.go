package archive

import (
	"cmp"
	"slices"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// A former address leads to the story that once stood there, or else to an
// article that declares it. Where an article stands it leads nowhere: a file
// that exists keeps its address, whatever another one says.

// declaration is a former address, and the page of an article that declares it.
type declaration struct{ path, page article.PageID }

func newDeclarations() *btree.BTreeG[declaration] {
	return btree.NewBTreeGOptions(func(a, b declaration) bool {
		return a.path < b.path || a.path == b.path && a.page < b.page
	}, btree.Options{NoLocks: true})
}

// name and unname note what an article declares as former addresses.
func (n *next) name(id article.PageID, a *article.Article) {
	for _, path := range a.Former() {
		n.declarations.Set(declaration{article.Page(path), id})
	}
}

func (n *next) unname(id article.PageID, a *article.Article) {
	for _, path := range a.Former() {
		n.declarations.Delete(declaration{article.Page(path), id})
	}
	n.clashes.Delete(id)
}

// declarers calls visit for the pages whose articles declare an address.
func (s *Snapshot) declarers(path article.PageID, visit func(article.PageID)) {
	s.declarations.Ascend(declaration{path, 0}, func(x declaration) bool {
		if x.path == path {
			visit(x.page)
		}
		return x.path == path
	})
}

// ownerOf returns the entry to which an address leads: the one that stands
// there, or whose story did, else the first that declares it, by date and path.
func (s *Snapshot) ownerOf(path article.PageID) (*Entry, bool) {
	id, ok := s.owner(path, func(id article.PageID) *article.Article {
		if e, ok := s.Page(id); ok {
			return e.Article
		}
		return nil
	})
	if !ok {
		return nil, false
	}
	return s.Page(id)
}

// owner returns the page of that entry, given what stands at a page.
func (s *Snapshot) owner(path article.PageID, standing func(article.PageID) *article.Article) (first article.PageID, ok bool) {
	if id := s.holder(path); standing(id) != nil {
		return id, true
	}
	var a *article.Article
	s.declarers(path, func(id article.PageID) {
		if b := standing(id); b != nil && (a == nil || s.declaresFirst(b, a)) {
			first, a = id, b
		}
	})
	return first, a != nil
}

// isKept reports whether a former address that an article declares stays what
// it is, where a page stands to which it leads: another file stands there, or
// had it first.
//
// Changes are more than an address: they name an earlier version of the story,
// whose file may still be there. An alias takes a story along only if that has
// lost its file and the article has none yet.
func (n *next) isKept(c *candidate, at article.PageID, path string) bool {
	h, ok := n.pages.Get(at)
	own := c.story != nil && !c.story.isRemoved()
	switch {
	case !ok || h.article == nil && h.story == nil:
		return false
	case n.loading && own && h.story != nil && (h.story.isRemoved() || n.places(at)+n.places(c.id) < maxFormer):
		return true // what it could take it has
	case !slices.Contains(c.article.Changes, path):
		return h.article != nil || own
	case h.article == nil:
		return false
	}
	if n.isWithheld(h.article) {
		return true
	}
	_, declared := n.declarations.Get(declaration{article.Page(path), at})
	return declared && n.wants(at, h) && !slices.Contains(c.article.Changes, h.article.Path)
}

// isSuperseded reports whether the article of a page, or an earlier version of
// it, says in its Changes that it supersedes what stands at a path.
func (n *next) isSuperseded(path string, by article.PageID) (is bool) {
	n.declarers(article.Page(path), func(id article.PageID) {
		p := n.page(id)
		is = is || n.holder(id) == by && slices.Contains(p.article.Changes, path)
	})
	return is
}

// revive has articles stand at their pages again from which only an alias of
// an article that has their story leads away, and those whose story is taken up
// elsewhere without them. It returns them.
func (n *next) revive(all []*candidate) (back []*candidate) {
	for _, c := range all {
		if c.movedTo != 0 || !n.wants(c.id, c.page) {
			continue
		}
		for _, path := range c.article.Former() {
			id := article.Page(path)
			p, ok := n.pages.Get(id)
			if !ok || p.movedTo == 0 || n.holder(id) != c.id || !n.wants(id, p) || n.isSuperseded(path, c.id) {
				continue
			}
			n.leave(id, path)
		}
	}
	for _, id := range n.freed {
		_, arrived := n.arrived[id]
		p, ok := n.pages.Get(id)
		if ok && !arrived && p.movedTo == 0 && p.story == nil && n.wants(id, p) {
			p = n.edit(id)
			n.arrived[id] = arrival{due: true}
			back = append(back, &candidate{arrival: n.arrived[id], page: p, id: id, date: n.dateOf(p.article)})
		}
	}
	return back
}

// seekClashes notes which articles declare addresses of pages that changed, and
// has those where nothing is left lead to them.
func (n *next) seekClashes(all []*candidate) {
	if n.declarations.Len() == 0 {
		return
	}
	look := func(path article.PageID) {
		n.declarers(path, func(id article.PageID) { n.clashes.Set(id, struct{}{}) })
	}
	for _, c := range all {
		look(c.id)
		n.assignAddress(c.id)
		if c.story != nil {
			for _, path := range c.story.former() {
				look(article.Page(path))
			}
		}
	}
	for _, id := range n.moved {
		look(id)
	}
	for _, id := range n.freed {
		look(id)
		n.assignAddress(id)
	}
}

// assignAddress has the first article that declares an address have it if nothing is
// left there.
func (n *next) assignAddress(path article.PageID) {
	if p, ok := n.pages.Get(path); ok && (p.article != nil || p.story != nil || p.movedTo != 0) {
		return
	}
	var first *candidate
	n.declarers(path, func(id article.PageID) {
		p := n.page(id)
		if p.movedTo == 0 && n.wants(id, p) && (first == nil || n.declaresFirst(p.article, first.article)) {
			first = &candidate{page: p, id: id}
		}
	})
	if first != nil {
		first.page = n.edit(first.id)
		n.claimPaths(first)
	}
}

// declaresFirst orders articles that declare one former address: by date and
// path.
func (s *Snapshot) declaresFirst(a, b *article.Article) bool {
	return cmp.Or(cmp.Compare(s.dateOf(a), s.dateOf(b)), cmp.Compare(a.Path, b.Path)) < 0
}

// clashProblems returns the complaints about former addresses that lead
// elsewhere than to the articles that declare them.
func (s *Snapshot) clashProblems() (all []article.Problem) {
	owners := map[string]*Entry{}
	owner := func(path string) *Entry {
		e, known := owners[path]
		if !known {
			e, _ = s.ownerOf(article.Page(path))
			owners[path] = e
		}
		return e
	}
	s.clashes.Scan(func(id article.PageID, _ struct{}) bool {
		e, ok := s.Page(id)
		if !ok {
			return true
		}
		for _, readings := range readingsOf(e.Article) {
			has := func(path string) bool {
				o := owner(path)
				return path == e.Path || o == nil || o == e || o.Path == path && slices.Contains(e.Changes, path)
			}
			if !slices.ContainsFunc(readings, has) {
				all = append(all, clash(e.Article, readings[0], owner(readings[0])))
			}
		}
		return true
	})
	return all
}

// readingsOf returns the former addresses that an article declares, each as it
// may be read: the second readings of aliases come in pairs.
func readingsOf(a *article.Article) (list [][]string) {
	for _, path := range slices.Concat(a.Changes, a.Aliases) {
		list = append(list, []string{path})
	}
	for pair := range slices.Chunk(a.Perhaps, 2) {
		list = append(list, pair)
	}
	return list
}

// clash returns the complaint about a former address that another article has:
// as its page, or as a former address of its own.
func clash(a *article.Article, path string, owner *Entry) article.Problem {
	if path == article.Composed(a.Path) && owner.Path == path {
		return article.Problem{File: a.File, About: article.Addresses, What: "its page differs from that of " + owner.File + " in the Unicode form of its name alone",
			Effect: "links to it may lead there", Hint: "rename one of the two"}
	}
	what, hint := "former address "+path+" is the page of "+owner.File, "remove it here"
	if path != owner.Path {
		what, hint = "former address "+path+" is that of "+owner.File+" already", "remove it from one of the two files"
	}
	return article.Problem{File: a.File, Line: a.FormerAt.Line, Column: a.FormerAt.Column, About: article.Addresses,
		What: what, Effect: "the address stays that of " + owner.File, Hint: hint}
}

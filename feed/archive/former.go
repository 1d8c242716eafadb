package archive

import (
	"cmp"
	"slices"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// A former address leads to the story that once stood there, else to an article
// that declares it, else to the article whose file has it as its usual page (see
// usual.go). The address of an article leads nowhere else: a file that exists keeps
// its address, whatever other files declare. The composed form (NFC) of the path of a
// page counts as a former address of that page.

// declaration is a former address and the page of an article that declares it.
type declaration struct{ path, page article.PageID }

func newDeclarations() *btree.BTreeG[declaration] {
	return btree.NewBTreeGOptions(func(a, b declaration) bool {
		return a.path < b.path || a.path == b.path && a.page < b.page
	}, btree.Options{NoLocks: true})
}

// name and unname index the former addresses that an article declares, and its usual
// page.
func (x *fileIndex) name(id article.PageID, a *article.Article) {
	usualKeys(a, func(usual article.PageID) { x.usuals.Set(declaration{usual, id}) })
	for _, path := range a.Former() {
		x.declarations.Set(declaration{article.Page(path), id})
	}
}

func (x *fileIndex) unname(id article.PageID, a *article.Article) {
	usualKeys(a, func(usual article.PageID) { x.usuals.Delete(declaration{usual, id}) })
	for _, path := range a.Former() {
		x.declarations.Delete(declaration{article.Page(path), id})
	}
	x.clashes.Delete(id)
}

// declarers calls visit for each page whose article declares an address.
func (s *Snapshot) declarers(path article.PageID, visit func(article.PageID)) {
	s.declarations.Ascend(declaration{path, 0}, func(x declaration) bool {
		if x.path == path {
			visit(x.page)
		}
		return x.path == path
	})
}

// ownerOf returns the entry to which an address leads: the one at that address,
// or whose story was once there, else the first by date and path that declares
// it, else the first whose file has it as its usual page.
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

// owner returns the page of that entry. The function standing returns the article
// at a page.
func (s *Snapshot) owner(path article.PageID, standing func(article.PageID) *article.Article) (first article.PageID, ok bool) {
	if id := s.holder(path); standing(id) != nil {
		return id, true
	}
	var a *article.Article
	consider := func(id article.PageID) {
		if b := standing(id); b != nil && (a == nil || s.declaresFirst(b, a)) {
			first, a = id, b
		}
	}
	if s.declarers(path, consider); a == nil {
		s.eachUsual(path, consider)
	}
	return first, a != nil
}

// isSuperseded reports whether the article of a page, or an earlier version of
// it, says in its Changes that it supersedes what stands at a path.
func (s *Snapshot) isSuperseded(path string, by article.PageID) (superseded bool) {
	s.declarers(article.Page(path), func(id article.PageID) {
		p := s.page(id)
		superseded = superseded || s.holder(id) == by && slices.Contains(p.article.Changes, path)
	})
	return superseded
}

// leads reports whether the story of a page moved on by way of another page.
func (s *Snapshot) leads(from, over article.PageID) bool {
	for {
		p, ok := s.pages.Get(from)
		if !ok || p.movedTo == 0 {
			return false
		}
		if from = p.movedTo; from == over {
			return true
		}
	}
}

// declaresFirst orders articles that declare the same former address, by date
// and path.
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

// readingsOf returns the former addresses that an article declares. An alias
// that can be read in two ways is a pair.
func readingsOf(a *article.Article) (list [][]string) {
	for _, path := range slices.Concat(a.Changes, a.Aliases) {
		list = append(list, []string{path})
	}
	for pair := range slices.Chunk(a.Perhaps, 2) {
		list = append(list, pair)
	}
	return list
}

// clash returns the complaint about a former address that belongs to another
// article, as its page or as its own former address.
func clash(a *article.Article, path string, owner *Entry) article.Problem {
	if path == article.Composed(a.Path) && owner.Path == path {
		return article.Problem{File: a.File, About: article.Addresses, What: "its page differs from that of " + owner.File + " only in the Unicode form of its name",
			Effect: "links to it may lead there", Hint: "rename one of the two"}
	}
	what, hint := "former address "+path+" is the page of "+owner.File, "remove it here"
	if path != owner.Path {
		what, hint = "former address "+path+" already belongs to "+owner.File, "remove it from one of the two files"
	}
	return article.Problem{File: a.File, Line: a.FormerAt.Line, Column: a.FormerAt.Column, About: article.Addresses,
		What: what, Effect: "the address still leads to " + owner.File, Hint: hint}
}

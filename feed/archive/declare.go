package archive

import (
	"slices"
	"strconv"

	"dateline/feed/article"
)

// declare follows what an article says of its story: an id, earlier paths.
// Superseded articles have no say.
func (n *next) declare(c *candidate) {
	if c.movedTo != 0 || !n.wants(c.id, c.page) {
		return
	}
	if c.article.ID != "" {
		n.claimID(c)
	}
	n.claimPaths(c)
}

// claimID has the story with the id that front matter gives stand here,
// unless it stands where there is a file, published or not, or another one
// stands here already: both keep their ids.
func (n *next) claimID(c *candidate) {
	at, ok := n.holderOf(n.givenID(c.article.ID))
	if !ok || at == c.id || at == nowhere || c.story != nil && !c.story.isRemoved() {
		return
	}
	if p := n.page(at); p.article == nil {
		n.move(at, c.id, "")
	}
}

// misnamedProblem returns the complaint about an entry without the id that its
// front matter gives.
func (s *Snapshot) misnamedProblem(e *Entry) article.Problem {
	p := article.Problem{File: e.File, Line: e.IDAt.Line, Column: e.IDAt.Column, About: article.Identity}
	if at, ok := s.holderOf(s.givenID(e.Article.ID)); ok && at != nowhere {
		if other := s.page(at); other.article != nil {
			p.What, p.Effect, p.Hint = "id "+e.Article.ID+" is that of "+other.article.File, "published with an id of its own", "give each article an id that no other has"
			return p
		}
	}
	p.What, p.Effect = "id "+e.Article.ID+" is not that under which the article was first published, "+e.ID(), "it keeps the first"
	p.Hint = "take the id out: subscribers know the first"
	return p
}

// claimPaths has the stories of earlier paths stand where this article's story
// stands, and has the paths lead there, unless they are kept.
func (n *next) claimPaths(c *candidate) {
	refused := ""
	for _, path := range c.article.Former() {
		at := n.holder(article.Page(path))
		switch {
		case at == c.id:
		case n.isKept(c, at, path):
			n.clashes.Set(c.id, struct{}{})
		case n.places(at)+n.places(c.id) >= maxFormer:
			refused = path
		default:
			n.move(at, c.id, path)
		}
	}
	if refused != "" {
		n.note(c.id, article.Problem{File: c.article.File, Line: c.article.FormerAt.Line, Column: c.article.FormerAt.Column,
			About: article.Addresses, What: "with " + refused + " the story would have stood at more than " + strconv.Itoa(maxFormer) + " pages", Effect: "the path does not lead here",
			Hint: "declare it in no more than one article"})
	}
}

// declareAgain has articles have their earlier paths to which a story came back:
// while they were superseded they had no say. It returns them.
func (n *next) declareAgain() (all []*candidate) {
	seen := map[article.PageID]bool{}
	for _, id := range slices.Clone(n.moved) {
		p, ok := n.pages.Get(id)
		if ok && !seen[id] && p.movedTo == 0 && n.wants(id, p) && len(p.article.Former()) > 0 {
			c := &candidate{page: n.edit(id), id: id}
			n.claimPaths(c)
			all = append(all, c)
		}
		seen[id] = true
	}
	return all
}

// maxFormer bounds the pages where a story once stood: each move of it changes
// them all.
const maxFormer = 1000

// places counts the pages that lead to one.
func (n *next) places(id article.PageID) int {
	count := n.followers[id]
	if p, ok := n.pages.Get(id); ok && p.story != nil {
		count += len(p.story.former())
	}
	return count
}

// findLoop notes whether the story of a page moved to one that the page's
// article declares as an earlier one.
func (n *next) findLoop(id article.PageID) {
	p, ok := n.pages.Get(id)
	if !ok {
		return
	}
	n.loops.Delete(id)
	if p.movedTo == 0 || p.article == nil {
		return
	}
	for _, path := range p.article.Former() {
		if n.leads(id, article.Page(path)) {
			n.loops.Set(id, article.Problem{File: p.article.File, Line: p.article.FormerAt.Line, Column: p.article.FormerAt.Column,
				About: article.Addresses, What: path + " is declared as an earlier version, and declares this one", Effect: article.NotPublished,
				Hint: "take it out of one of the two", Fatal: true})
			return
		}
	}
}

// leads reports whether a story moved from a page by way of another.
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

// note keeps a complaint about a page until its file changes.
func (n *next) note(id article.PageID, p article.Problem) {
	if list, _ := n.notes.Get(id); !slices.Contains(list, p) {
		n.notes.Set(id, append(slices.Clip(list), p))
	}
}

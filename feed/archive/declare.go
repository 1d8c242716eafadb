package archive

import (
	"slices"
	"strconv"

	"dateline/feed/article"
)

// declare follows what an article says of its story: an id, earlier paths.
// Superseded articles have no say.
func (n *next) declare(c *candidate) {
	if c.heir != 0 || !n.wants(c.id, c.page) {
		return
	}
	if c.article.ID != "" {
		n.claimID(c)
	}
	n.claimPaths(c)
}

// claimID has the story with the id that front matter gives stand here,
// unless it stands where there is a file: that keeps its id, published or not.
func (n *next) claimID(c *candidate) {
	id := n.givenID(c.article.ID)
	at, ok := n.holderOf(id)
	switch {
	case ok && at == c.id:
	case ok && n.hasFile(at):
		if c.story != nil {
			n.noteSharedID(c, at)
		}
	case c.story != nil && !c.story.isRemoved():
		n.noteID(c, "is not that under which the article was first published, "+c.story.idAt(c.article.Path), "it keeps the first",
			"take the id out: subscribers know the first")
	case ok && at != nowhere:
		n.move(at, c.id, "")
	}
}

// hasFile reports whether there is an article for a page.
func (n *next) hasFile(at article.PageID) bool {
	p, ok := n.pages.Get(at)
	return ok && p.article != nil
}

func (n *next) noteSharedID(c *candidate, at article.PageID) {
	p, _ := n.pages.Get(at)
	n.noteID(c, "is that of "+p.article.File, "published with an id of its own", "give each article an id that no other has")
}

func (n *next) noteID(c *candidate, what, effect, mend string) {
	n.note(c.id, article.Problem{File: c.article.File, Line: c.article.IDAt.Line, Column: c.article.IDAt.Column,
		About: article.Identity, What: "id " + c.article.ID + " " + what, Effect: effect, Mend: mend})
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
			Mend: "declare it in no more than one article"})
	}
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
	if p.heir == 0 || p.article == nil {
		return
	}
	for _, path := range p.article.Former() {
		if n.leads(id, article.Page(path)) {
			n.loops.Set(id, article.Problem{File: p.article.File, Line: p.article.FormerAt.Line, Column: p.article.FormerAt.Column,
				About: article.Addresses, What: path + " is declared as an earlier version, and declares this one", Effect: article.NotPublished,
				Mend: "take it out of one of the two", Fatal: true})
			return
		}
	}
}

// leads reports whether a story moved from a page by way of another.
func (s *Snapshot) leads(from, over article.PageID) bool {
	for {
		p, ok := s.pages.Get(from)
		if !ok || p.heir == 0 {
			return false
		}
		if from = p.heir; from == over {
			return true
		}
	}
}

// note keeps a complaint about a page until its file changes.
func (n *next) note(id article.PageID, p article.Problem) {
	list, _ := n.notes.Get(id)
	n.notes.Set(id, append(slices.Clip(list), p))
}

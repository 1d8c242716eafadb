package archive

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"dateline/feed/article"
)

// arrival says why the story of a page is to be looked at.
type arrival struct {
	file    bool             // its file came, changed or went
	before  *article.Article // what stood there then
	listed  bool             // the page of its day lists it anew
	dropped bool             // and this: no longer
	due     bool             // its date has come
}

// candidate is a page that arrived.
type candidate struct {
	arrival
	*page
	id    article.PageID
	date  int64
	rank  int // on the page of its day
	shown *Entry
}

// settle decides which story stands at each page that arrived.
//
// In this order: files whose page is another one; pages that other stories
// left; what articles declare; stories that return to a page where they stood,
// from one that is gone with this change; stories that are hidden; stories that
// moved without a word; stories that return from one that went before; stories
// that were hidden elsewhere before; what expired; removals; pages that an
// alias took; new stories.
func (n *next) settle() {
	n.relist()
	for _, s := range n.shifts {
		n.shift(s)
	}
	all := n.candidates()
	n.effort = min(max(leastEffort, int64(len(all))*fileEffort), mostEffort)
	for _, c := range all {
		if c.file {
			n.notes.Delete(c.id)
		}
	}
	for _, c := range all {
		n.part(c)
	}
	for _, c := range all {
		n.declare(c)
	}
	for _, c := range all {
		n.comeBack(c, true)
	}
	n.hideStories(all)
	n.match(all)
	for _, c := range all {
		n.comeBack(c, false)
	}
	n.hideBeside(all)
	n.expire(all)
	n.remove(all)
	all = append(all, n.revive(slices.Concat(all, n.declareAgain()))...)
	n.mint(all)
	n.seekClashes(all)
	for _, c := range slices.Backward(all) { // the newest has the latest second
		n.revise(c.id, c.before)
		n.findLoop(c.id)
	}
	seen := map[article.PageID]bool{}
	for _, id := range n.moved {
		if !seen[id] {
			seen[id] = true
			n.revise(id, nil)
			n.findLoop(id)
		}
	}
}

// candidates gives the pages that arrived, in the order in which stories are
// minted: by date, place on the day page, path.
func (n *next) candidates() []*candidate {
	all := make([]*candidate, 0, len(n.arrived))
	for id, a := range n.arrived {
		c := &candidate{arrival: a, page: n.edit(id), id: id}
		if old, ok := n.old.pages.Get(id); ok {
			c.shown = old.entry
		}
		if at := c.present(); at != nil {
			c.date = n.dateOf(at)
			c.rank = n.ranksOn(c.date)[id]
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.rank, b.rank), cmp.Compare(a.path(), b.path()))
	})
	return all
}

// present gives the article of a candidate, else the one it had.
func (c *candidate) present() *article.Article {
	if c.article != nil {
		return c.article
	}
	return c.before
}

func (c *candidate) path() string {
	if a := c.present(); a != nil {
		return a.Path
	}
	return ""
}

// lost reports whether the story of a page needs another one: its file is
// gone, or the page of its day dropped it.
func (n *next) lost(c *candidate) bool {
	if c.story == nil || c.story.isRemoved() {
		return false
	}
	return c.shown != nil && (c.article == nil || c.dropped) || c.article == nil && c.before != nil && n.isWithheld(c.before)
}

// last returns the article that a candidate showed, else the one it had.
func (c *candidate) last() *article.Article {
	if c.shown != nil {
		return c.shown.Article
	}
	return c.before
}

// appears reports whether the article of a candidate is there anew: it came, or
// it is no longer withheld.
func (n *next) appears(c *candidate) bool {
	return c.due || c.file && (c.before == nil || n.isWithheld(c.before))
}

// wants reports whether the article of a page is to be published.
func (n *next) wants(id article.PageID, p *page) bool {
	a := p.article
	return a != nil && n.isVisible(a) && !(n.options.Contents[n.contentOf(a.File)].HideSuperseded && n.leftOut(id, a))
}

// mintID gives the id of a new story, and whether it must be written down:
// what front matter says, else a tag URI of the first path that the article
// declares, where no other story has it.
func (n *next) mintID(c *candidate) (id string, explicit bool) {
	if c.article.ID != "" {
		id := n.givenID(c.article.ID)
		if !n.taken(id, c.id) {
			return id, true
		}
	}
	root := n.root(c)
	base := *n.tag + article.PathURI(root)
	id = n.unused(base, ";", func(id string) bool { return n.taken(id, c.id) })
	return id, id != base || root != c.article.Path
}

// givenID makes a URI of the id in front matter.
func (s *Snapshot) givenID(id string) string {
	if u, err := url.Parse(id); err == nil && u.Scheme != "" {
		return id
	}
	return *s.tag + article.URI(id)
}

// taken reports whether another story than that of a page has an id.
func (n *next) taken(id string, but article.PageID) bool {
	holder, ok := n.holderOf(id)
	return ok && holder != but
}

// holderOf gives the page where the story with an id stands.
func (s *Snapshot) holderOf(id string) (article.PageID, bool) {
	if at, ok := s.ids.Get(id); ok {
		return at, true
	}
	escaped, ok := strings.CutPrefix(id, *s.tag)
	if !ok {
		return 0, false
	}
	path, err := url.PathUnescape(escaped)
	if err != nil {
		return 0, false
	}
	at := article.Page(path)
	p, ok := s.pages.Get(at)
	return at, ok && p.story != nil && p.story.id == "" && p.story.idAt(path) == id
}

// root gives the first path of a story: that of the article, or the first
// that it declares and has, and so on.
func (n *next) root(c *candidate) string {
	seen := map[string]bool{}
	a := c.article
	path := a.Path
	for a != nil && !seen[a.Path] && len(seen) < maxFormer {
		former := a.Former()
		if len(seen) == 0 {
			former = slices.DeleteFunc(former, func(path string) bool { return n.holder(article.Page(path)) != c.id })
		}
		seen[a.Path] = true
		if len(former) == 0 {
			break
		}
		path = former[0]
		p, ok := n.pages.Get(article.Page(path))
		if !ok {
			break
		}
		a = p.article
	}
	return path
}

// gather has the pages lead to a new story that its article declares as
// earlier ones, and those that the articles there declare: all that do not
// lead to another one. It gives their paths.
func (n *next) gather(c *candidate) (former []string) {
	for todo := c.article.Former(); len(todo) > 0; {
		path := todo[0]
		todo = todo[1:]
		id := article.Page(path)
		p, ok := n.pages.Get(id)
		if !ok || id == c.id || n.holder(id) != c.id || slices.Contains(former, path) {
			continue
		}
		n.edit(id).movedTo = c.id
		n.remember(id, Move{path, c.article.Path})
		former = append(former, path)
		if p.article != nil {
			todo = append(todo, p.article.Former()...)
		}
	}
	return former
}

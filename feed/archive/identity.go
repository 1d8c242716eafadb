package archive

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
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
// In this order: pages that other stories left; what articles declare; stories that return to a page where
// they stood; stories that moved without a word; removals; new stories.
func (n *next) settle() {
	n.relist()
	all := n.candidates()
	for _, c := range all {
		if c.file {
			n.notes.Delete(c.id)
		}
	}
	for _, c := range all {
		n.part(c)
	}
	for _, c := range all {
		if n.wants(c.id, c.page) {
			n.declare(c)
		}
	}
	for _, c := range all {
		n.comeBack(c, true)
	}
	n.match(all)
	for _, c := range all {
		n.comeBack(c, false)
	}
	n.remove(all)
	n.mint(all)
	for _, c := range all {
		n.revise(c.id, c.before)
		n.findLoop(c.id)
	}
	for _, id := range n.moved {
		n.revise(id, nil)
		n.findLoop(id)
	}
}

// candidates gives the pages that arrived, in the order in which stories are
// minted: by date, place on the day page, path.
func (n *next) candidates() []*candidate {
	all := make([]*candidate, 0, len(n.arrived))
	ranks := map[int64]map[article.PageID]int{}
	for id, a := range n.arrived {
		c := &candidate{arrival: a, page: n.page(id), id: id}
		if old, ok := n.old.pages.Get(id); ok {
			c.shown = old.entry
		}
		if at := c.present(); at != nil {
			c.date = n.dateOf(at)
			if _, ok := ranks[c.date]; !ok {
				d, _ := n.days.Get(c.date)
				if d == nil {
					d = &day{}
				}
				ranks[c.date] = d.ranks()
			}
			c.rank = ranks[c.date][id]
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
func (c *candidate) lost() bool {
	return c.shown != nil && c.story != nil && (c.article == nil || c.dropped)
}

// wants reports whether the article of a page is to be published.
func (s *Snapshot) wants(id article.PageID, p *page) bool {
	a := p.article
	return a != nil && !a.Draft && !s.isFuture(a) && !(s.options.Contents[s.contentOf(a.File)].HideSuperseded && s.leftOut(id, a))
}

// part frees a page of the story that moved away from it, where another one
// appears there now.
func (n *next) part(c *candidate) {
	if c.heir == 0 || c.before != nil || !c.file || !n.wants(c.id, c.page) {
		return
	}
	at := n.holder(c.id)
	h := n.page(at)
	switch {
	case h.story == nil:
		return
	case h.article == nil && !n.declaresOther(c, at):
		return
	case h.article != nil && (slices.Contains(h.article.Former(), c.article.Path) || similar(c.article, h.article)):
		return
	}
	n.leave(c.id, c.article.Path)
}

// leave frees a page of the story that moved away from it. The story takes
// along what was claimed for it there.
func (n *next) leave(id article.PageID, path string) {
	p, at := n.page(id), n.holder(id)
	if h := n.page(at); h.story != nil {
		n.saved[at] = true
		h.story = h.story.withRare(func(r *rare) { r.former = without(r.former, path) })
		for _, k := range p.claims {
			n.keep(at, []article.Name{k.topic})
		}
	}
	p.claims = slices.DeleteFunc(p.claims, func(k claim) bool { return k.times == 0 })
	p.heir = 0
	n.remember(id, Move{From: path})
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
// gone or the page of the day drops it: with this change, or before.
func (n *next) comeBack(c *candidate, now bool) {
	if c.heir == 0 || !n.wants(c.id, c.page) || !c.listed && !c.due && (!c.file || c.before != nil) {
		return
	}
	at := n.holder(c.id)
	_, lost := n.arrived[at]
	if h := n.page(at); lost == now && h.story != nil && (h.article == nil || n.arrived[at].dropped) {
		n.move(at, c.id, c.article.Path)
	}
}

func (n *next) remember(id article.PageID, m Move) {
	n.saved[id] = true
	n.delta.Memory.Moves = append(n.delta.Memory.Moves, m)
}

// move has the story of one page stand at another; path is that of the page
// from which it moves, where nothing else knows it. Where both have one, the
// second keeps its own and the id of the first ends. All pages where the
// story ever stood lead to the new one.
func (n *next) move(from, to article.PageID, path string) {
	f, t := n.page(from), n.page(to)
	path = n.pathOf(from, path)
	former := []string{path}
	if f.story != nil {
		former = append(former, f.story.former()...)
	}
	switch {
	case t.heir == 0:
	case n.holder(to) == from: // it comes back
		t.heir = 0
		n.remember(to, Move{From: n.pathOf(to, "")})
	default:
		n.leave(to, n.pathOf(to, ""))
	}
	n.notes.Delete(to)
	n.handOver(from, to, path)
	for _, path := range former {
		if id := article.Page(path); id != to {
			n.page(id).heir = to
			n.moved = append(n.moved, id)
			n.remember(id, Move{path, n.pathOf(to, "")})
			if t.story != nil {
				t.story = t.story.withRare(func(r *rare) { r.former = insert(r.former, path) })
			}
		}
	}
	n.moved = append(n.moved, to)
	n.saved[to] = true
}

// handOver gives a page the story of another.
func (n *next) handOver(from, to article.PageID, path string) {
	f, t := n.page(from), n.page(to)
	switch {
	case f.story == nil:
		return
	case t.story != nil && t.story.isRemoved():
		n.abandon(t.story.former())
		n.end(to, t, "")
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
		n.delta.Renamed++
		n.recent.Delete(moment{f.story.first, from})
	}
	t.entry, f.entry, f.story = f.entry, nil, nil
}

// abandon frees the pages where a story once stood.
func (n *next) abandon(paths []string) {
	for _, path := range paths {
		id := article.Page(path)
		p := n.page(id)
		p.heir = 0
		p.claims = slices.DeleteFunc(p.claims, func(k claim) bool { return k.times == 0 })
		n.remember(id, Move{From: path})
	}
}

// end takes a story away for good: another one stands for it. Its id is never
// given again.
func (n *next) end(id article.PageID, p *page, path string) {
	was := n.item(id, p)
	if was.Removed.IsZero() {
		was.Path, was.Removed = path, timeOf(n.now)
		n.delta.Memory.Items = append(n.delta.Memory.Items, was)
	}
	n.ids.Set(was.ID, nowhere)
	if p.entry != nil {
		n.retract(id, p)
	}
	p.story = nil
}

// nowhere is where the story stands of an id that has ended.
const nowhere article.PageID = 0

// pathOf gives the path of a page, or what is said where nobody knows.
func (n *next) pathOf(id article.PageID, otherwise string) string {
	p, _ := n.pages.Get(id)
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

// mintID gives the id of a new story, and whether it must be written down:
// what front matter says, else a tag URI of the first path that the article
// declares, where no other story has it.
func (n *next) mintID(c *candidate) (id string, explicit bool) {
	if c.article.ID != "" {
		id := n.givenID(c.article.ID)
		if !n.taken(id, c.id) {
			return id, true
		}
		if at, _ := n.holderOf(id); n.claimedBy(at, c.article.ID) {
			n.noteSharedID(c, at)
		}
	}
	root := n.root(c.article)
	id = *n.tag + article.PathURI(root)
	base := id
	for i := 2; n.taken(id, c.id); i++ {
		id = base + ";" + strconv.Itoa(i)
	}
	return id, id != base || root != c.article.Path
}

// givenID makes a URI of the id in front matter.
func (n *next) givenID(id string) string {
	if u, err := url.Parse(id); err == nil && u.Scheme != "" {
		return id
	}
	return *n.tag + article.URI(id)
}

// taken reports whether another story than that of a page has an id.
func (n *next) taken(id string, but article.PageID) bool {
	holder, ok := n.holderOf(id)
	return ok && holder != but
}

// holderOf gives the page where the story with an id stands.
func (n *next) holderOf(id string) (article.PageID, bool) {
	if at, ok := n.ids.Get(id); ok {
		return at, true
	}
	escaped, ok := strings.CutPrefix(id, *n.tag)
	if !ok {
		return 0, false
	}
	path, err := url.PathUnescape(escaped)
	if err != nil {
		return 0, false
	}
	at := article.Page(path)
	p, ok := n.pages.Get(at)
	return at, ok && p.story != nil && p.story.id == "" && p.story.idAt(path) == id
}

// lineage gives the paths that an article declares as earlier ones, and those
// that the articles there declare.
func (n *next) lineage(a *article.Article) map[string]bool {
	paths := map[string]bool{}
	for todo := a.Former(); len(todo) > 0; todo = todo[1:] {
		if paths[todo[0]] {
			continue
		}
		paths[todo[0]] = true
		if p, ok := n.pages.Get(article.Page(todo[0])); ok && p.article != nil {
			todo = append(todo[:len(todo):len(todo)], p.article.Former()...)
		}
	}
	return paths
}

// root gives the first path of a story: that of the article, or the first
// that it declares, and so on.
func (n *next) root(a *article.Article) string {
	seen := map[string]bool{}
	path := a.Path
	for a != nil && !seen[a.Path] {
		seen[a.Path] = true
		former := a.Former()
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

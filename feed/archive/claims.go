package archive

import (
	"cmp"
	"iter"
	"slices"
	"unique"

	"dateline/feed/article"
)

// claim is a topic that other pages claim for a page, with the number of such
// claims. The number is 0 if the topic was claimed while the article was
// published and no longer is.
type claim struct {
	topic article.Name
	times int32
}

// claims counts the topics that pages claim for each other. It owns the claims
// of pages, with one exception: stories.free deletes those that were kept only
// for a story that moved away.
type claims struct {
	*tx
	pending []claimChange  // made or withdrawn, not yet counted
	names   []article.Name // buffer of claimed
}

// claimChange is a claim that is made or withdrawn.
type claimChange struct {
	page  article.PageID
	topic article.Name
	by    int32 // 1 or -1; 0 keeps a claim that was made before
}

func (h claimChange) pageOf() article.PageID { return h.page }

// note queues claims that are made (by 1) or withdrawn (by -1) until apply,
// because a large change is cheaper page by page.
func (cs *claims) note(list []article.Claim, by int32) {
	for _, c := range list {
		if c.Topic != (article.Name{}) {
			cs.pending = append(cs.pending, claimChange{c.Page, c.Topic, by})
		}
	}
}

// keeps reports whether topics outlast their claims. Those of a removed story
// do, so that the feeds of its topics show the tombstone.
func (s *Snapshot) keeps(story *story) bool {
	return story != nil && (!s.options.Fleeting || story.isRemoved())
}

// keep keeps a story in topics that its own article claimed.
func (cs *claims) keep(id article.PageID, story *story, topics []article.Name) {
	if !cs.keeps(story) {
		return
	}
	for _, t := range topics {
		cs.pending = append(cs.pending, claimChange{id, t, 0})
	}
}

// keepOfFile keeps a story, which is at page id now, in the topics that were claimed
// for its file when it stood at a page.
func (cs *claims) keepOfFile(id article.PageID, story *story, at article.PageID) {
	for _, c := range cs.old.claimsForFile(cs.old.page(at)) {
		cs.keep(id, story, []article.Name{c.topic})
	}
}

// apply counts the queued claims.
func (cs *claims) apply() {
	changes := byPage(cs.pending)
	cs.pending = nil
	for len(changes) > 0 {
		id := changes[0].page
		end := 1
		for end < len(changes) && changes[end].page == id {
			end++
		}
		cs.count(id, changes[:end])
		changes = changes[end:]
	}
}

// count counts the changed claims for one page.
func (cs *claims) count(id article.PageID, changes []claimChange) {
	p := cs.edit(id)
	if p.claims == nil {
		p.claims = make([]claim, 0, len(changes))
	}
	dropped := false
	find := p.finder(len(changes))
	for _, h := range changes {
		p.claims[find(h.topic)].times += h.by
		dropped = dropped || h.by <= 0
	}
	holder := id
	if p.movedTo != 0 {
		holder = cs.holder(id)
		cs.remake(holder)
	} else if meant := cs.Meant(id); meant != id {
		holder = meant
		cs.remake(holder)
	}
	if dropped {
		cs.dropUnclaimed(p, holder)
	}
}

// finder returns a function that returns the index of a topic among the claims
// of a page, and adds the topic if it is new. For many topics it keeps a map.
func (p *page) finder(topics int) func(article.Name) int {
	const few = 32 // up to this many, comparing is cheaper than a map
	if max(len(p.claims), topics) <= few {
		return func(t article.Name) int {
			i := slices.IndexFunc(p.claims, func(c claim) bool { return c.topic == t })
			if i < 0 {
				i = len(p.claims)
				p.claims = append(p.claims, claim{topic: t})
			}
			return i
		}
	}
	places := make(map[article.Name]int, len(p.claims)+topics)
	for i, c := range p.claims {
		places[c.topic] = i
	}
	return func(t article.Name) int {
		i, ok := places[t]
		if !ok {
			i = len(p.claims)
			places[t] = i
			p.claims = append(p.claims, claim{topic: t})
		}
		return i
	}
}

// dropUnclaimed deletes the claims that no page makes any longer, unless the
// article for which they were made is published and keeps its topics.
func (cs *claims) dropUnclaimed(p *page, holder article.PageID) {
	h := cs.page(holder)
	if cs.keeps(h.story) {
		cs.saved[holder] = true
		return
	}
	p.claims = slices.DeleteFunc(p.claims, func(c claim) bool { return c.times <= 0 })
}

// claimsFor returns the claims for the story of a page: those for the page
// itself, for the usual page of its file, and for the pages where the story stood
// before.
func (s *Snapshot) claimsFor(p *page) iter.Seq[claim] {
	return func(yield func(claim) bool) {
		for _, c := range p.claims {
			if !yield(c) {
				return
			}
		}
		for _, c := range s.claimsForFile(p) {
			if !yield(c) {
				return
			}
		}
		if p.story == nil {
			return
		}
		for _, path := range p.story.former() {
			former, ok := s.pages.Get(article.Page(path))
			if !ok {
				continue
			}
			for _, c := range former.claims {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// claimsForFile returns the claims for the usual page of the file of a page, if that
// stands for it.
func (s *Snapshot) claimsForFile(p *page) []claim {
	if s.usuals.Len() == 0 || p.article == nil {
		return nil
	}
	usual, differs := usualPage(p.article)
	if !differs || s.page(s.Meant(usual)) != p {
		return nil
	}
	return s.page(usual).claims
}

// claimed returns the names of the topics that are claimed for the story of a
// page besides its own, sorted. If there are too many, it returns one more than
// an article may have, so that the caller knows that some are left out. Names
// that kept deletes do not count: they come after these.
func (cs *claims) claimed(p *page, own []article.Name) []article.Name {
	list := cs.names[:0]
	for c := range cs.claimsFor(p) {
		if (c.times > 0 || cs.keeps(p.story)) && !slices.Contains(own, c.topic) {
			if list = append(list, c.topic); len(list) == manyNames {
				list = firstNames(list)
			}
		}
	}
	cs.names = list
	return firstNames(list)
}

// manyNames bounds the names that are collected before all but the first are
// dropped.
const manyNames = 10 * article.MaxTopics

// firstNames sorts names, drops repeated ones, and returns the first of them:
// one more than an article may have.
func firstNames(list []article.Name) []article.Name {
	slices.SortFunc(list, func(a, b article.Name) int { return cmp.Compare(a.Value(), b.Value()) })
	list = slices.Compact(list)
	return list[:min(len(list), article.MaxTopics+1)]
}

// kept returns the sorted names of the topics that were once claimed for the
// story of a page and no longer are. It deletes those beyond the number that
// an article may have, because an article never shows them.
func (cs *claims) kept(id article.PageID, p *page) []article.Name {
	var list []article.Name
	for c := range cs.claimsFor(p) {
		if c.times == 0 {
			list = append(list, c.topic)
		}
	}
	first := firstNames(list)
	if len(first) > article.MaxTopics {
		cs.forget(id, p.story, first[article.MaxTopics])
	}
	return first
}

// forget deletes the kept claims for the story of a page that come after a
// name.
func (cs *claims) forget(id article.PageID, s *story, last article.Name) {
	pages := []article.PageID{id}
	if len(cs.claimsForFile(cs.page(id))) > 0 {
		usual, _ := usualPage(cs.page(id).article)
		pages = append(pages, usual)
	}
	for _, path := range s.former() {
		pages = append(pages, article.Page(path))
	}
	for _, id := range pages {
		if _, ok := cs.pages.Get(id); ok {
			p := cs.edit(id)
			p.claims = slices.DeleteFunc(p.claims, func(c claim) bool { return c.times == 0 && c.topic.Value() > last.Value() })
		}
	}
}

// restore keeps stories in the topics that were once claimed for them.
func (cs *claims) restore(items []Item) {
	for i := range items {
		cs.restoreTopics(&items[i])
	}
}

func (cs *claims) restoreTopics(it *Item) {
	if len(it.Kept) == 0 || it.Path == "" {
		return
	}
	id := article.Page(it.Path)
	if p := cs.page(id); !cs.keeps(p.story) || p.story.idAt(it.Path) != it.ID {
		return // or the story ended in this one
	}
	for _, topic := range it.Kept {
		cs.pending = append(cs.pending, claimChange{id, unique.Make(topic), 0})
	}
}

package archive

import (
	"cmp"
	"iter"
	"slices"
	"unique"

	"dateline/feed/article"
)

// claim is a topic that other pages claim for one, and how often. What was
// claimed while the article lived and is no longer counts 0 times.
type claim struct {
	topic article.Name
	times int32
}

// claims counts the topics that pages claim for each other. It is the only one to
// write to the claims of a page, except that a page from which a story moved
// away forgets what was kept for that.
type claims struct {
	*tx
	pending []claimChange  // to be counted
	names   []article.Name // used again by claimed
}

// claimChange is a claim that is made or withdrawn.
type claimChange struct {
	page  article.PageID
	topic article.Name
	by    int32 // 1 or -1; 0 keeps it as it was once
}

func (h claimChange) pageOf() article.PageID { return h.page }

// note notes that some claims are made, or withdrawn. They count with apply:
// a large change is cheaper page by page.
func (cs *claims) note(list []article.Claim, by int32) {
	for _, c := range list {
		if c.Topic != (article.Name{}) {
			cs.pending = append(cs.pending, claimChange{c.Page, c.Topic, by})
		}
	}
}

// keeps reports whether topics outlast their claims: those of a removed
// story do, so that their feeds tell of it.
func (s *Snapshot) keeps(story *story) bool {
	return story != nil && (!s.options.Fleeting || story.isRemoved())
}

// keep has a story stay in topics that it claimed for itself.
func (cs *claims) keep(id article.PageID, story *story, topics []article.Name) {
	if !cs.keeps(story) {
		return
	}
	for _, t := range topics {
		cs.pending = append(cs.pending, claimChange{id, t, 0})
	}
}

// apply counts the claims that were changes.
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

// count enters the claims for one page.
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
	}
	if dropped {
		cs.dropUnclaimed(p, holder)
	}
}

// finder gives a function that finds the place of a topic among the claims
// of a page, and makes it where it is new. For many topics it keeps a map.
func (p *page) finder(topics int) func(article.Name) int {
	const few = 32 // with which a map costs more than comparisons
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

// dropUnclaimed forgets the claims that nobody makes any more, unless the
// article that they were made for lives and keeps its topics.
func (cs *claims) dropUnclaimed(p *page, holder article.PageID) {
	h := cs.page(holder)
	if cs.keeps(h.story) {
		cs.saved[holder] = true
		return
	}
	p.claims = slices.DeleteFunc(p.claims, func(c claim) bool { return c.times <= 0 })
}

// claimsFor gives the claims for the story of a page: for the page itself
// and for those where the story stood.
func (s *Snapshot) claimsFor(p *page) iter.Seq[claim] {
	return func(yield func(claim) bool) {
		for _, c := range p.claims {
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

// claimed gives the names of topics that are claimed for the story of a page
// besides its own, in their order: the first of them, and one more than an
// article may have where there are so many. Of what is no longer claimed, it
// does not matter what kept forgot.
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

// manyNames is how many names gather before most of them are left out.
const manyNames = 10 * article.MaxTopics

// firstNames sorts names, and leaves each once and one more than an article
// may have.
func firstNames(list []article.Name) []article.Name {
	slices.SortFunc(list, func(a, b article.Name) int { return cmp.Compare(a.Value(), b.Value()) })
	list = slices.Compact(list)
	return list[:min(len(list), article.MaxTopics+1)]
}

// kept gives the names of the topics that were claimed for the story of a page
// and are no longer, in their order. Those behind the first it forgets: an
// article never shows them.
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

// forget drops what is kept for the story of a page and comes after a name.
func (cs *claims) forget(id article.PageID, s *story, last article.Name) {
	pages := []article.PageID{id}
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

// restore has stories stay in the topics that were claimed for them once.
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
		return // or it ended in this one
	}
	for _, topic := range it.Kept {
		cs.pending = append(cs.pending, claimChange{id, unique.Make(topic), 0})
	}
}

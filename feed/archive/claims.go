package archive

import (
	"cmp"
	"iter"
	"slices"

	"dateline/feed/article"
)

// claim is a topic that other pages claim for one, and how often. What was
// claimed while the article lived and is no longer counts 0 times.
type claim struct {
	topic article.Name
	times int32
}

// hearing is a claim that is made or withdrawn.
type hearing struct {
	page  article.PageID
	topic article.Name
	by    int32 // 1 or -1; 0 keeps it as it was once
}

func (h hearing) pageOf() article.PageID { return h.page }

// hear notes that some claims are made, or withdrawn. They count with heed:
// a large change is cheaper page by page.
func (n *next) hear(list []article.Claim, by int32) {
	for _, c := range list {
		if c.Topic != (article.Name{}) {
			n.heard = append(n.heard, hearing{c.Page, c.Topic, by})
		}
	}
}

// keeps reports whether topics outlast their claims: those of a removed
// story do, so that their feeds tell of it.
func (s *Snapshot) keeps(story *story) bool {
	return story != nil && (!s.options.Fleeting || story.isRemoved())
}

// keep has a story stay in topics that it claimed for itself.
func (n *next) keep(id article.PageID, story *story, topics []article.Name) {
	if !n.keeps(story) {
		return
	}
	for _, t := range topics {
		n.heard = append(n.heard, hearing{id, t, 0})
	}
}

// heed counts the claims that were heard.
func (n *next) heed() {
	heard := byPage(n.heard)
	n.heard = nil
	for len(heard) > 0 {
		id := heard[0].page
		end := 1
		for end < len(heard) && heard[end].page == id {
			end++
		}
		n.count(id, heard[:end])
		heard = heard[end:]
	}
}

// count enters the claims for one page.
func (n *next) count(id article.PageID, heard []hearing) {
	p := n.page(id)
	if p.claims == nil {
		p.claims = make([]claim, 0, len(heard))
	}
	dropped := false
	for _, h := range heard {
		i := slices.IndexFunc(p.claims, func(k claim) bool { return k.topic == h.topic })
		if i < 0 {
			i = len(p.claims)
			p.claims = append(p.claims, claim{topic: h.topic})
		}
		p.claims[i].times += h.by
		dropped = dropped || h.by <= 0
	}
	holder := id
	if p.heir != 0 {
		holder = n.holder(id)
		n.page(holder)
	}
	if dropped {
		n.dropUnclaimed(p, holder)
	}
}

// dropUnclaimed forgets the claims that nobody makes any more, unless the
// article that they were made for lives and keeps its topics.
func (n *next) dropUnclaimed(p *page, holder article.PageID) {
	h, _ := n.pages.Get(holder)
	if n.keeps(h.story) {
		n.saved[holder] = true
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

// topicsOf gives the topics claimed by the article itself, then those
// claimed for it by other pages, the latter in the order of their names.
func (n *next) topicsOf(p *page) []*Topic {
	own, claimed := p.article.Topics, n.claimed[:0]
	for c := range n.claimsFor(p) {
		if !slices.Contains(own, c.topic) && (c.times > 0 || !n.options.Fleeting) {
			claimed = append(claimed, c.topic)
		}
	}
	slices.SortFunc(claimed, func(a, b article.Name) int { return cmp.Compare(a.Value(), b.Value()) })
	n.claimed = claimed
	topics := make([]*Topic, 0, len(own)+len(claimed))
	for _, names := range [][]article.Name{own, claimed} {
		for _, name := range names {
			if t := n.topic(name); !slices.Contains(topics, t) {
				topics = append(topics, t)
			}
		}
	}
	if len(topics) < cap(topics) { // they live long: no spare room
		topics = slices.Clone(topics)
	}
	return topics
}

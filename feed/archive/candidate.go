package archive

import (
	"cmp"
	"slices"

	"dateline/feed/article"
)

// arrival is why identity resolution examines the story of a page.
type arrival struct {
	file    bool             // its file was added, changed or removed
	before  *article.Article // the article that stood there before
	listed  bool             // the page of its day lists it now, and did not before
	dropped bool             // the page of its day no longer lists it
	due     bool             // its time of publication or expiry has come
	back    bool             // its file was gone, and its article still departed
	// heading is the topic heading below which the page of its day listed the
	// article when it began to depart, in an earlier change.
	heading article.Name
}

// arrivals are the input of identity resolution.
type arrivals struct {
	arrived map[article.PageID]arrival // pages whose story has to be examined
	shifts  []shift                    // files whose page has changed
}

// candidate is a page in arrivals whose story is being settled.
type candidate struct {
	arrival
	*page
	id    article.PageID
	date  int64
	rank  int // on the page of its day
	shown *Entry
}

// candidates returns the pages that arrived, in the order in which new stories
// are minted: by date, by place on the day page, by path.
func (r *resolver) candidates() []*candidate {
	all := make([]*candidate, 0, len(r.arrived))
	for id, a := range r.arrived {
		c := &candidate{arrival: a, page: r.edit(id), id: id}
		if old, ok := r.old.pages.Get(id); ok {
			c.shown = old.entry
		}
		if at := c.present(); at != nil {
			c.date = r.dateOf(at)
			c.rank, _ = listed(r.ranksOn(c.date), id, at)
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.rank, b.rank), cmp.Compare(a.path(), b.path()))
	})
	return all
}

// present returns the article of a candidate, or the previous one if it has none
// now.
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

// last returns the article that readers saw at a candidate's page, else the
// one that stood there before.
func (c *candidate) last() *article.Article {
	if c.shown != nil {
		return c.shown.Article
	}
	return c.before
}

// lost reports whether the story of a page needs another page, because its
// file is gone or the page of its day dropped it.
func (s *Snapshot) lost(c *candidate) bool {
	if c.story == nil || c.story.isRemoved() {
		return false
	}
	return c.shown != nil && (c.article == nil || c.dropped) || c.article == nil && c.before != nil && s.isWithheld(c.before)
}

// appears reports whether the article of a candidate is new to readers: it
// came with this change, or it is no longer withheld.
func (s *Snapshot) appears(c *candidate) bool {
	return c.due || c.file && (c.before == nil || s.isWithheld(c.before))
}

// isLeaving reports whether the file of a page is gone and its story is not
// yet removed.
func (c *candidate) isLeaving() bool {
	return c.article == nil && c.story != nil && !c.story.isRemoved() && c.last() != nil
}

// wants reports whether the article of a page should be published.
func (tx *tx) wants(id article.PageID, p *page) bool {
	a := p.article
	return a != nil && tx.isVisible(a) && !tx.isHiddenByDay(id, a)
}

// isHiddenByDay reports whether the page of its day hides an article, because it
// leaves the article out and the article does not depart any longer.
func (tx *tx) isHiddenByDay(id article.PageID, a *article.Article) bool {
	if !tx.options.Contents[tx.contentOf(a.File)].HideSuperseded || !tx.leftOut(id, a) {
		return false
	}
	_, departs := tx.departures.files.Get(a.File)
	return !departs
}

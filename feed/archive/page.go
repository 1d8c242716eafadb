package archive

import (
	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// page is everything known about a path, perhaps nothing but claims. It is
// immutable once its snapshot is published.
type page struct {
	article *article.Article // nil if there is none
	entry   *Entry           // nil if nothing is published
	story   *story           // the story of the page, published or not; nil if there is none
	movedTo article.PageID   // the page to which the story moved, 0 if it did not
	claims  []claim          // topics that other pages claim for this one
	serial  uint32           // number of the snapshot that made it
	shown   bool             // the article is published
}

// blank is a page about which nothing is known. It is never written to.
var blank page

// page returns a read-only page. Only tx.edit returns a writable one.
func (s *Snapshot) page(id article.PageID) *page {
	if p, ok := s.pages.Get(id); ok {
		return p
	}
	return &blank
}

// holder follows the story of a page to the page where it is now.
func (s *Snapshot) holder(id article.PageID) article.PageID {
	for {
		p, ok := s.pages.Get(id)
		if !ok || p.movedTo == 0 {
			return id
		}
		id = p.movedTo
	}
}

// moment is a page and a time that concerns it, in Unix seconds.
type moment struct {
	at   int64
	page article.PageID
}

func earlier(a, b moment) bool { return a.at < b.at || a.at == b.at && a.page < b.page }

func newMoments() *btree.BTreeG[moment] {
	return btree.NewBTreeGOptions(earlier, btree.Options{NoLocks: true})
}

package archive

import (
	"iter"

	"dateline/feed/article"
)

// Articles yields all articles, published or not, in no particular order.
func (s *Snapshot) Articles() iter.Seq[*article.Article] {
	return func(yield func(*article.Article) bool) {
		more := true
		s.pages.Scan(func(_ article.PageID, p *page) bool {
			more = p.article == nil || yield(p.article)
			return more
		})
		if !more {
			return
		}
		s.rivals.Scan(func(_ article.PageID, files []*article.Article) bool {
			for _, a := range files {
				if !yield(a) {
					return false
				}
			}
			return true
		})
	}
}

// Days returns the number of day pages.
func (s *Snapshot) Days() int { return s.dayPages.Len() }

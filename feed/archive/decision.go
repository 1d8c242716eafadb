package archive

import "dateline/feed/article"

// decision is what became of a story that readers know, or that the ledger
// does. The stories themselves stand at their pages when it is made; feeds and
// notices follow it.
type decision struct {
	kind  NoticeKind
	page  article.PageID // where the story stands, or stood last
	from  article.PageID // where a moved story stood
	was   *Entry         // as readers know it
	quiet bool           // no notice is made
}

// ended is the kind of decision for a story in whose place another one stands.
// Nothing tells of it.
const ended NoticeKind = 0

// decisions are those of one change, in the order in which they were made.
type decisions struct {
	list  []decision
	hides bool // there may be notices of what is hidden now
}

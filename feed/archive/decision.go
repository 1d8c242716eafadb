package archive

import "dateline/feed/article"

// decision is what became of a story that readers or the ledger know. Stories
// are moved as decisions are made; feeds and notices follow later.
type decision struct {
	kind  NoticeKind
	page  article.PageID // where the story stands, or stood last
	from  article.PageID // where a moved story stood
	was   *Entry         // as readers saw it
	quiet bool           // subscribers are not told
}

// ended is the kind of decision about a story whose place another story took.
// Subscribers are not told.
const ended NoticeKind = 0

// decisions are the decisions of one change, in the order in which they were
// made.
type decisions struct {
	list  []decision
	hides bool // stories were hidden, so notices about them may have to be withdrawn
}

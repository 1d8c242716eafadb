package archive

import "dateline/feed/article"

// decision is what happened to a story that readers or the ledger know. Stories
// are moved as decisions are made; feeds and notices follow later.
type decision struct {
	kind  NoticeKind
	page  article.PageID // where the story is, or was last
	from  article.PageID // where a moved story was
	was   *Entry         // as readers saw it
	quiet bool           // subscribers are not told
}

// ended is the kind of decision about a story whose place another story took.
// Subscribers are not told.
const ended NoticeKind = 0

// decisions are the decisions of one change, in the order in which they were
// made.
type decisions struct {
	list    []decision
	hides   bool // stories were hidden, so notices about them may have to be withdrawn
	returns bool // removed stories are back, so the notices of their removal have to be withdrawn
}

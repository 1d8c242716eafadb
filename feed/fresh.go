package feed

import (
	"fmt"

	"dateline/feed/article"
)

// largeTree is the number of articles from which an empty ledger is doubtful
// although it may be new: who begins with more has probably published them before.
const largeTree = 500

// noteFresh finds out, once every directory has been read, whether a ledger that
// was empty at the start should have held something, and says what that costs.
func (p *Publisher) noteFresh() {
	if !p.wasEmpty || !p.scanned() {
		return
	}
	p.wasEmpty = false
	n := p.snapshot.Global().Len()
	if n == 0 || p.mayBeNew && n < largeTree {
		return
	}
	p.fresh = freshProblem(n, p.mayBeNew)
	p.log.Warn(p.fresh.Error())
}

func freshProblem(articles int, mayBeNew bool) *article.Problem {
	hint := "stop Dateline and put the backup of the ledger in its place, or set site.first_start = true if there never was one"
	if mayBeNew {
		hint = "if this is not the first start, stop Dateline and put the backup of the ledger in its place"
	}
	return &article.Problem{File: "ledger", About: article.File, What: fmt.Sprintf("it was empty at the start, and there are %d articles", articles),
		Effect: "when they were published and which of them moved without a declaration is not known; ids change, too, if site.base_url is another one now and site.id_authority is not set",
		Hint:   hint}
}

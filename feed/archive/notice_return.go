package archive

// returned returns decisions about articles that are back after they were removed,
// but for those the notice of whose removal is taken back. That notice may have
// been trimmed, or it told of many articles.
func (n *next) returned() (list []decision) {
	told := map[string]bool{}
	for _, notice := range n.notices.list {
		told[notice.ID] = told[notice.ID] || notice.Kind == Removed
	}
	for _, d := range n.due {
		if d.entry != nil && !told[d.entry.ID()] && n.wasGone(d.entry) {
			list = append(list, decision{kind: Returned, page: d.id, was: d.entry})
		}
	}
	return list
}

// wasGone reports whether subscribers saw the article of an entry go, because its
// file was gone or because it expired. Its file may be at another page now.
func (n *next) wasGone(e *Entry) bool {
	at, ok := n.old.holderOf(e.ID())
	if !ok || at == nowhere {
		return false
	}
	p := n.old.page(at)
	return isGone(p) && (lostAt(p) != 0 || p.article != nil && n.old.isExpired(p.article))
}

package archive

import (
	"time"

	"dateline/feed/article"
)

// NoticesOf returns the notices about an entry alone, newest first. They are found by
// its id, so they follow the article wherever it moves. Those of an article that its
// author hid are withdrawn, so there are none of that time if it is shown again.
func (s *Snapshot) NoticesOf(e *Entry) []*Notice {
	if len(s.notices.list) == 0 {
		return nil
	}
	return s.notices.of(e.ID())
}

// Removal returns when an article was removed whose page stood at a path, and the title
// that it had then, which is empty if no notice tells it. ok is what Gone reports: what
// an author hid is not told.
func (s *Snapshot) Removal(path string) (title string, at time.Time, ok bool) {
	if !s.Gone(path) {
		return "", at, false
	}
	p := s.page(s.holder(article.Page(path)))
	for _, n := range s.notices.of(s.idOf(p)) {
		if n.Kind == Removed {
			return n.Title, n.At, true
		}
	}
	return "", TimeOf(p.story.rare.removed), true
}

// of returns the notices about a story, newest first. The first call sorts all notices
// by story.
func (l *Notices) of(id string) []*Notice {
	known := l.byID.Load()
	if known == nil {
		all := map[string][]*Notice{}
		for n := range l.Newest() {
			if n.Count == 0 && n.ID != "" {
				all[n.ID] = append(all[n.ID], n)
			}
		}
		known = &all
		l.byID.Store(known)
	}
	return (*known)[id]
}

// dropped makes what changes with the entry count as changed whose notice is no longer
// kept: its page shows its notices.
func (n *next) dropped(notice *Notice) {
	at, ok := n.holderOf(notice.ID)
	if notice.Count > 0 || !ok {
		return
	}
	p := n.page(at)
	if p.entry == nil || p.entry.ID() != notice.ID {
		return
	}
	n.writer.change(nil, unseen).mark(p.entry)
	n.retold = append(n.retold, at)
}

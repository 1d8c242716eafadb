package archive

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"dateline/feed/article"
)

// MaxNotices is how many notices are kept: the newest of the whole site.
const MaxNotices = 1000

// Notice is what subscribers learn about an article after its publication.
// Immutable.
type Notice struct {
	// Number is greater than that of the previous notice, and not less than the
	// Unix time of the notice, so that numbers lost with a ledger are not used
	// again.
	Number int64
	// At is in whole seconds. Two notices share a second only if there are not
	// enough seconds.
	At   time.Time
	Kind NoticeKind
	// ID, Path and Title are those of the entry. A removed entry has those
	// that it had last. A notice about several articles has none, but for Path if
	// it is no backfill: the directory above all of them ("/news/").
	ID, Path, Title string
	Was             string // path before a move; a directory if several articles moved
	BeforeTitle     string // title before a correction; empty if it is the same
	// Before and After are the text before and after a correction
	// (article.Paragraphs), one paragraph a line. Paragraphs at the beginning
	// and the end that did not change are left out. Each has at most maxQuote
	// characters.
	Before, After string
	Topics        []string // slugs of the topics of the entry, or of several articles
	Count         int      // number of articles if there are several; else 0
	Counts        []int    // if there are several, how many of them each of Topics has
}

// NoticeKind says what happened to an article.
type NoticeKind uint8

// The kinds. The ledger stores these numbers.
const (
	Corrected NoticeKind = 1 + iota // a title, text, sources or authors that it never had before
	Moved                           // to another address
	Removed
	Backfilled // several older articles were added; only Count says more
	Returned   // an article is back whose removal was told and cannot be taken back
)

// maxQuote bounds each text of a correction, in characters. All notices
// together take at most 12 MB if a character takes three bytes.
const maxQuote = 2000

// Notices are the notices of a site. They are immutable; adding a notice makes
// new Notices.
type Notices struct {
	list    []*Notice                            // by number
	serial  uint32                               // number of the snapshot that made them
	changed int64                                // when a notice was last added or withdrawn, in Unix seconds; 0 if that never was
	byID    atomic.Pointer[map[string][]*Notice] // nil until the first call of of
}

// Newest returns the notices, newest first.
func (l *Notices) Newest() iter.Seq[*Notice] {
	return func(yield func(*Notice) bool) {
		for _, n := range slices.Backward(l.list) {
			if !yield(n) {
				return
			}
		}
	}
}

// Notices returns the notices of the site.
func (s *Snapshot) Notices() *Notices { return s.notices }

// restoreNotices restores the remembered notices.
func (n *next) restoreNotices(list []Notice) {
	known := make([]*Notice, len(list))
	for i := range list {
		known[i] = &list[i]
	}
	slices.SortFunc(known, func(a, b *Notice) int { return cmp.Compare(a.Number, b.Number) })
	n.notices = &Notices{list: slices.Clone(newest(known)), serial: n.serial, changed: n.notices.changed}
}

// newest returns the last MaxNotices elements of a list.
func newest[T any](list []T) []T { return list[max(0, len(list)-MaxNotices):] }

// tell adds notices of the decisions that subscribers can see, and withdraws the
// notices of articles that are hidden now, and of removals of articles that are
// back.
func (n *next) tell(decided decisions) {
	if decided.returns {
		decided.list = append(decided.list, n.returned()...)
	}
	if seen := slices.DeleteFunc(decided.list, n.isUnseen); len(seen) > 0 {
		n.addNotices(seen)
	}
	if decided.hides || decided.returns {
		n.withdrawNotices()
	}
	if n.delta.Backfilled > 0 {
		n.announce([]*Notice{{Kind: Backfilled, Count: n.delta.Backfilled}})
	}
}

// addNotices adds notices of decisions.
func (n *next) addNotices(events []decision) {
	slices.SortFunc(events, func(a, b decision) int {
		return cmp.Or(cmp.Compare(a.was.published, b.was.published), cmp.Compare(a.was.ID(), b.was.ID()), cmp.Compare(a.kind, b.kind))
	})
	n.announce(n.describe(slices.CompactFunc(events, func(a, b decision) bool { return a.was == b.was && a.kind == b.kind })))
}

// announce numbers and dates notices, and adds them.
func (n *next) announce(notices []*Notice) {
	list := slices.Clone(n.notices.list)
	for i, notice := range notices {
		var last Notice
		if len(list) > 0 {
			last = *list[len(list)-1]
		}
		notice.Number = max(last.Number+1, n.now)
		at := max(Seconds(last.At)+1, n.now-int64(len(notices)-1-i))
		notice.At = TimeOf(min(at, n.now))
		list = append(list, notice)
		n.delta.Memory.Notices = append(n.delta.Memory.Notices, *notice)
	}
	kept := newest(list)
	for _, notice := range list[:len(list)-len(kept)] {
		n.dropped(notice)
	}
	n.notices = n.noticesOf(slices.Clone(kept))
}

// isUnseen reports whether subscribers are not told of a decision: because its
// entry is no longer published, moved on, or returned to where it was, or because
// it is withheld.
func (s *Snapshot) isUnseen(d decision) bool {
	switch {
	case d.kind == ended || d.quiet:
		return true
	case d.kind == Removed:
		return false
	}
	now, shown := s.Page(d.page)
	return !shown || s.isKeptSecret(d.page) || now.ID() != d.was.ID() || d.kind == Moved && now.Path == d.was.Path
}

// noticeOf returns the notice of a decision, without a number and a time.
func (s *Snapshot) noticeOf(d decision) *Notice {
	now := s.entryOf(d)
	notice := &Notice{Kind: d.kind, ID: now.ID(), Path: now.Path, Title: now.Name()}
	switch d.kind {
	case Moved:
		notice.Was = d.was.Path
	case Corrected:
		if now.Title != d.was.Title {
			notice.BeforeTitle = d.was.Name()
		}
		notice.Before, notice.After = differing(d.was.Paragraphs(), now.Paragraphs())
	}
	for _, t := range now.Topics {
		notice.Topics = append(notice.Topics, t.Slug)
	}
	return notice
}

// entryOf returns the entry of a decision as subscribers see it now, or saw it
// last.
func (s *Snapshot) entryOf(d decision) *Entry {
	if d.kind == Removed {
		return d.was
	}
	e, _ := s.Page(d.page)
	return e
}

// differing returns two texts without the paragraphs that both begin and both
// end with.
func differing(before, after []string) (string, string) {
	for len(before) > 0 && len(after) > 0 && before[0] == after[0] {
		before, after = before[1:], after[1:]
	}
	for len(before) > 0 && len(after) > 0 && before[len(before)-1] == after[len(after)-1] {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	return quote(strings.Join(before, "\n"), strings.Join(after, "\n"))
}

// sharedContext is about how much text, in bytes, comes before the difference
// of long texts that begin alike.
const sharedContext = 100

// quote shortens two texts that are too long, so that they still differ.
func quote(before, after string) (string, string) {
	if max(utf8.RuneCountInString(before), utf8.RuneCountInString(after)) <= maxQuote {
		return before, after
	}
	same := 0
	for same < min(len(before), len(after)) && before[same] == after[same] {
		same++
	}
	begin := max(0, same-sharedContext)
	for begin > 0 && !utf8.RuneStart(before[begin]) {
		begin--
	}
	return excerpt(before, begin), excerpt(after, begin)
}

// excerpt returns the characters of a text from a byte on, at most maxQuote.
func excerpt(text string, begin int) string {
	list := []rune(text[begin:])
	if begin > 0 {
		list = append([]rune("…"), list...)
	}
	if len(list) > maxQuote {
		list = append(list[:maxQuote-1], '…')
	}
	return string(list)
}

// withdrawNotices withdraws the notices that no longer hold.
func (n *next) withdrawNotices() {
	kept := make([]*Notice, 0, len(n.notices.list))
	for _, notice := range n.notices.list {
		if n.isWithdrawn(notice) {
			n.delta.Memory.Withdrawn = append(n.delta.Memory.Withdrawn, notice.Number)
			n.dropped(notice)
		} else {
			kept = append(kept, notice)
		}
	}
	if len(kept) < len(n.notices.list) {
		n.notices = n.noticesOf(kept)
	}
}

// noticesOf returns the Notices that take the place of the present ones.
func (n *next) noticesOf(list []*Notice) *Notices {
	return &Notices{list: list, serial: n.serial, changed: max(n.notices.changed, n.commit())}
}

// isWithdrawn reports whether a notice is about a story that is withheld now, or
// about the removal of one that is back. If its id has ended, its path identifies
// the story.
func (s *Snapshot) isWithdrawn(notice *Notice) bool {
	if notice.Count > 0 {
		return false
	}
	at, ok := s.holderOf(notice.ID)
	if !ok || at == nowhere || at == article.Page(notice.ID) {
		at = s.holder(article.Page(notice.Path))
	}
	p, ok := s.pages.Get(at)
	if !ok || p.story == nil {
		return false
	}
	isBack := notice.Kind == Removed && p.entry != nil && p.entry.ID() == notice.ID
	return isBack || p.story.wasHidden() && !p.story.isReserved() || s.isKeptSecret(at)
}

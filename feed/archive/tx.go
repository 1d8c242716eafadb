package archive

import (
	"slices"

	"dateline/feed/article"
)

// tx is a transaction: a new Snapshot made from an old one. Its trees are copied
// on write. Pages, days and feeds that have its serial were made by it and may be
// written to. The Snapshot is not shared before With or Load returns it, and one
// goroutine owns it until then.
type tx struct {
	*Snapshot
	old *Snapshot
	Occasion
	now     int64 // Unix seconds; trusted
	loading bool  // loading from memory, so nothing is new
	regains bool  // texts that memory had lost are read again, so what they claim is not new

	due   []due                            // pages that were edited, in order
	ranks map[int64]map[article.PageID]int // ranks of pages by date, computed on demand
	saved map[article.PageID]bool          // pages whose stories must be remembered
	begun map[article.PageID]bool          // pages whose stories are new, but for those of a first import
	moves map[string]string                // moves to be remembered, from path to path
	// rezoned are the former times of publication of stories that follow a change of
	// the zone, by id; nil if there are none.
	rezoned map[string]int64
	delta   Delta
}

// due is a page whose entry has to be rebuilt.
type due struct {
	id article.PageID
	*page
}

func newTx(s *Snapshot, o Occasion) tx {
	return tx{Snapshot: s.copy(), old: s, Occasion: o, ranks: map[int64]map[article.PageID]int{}, saved: map[article.PageID]bool{}, begun: map[article.PageID]bool{}, moves: map[string]string{}}
}

// remake makes sure that the entry of a page is rebuilt although the page itself
// does not change, because something that the entry shows does.
func (tx *tx) remake(id article.PageID) { tx.edit(id) }

// edit returns a writable page, and creates it if there is none. Its entry will
// be rebuilt.
func (tx *tx) edit(id article.PageID) *page {
	p, ok := tx.pages.Get(id)
	switch {
	case !ok:
		p = &page{serial: tx.serial}
	case p.serial == tx.serial:
		return p
	default:
		c := *p
		c.claims, c.serial = slices.Clone(p.claims), tx.serial
		p = &c
	}
	tx.pages.Load(id, p)
	tx.due = append(tx.due, due{id, p})
	return p
}

// commit returns the second to which changes of feeds are dated: now, or the one
// after the last change if that is later. Otherwise two changes within a second
// could not be told apart, and who knows the first would be told that there is
// nothing new. It is 0 while loading, as that changes nothing.
func (tx *tx) commit() int64 {
	if tx.loading {
		return 0
	}
	return max(tx.now, tx.old.committed+1)
}

// remember records that a move, and the story of the page if it has one, must be
// saved.
func (tx *tx) remember(id article.PageID, m Move) {
	tx.saved[id] = true
	tx.moves[m.From] = m.To
}

func (s *Snapshot) copy() *Snapshot {
	c := &Snapshot{
		options:      s.options,
		serial:       s.serial + 1,
		tag:          s.tag,
		minting:      s.minting,
		aliases:      s.aliases,
		ignored:      s.ignored,
		clock:        s.clock,
		mounts:       slices.Clone(s.mounts),
		contents:     s.contents,
		pages:        *s.pages.Copy(),
		days:         *s.days.Copy(),
		dayPages:     *s.dayPages.Copy(),
		sheets:       s.sheets,
		sheeted:      s.sheeted,
		assets:       *s.assets.Copy(),
		forms:        *s.forms.Copy(),
		users:        s.users.Copy(),
		byName:       s.byName,
		rivals:       *s.rivals.Copy(),
		elsewhere:    *s.elsewhere.Copy(),
		usuals:       s.usuals.Copy(),
		displaced:    *s.displaced.Copy(),
		bare:         *s.bare.Copy(),
		deadLinks:    *s.deadLinks.Copy(),
		unlisted:     *s.unlisted.Copy(),
		crowded:      *s.crowded.Copy(),
		misnamed:     *s.misnamed.Copy(),
		notes:        *s.notes.Copy(),
		loops:        *s.loops.Copy(),
		declarations: s.declarations.Copy(),
		clashes:      *s.clashes.Copy(),
		departures:   s.departures.copy(),
		waiting:      *s.waiting.Copy(),
		textless:     *s.textless.Copy(),
		young:        s.young.Copy(),
		known:        slices.Clone(s.known),
		touched:      s.touched,
		ids:          *s.ids.Copy(),
		times:        s.times.copy(),
		revised:      *s.revised.Copy(),
		hidden:       *s.hidden.Copy(),
		scheduled:    s.scheduled.Copy(),
		expiring:     s.expiring.Copy(),
		recent:       s.recent.Copy(),
		tombstones:   *s.tombstones.Copy(),
		losses:       copyAll(s.losses),
		shown:        slices.Clone(s.shown),
		notices:      s.notices,
		appearance:   s.appearance,
		conditions:   s.conditions,
		left:         s.left,
		committed:    s.committed,
		global:       s.global,
		folded:       *s.folded.Copy(),
		rankings:     s.rankings.next(),
	}
	if c.byName != nil {
		c.byName = s.byName.Copy()
	}
	for k := range s.feeds {
		c.feeds[k] = *s.feeds[k].Copy()
	}
	return c
}

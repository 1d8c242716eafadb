package archive

import (
	"maps"
	"slices"
	"time"

	"dateline/feed/article"
)

// Change is what became of one file: exactly one of Article, Day and Asset
// is set, or none when the file is gone or holds nothing of use any more.
type Change struct {
	File    string // site path with extension
	Article *article.Article
	Day     *article.Day
	Asset   *Asset
}

// Occasion says when and how changes came to be known.
type Occasion struct {
	Now time.Time
	// Live reports whether the files changed while the daemon ran: what
	// appears on its own date then appeared at this very moment.
	Live bool
	// Imported are the mounts of content directories that are known in
	// full with this change. What comes with the first import of one
	// counts as old.
	Imported []string
	// Old are files that were there before, and are only now taken for
	// articles: by another program or configuration. They count as old, too.
	Old map[string]bool
	// Accepted lets pass what was held: removals, and a doubtful clock.
	Accepted bool
}

// Delta says what a change came to.
type Delta struct {
	// Feeds are the feeds of the new snapshot whose documents may differ,
	// Related lists and Markdown in them aside, the global one first.
	Feeds []*Feed
	// Added, Changed, Removed and Renamed count entries.
	Added, Changed, Removed, Renamed int
	// Memory is what must be remembered.
	Memory Memory
	// Uncompared counts articles that came as new without a look at their
	// titles: those were too many or too long to be compared with those of
	// articles of the same date that are gone.
	Uncompared int
	// Moments are when the entries were published that came, changed or
	// went, in Unix seconds.
	Moments []int64
	// Gone are the files whose removal took effect.
	Gone []string
	// DeadLinks are complaints about links that lead nowhere since this change, or
	// not to what is meant: the first of them. Their File is a site path.
	DeadLinks []article.Problem
	resolved  int // links that were looked at
	compared  int // articles and files whose names were compared with one that is looked for
}

// next is a Snapshot being made. Its trees are copies on write; what has its
// serial was made by this change and may be written to.
type next struct {
	*Snapshot
	old *Snapshot
	Occasion
	now     int64 // Unix seconds, trusted
	latest  int64 // second, not after now, behind which all are taken by updates
	loading bool  // from memory: nothing is new
	lacking bool  // from memory, to which files are missing

	due         []due
	arrived     map[article.PageID]arrival       // pages whose article is to be identified
	dates       map[int64]bool                   // calendar dates whose day page is to be looked at again
	shifts      []shift                          // files whose page is another one
	moved       []article.PageID                 // pages of stories that moved
	freed       []article.PageID                 // pages that lead nowhere else any more
	moves       map[string]string                // to be remembered
	followers   map[article.PageID]int           // pages that lead to one without a story
	minted      map[int64]int                    // stories of a date
	ranks       map[int64]map[article.PageID]int // of dates that were looked at
	pending     []claimChange                    // claims to add and to drop
	names       []article.Name                   // used again by claimed
	open        map[*Topic]*Feed                 // feeds of this change
	named       map[article.Name]*Topic          // names that were resolved
	numbers     map[string]int                   // behind slugs and ids: lower ones are taken
	visible     map[*Topic]bool                  // feeds whose documents may differ; nil for that of everything
	hosts       map[string]*Topic                // outlets of hosts that were resolved; nil for none
	languages   map[string][]*Topic              // languages of tags
	saved       map[article.PageID]bool          // pages whose story is to be remembered
	events      []event                          // to make notices of
	newlyHidden bool                             // there may be notices of what is withheld now
	effort      int64                            // left for comparing titles
	linking
	delta Delta
}

// due is a page whose entry is to be made.
type due struct {
	id article.PageID
	*page
}

// With gives the snapshot after some changes.
func (s *Snapshot) With(changes []Change, o Occasion) (*Snapshot, Delta) {
	n := s.next(o)
	n.trust(o)
	if o.Accepted {
		changes = append(n.release(), changes...)
	} else if n.held.Len() > 0 {
		changes = append(n.releaseHidden(changes), changes...)
	}
	n.apply(changes)
	n.wake()
	n.settle()
	n.publish()
	n.place()
	n.reportDeadLinks()
	n.tell()
	if n.newlyHidden {
		n.withdrawNotices()
	}
	n.imported(o.Imported)
	return n.finish()
}

func (s *Snapshot) next(o Occasion) *next {
	return &next{
		Snapshot:  s.copy(),
		old:       s,
		Occasion:  o,
		arrived:   map[article.PageID]arrival{},
		dates:     map[int64]bool{},
		minted:    map[int64]int{},
		ranks:     map[int64]map[article.PageID]int{},
		open:      map[*Topic]*Feed{},
		named:     map[article.Name]*Topic{},
		moves:     map[string]string{},
		followers: map[article.PageID]int{},
		numbers:   map[string]int{},
		visible:   map[*Topic]bool{},
		hosts:     map[string]*Topic{},
		languages: map[string][]*Topic{},
		saved:     map[article.PageID]bool{},
		linking:   newLinking(),
	}
}

func (s *Snapshot) copy() *Snapshot {
	c := &Snapshot{
		options:      s.options,
		serial:       s.serial + 1,
		tag:          s.tag,
		authored:     s.authored,
		aliases:      s.aliases,
		clock:        s.clock,
		mounts:       slices.Clone(s.mounts),
		pages:        *s.pages.Copy(),
		days:         *s.days.Copy(),
		dayPages:     *s.dayPages.Copy(),
		assets:       *s.assets.Copy(),
		forms:        *s.forms.Copy(),
		users:        s.users.Copy(),
		byName:       s.byName,
		rivals:       *s.rivals.Copy(),
		elsewhere:    *s.elsewhere.Copy(),
		bare:         *s.bare.Copy(),
		deadLinks:    *s.deadLinks.Copy(),
		unlisted:     *s.unlisted.Copy(),
		crowded:      *s.crowded.Copy(),
		misnamed:     *s.misnamed.Copy(),
		notes:        *s.notes.Copy(),
		loops:        *s.loops.Copy(),
		declarations: s.declarations.Copy(),
		clashes:      *s.clashes.Copy(),
		held:         *s.held.Copy(),
		ids:          *s.ids.Copy(),
		times:        s.times.copy(),
		revised:      *s.revised.Copy(),
		hidden:       *s.hidden.Copy(),
		scheduled:    s.scheduled.Copy(),
		expiring:     s.expiring.Copy(),
		recent:       s.recent.Copy(),
		tombstones:   *s.tombstones.Copy(),
		shown:        slices.Clone(s.shown),
		notices:      s.notices,
		global:       s.global,
		folded:       *s.folded.Copy(),
	}
	if c.byName != nil {
		c.byName = s.byName.Copy()
	}
	for k := range s.feeds {
		c.feeds[k] = *s.feeds[k].Copy()
	}
	return c
}

// apply enters what the files say.
func (n *next) apply(changes []Change) {
	all := placeAll(len(changes), func(i int) placed[filed] { return place(&changes[i]) })
	for _, c := range byPage(all) {
		n.applyFile(c.page, c.it)
		n.applyDay(c.it.File, c.it.Day)
		n.applyAsset(c.it.File, c.it.Asset)
	}
}

// remake has the entry of a page made again although nothing of the page
// changes: something that its entry shows does.
func (n *next) remake(id article.PageID) { n.edit(id) }

// edit returns a page to write to, a new one if there is none. Its entry is made
// again.
func (n *next) edit(id article.PageID) *page {
	p, ok := n.pages.Get(id)
	switch {
	case !ok:
		p = &page{serial: n.serial}
	case p.serial == n.serial:
		return p
	default:
		c := *p
		c.claims, c.serial = slices.Clone(p.claims), n.serial
		p = &c
	}
	n.pages.Load(id, p)
	n.due = append(n.due, due{id, p})
	return p
}

// finish gives what has been made.
func (n *next) finish() (*Snapshot, Delta) {
	for t := range n.visible {
		n.delta.Feeds = append(n.delta.Feeds, n.feed(t))
	}
	slices.SortFunc(n.delta.Feeds, func(a, b *Feed) int { return a.Topic.compare(b.Topic) })
	for _, id := range slices.Sorted(maps.Keys(n.saved)) {
		if p, ok := n.pages.Get(id); ok && p.story != nil {
			n.delta.Memory.Items = append(n.delta.Memory.Items, n.item(id, p))
		}
	}
	for _, from := range slices.Sorted(maps.Keys(n.moves)) {
		n.delta.Memory.Moves = append(n.delta.Memory.Moves, Move{from, n.moves[from]})
	}
	if !n.authored {
		n.authored = true
		n.delta.Memory.Authority = authorityOf(*n.tag)
	}
	if n.clock.After(n.old.clock) || n.Accepted {
		n.delta.Memory.Clock = n.clock
	}
	return n.Snapshot, n.delta
}

// imported notes that content directories are known in full.
func (n *next) imported(mounts []string) {
	for i, c := range n.options.Contents {
		if !n.mounts[i] && slices.Contains(mounts, c.Mount) {
			n.mounts[i] = true
			n.delta.Memory.Mounts = append(n.delta.Memory.Mounts, c.Mount)
		}
	}
}

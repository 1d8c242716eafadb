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

// With returns the snapshot after some changes, and what they came to. Each
// stage is done with a change before the next one begins:
//
//   - The files come to stand at their pages. Pages whose article came, changed or
//     went are the arrivals; so are those whose time has come, and those that the
//     page of their day lists or drops.
//   - Of the arrivals identity resolution makes decisions: which story stands
//     where, and what became of the stories that readers know.
//   - The feeds follow these decisions, then get an entry for each page that was
//     edited. Only now is it known what links to lists and dates lead to.
//   - Notices and complaints tell of the difference.
func (s *Snapshot) With(changes []Change, o Occasion) (*Snapshot, Delta) {
	n := s.next(o)
	n.trustClock()
	changes = n.identity.hider.release(changes)

	n.files.apply(changes)
	n.files.wake()
	n.writer.wake()
	n.files.relist()

	decided := n.identity.settle()

	n.writer.follow(decided)
	n.writer.publish()
	n.writer.place()

	n.links.reportDeadLinks()
	n.tell(decided)
	n.imported()
	return n.finish()
}

// next makes a snapshot. Each stage has a type of its own, which knows only those
// that it needs. All of it is owned by the goroutine that calls With.
type next struct {
	tx
	files    fileIndex
	claims   claims
	registry registry
	identity resolver
	links    linker
	writer   feedWriter
}

func (s *Snapshot) next(o Occasion) *next {
	n := &next{tx: newTx(s, o), registry: newRegistry(), links: newLinker()}
	n.claims.tx, n.registry.tx, n.links.tx = &n.tx, &n.tx, &n.tx
	n.files = fileIndex{tx: &n.tx, claims: &n.claims, links: &n.links, arrived: map[article.PageID]arrival{}, dates: map[int64]bool{}}
	n.identity.init(&n.tx, &n.files, &n.claims)
	n.writer = feedWriter{tx: &n.tx, claims: &n.claims, registry: &n.registry, links: &n.links, open: map[*Topic]*Feed{}, visible: map[*Topic]bool{}}
	return n
}

// finish gives what has been made.
func (n *next) finish() (*Snapshot, Delta) {
	for t := range n.writer.visible {
		n.delta.Feeds = append(n.delta.Feeds, n.feed(t))
	}
	slices.SortFunc(n.delta.Feeds, func(a, b *Feed) int { return a.Topic.compare(b.Topic) })
	for _, id := range slices.Sorted(maps.Keys(n.saved)) {
		if p, ok := n.pages.Get(id); ok && p.story != nil {
			n.delta.Memory.Items = append(n.delta.Memory.Items, n.claims.item(id, p))
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
func (n *next) imported() {
	for i, c := range n.options.Contents {
		if !n.mounts[i] && slices.Contains(n.Imported, c.Mount) {
			n.mounts[i] = true
			n.delta.Memory.Mounts = append(n.delta.Memory.Mounts, c.Mount)
		}
	}
}

package archive

import (
	"maps"
	"slices"
	"time"

	"dateline/feed/article"
)

// Change is what became of one file. Exactly one of Article, Day and Asset is
// set, or none if the file is gone or no longer holds anything of use.
type Change struct {
	File    string // site path with extension
	Article *article.Article
	Day     *article.Day
	Asset   *Asset
}

// Occasion says when and how changes became known.
type Occasion struct {
	Now time.Time
	// Live says that the files changed while the daemon ran, so that an
	// article that appears on its own date appeared at this very moment.
	Live bool
	// Imported are the mounts of content directories that are completely known
	// with this change. What comes with the first import of a mount counts as
	// old.
	Imported []string
	// Old are files that were there before, and of which only another program
	// or configuration makes articles now. They count as old, too.
	Old map[string]bool
	// Accepted says that the operator accepts what was held: removals, and a
	// doubtful clock.
	Accepted bool
}

// Delta is what a change came to.
type Delta struct {
	// Feeds are the feeds of the new snapshot whose documents may differ, the
	// global one first. Related lists and Markdown in documents may differ in
	// others, too.
	Feeds []*Feed
	// Added, Changed, Removed and Renamed are numbers of entries.
	Added, Changed, Removed, Renamed int
	// Memory is what must be remembered.
	Memory Memory
	// Uncompared is the number of articles that count as new although nobody
	// compared their titles with those of articles that are gone, because
	// there were too many or too long ones.
	Uncompared int
	// Moments are the times of publication of the entries that came, changed
	// or went, in Unix seconds.
	Moments []int64
	// Touched are the pages of which the entry may be another one, whether or
	// not a reader sees a difference.
	Touched []article.PageID
	// Assets are the files beside articles that came, changed or went.
	Assets []string
	// Gone are the files whose removal took effect.
	Gone []string
	// DeadLinks are the first complaints about links that lead nowhere since
	// this change, or not to what is meant. Their File is a site path.
	DeadLinks []article.Problem
	resolved  int // number of links that were looked up
	compared  int // number of articles and files that were compared with a name
}

// With returns the snapshot after some changes, and what they came to. It
// works in stages, and each is done before the next begins:
//
//   - Files: the articles come to stand at their pages. The pages where one
//     came, changed or went are the arrivals, and so are those whose time has
//     come and those that the page of their day lists or drops.
//   - Identity: the resolver decides which story stands at each arrival, and
//     hands on its decisions about stories that readers know.
//   - Feeds: they follow the decisions, then get a new entry for each page
//     that was edited. Only now is it known which lists and dates answer, so
//     links to these are placed last.
//   - Notices and complaints tell what changed.
func (s *Snapshot) With(changes []Change, o Occasion) (*Snapshot, Delta) {
	n := s.next(o)
	n.trustClock()
	changes = n.identity.hider.release(changes)

	n.files.apply(changes)
	n.files.wake()
	n.writer.wake()
	n.files.relist()

	decided := n.identity.settle(n.files.arrivals)

	n.writer.follow(decided)
	n.writer.publish()
	n.writer.place()

	n.links.reportDeadLinks()
	n.tell(decided)
	n.imported()
	return n.finish()
}

// next makes a snapshot. Each stage has a type of its own, which knows only
// the stages that it needs. One goroutine owns all of it.
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
	n.files = fileIndex{tx: &n.tx, claims: &n.claims, links: &n.links, arrivals: arrivals{arrived: map[article.PageID]arrival{}}, dates: map[int64]bool{}}
	n.identity.prepare(&n.tx, &n.files, &n.claims)
	n.writer = feedWriter{tx: &n.tx, claims: &n.claims, registry: &n.registry, links: &n.links, open: map[*Topic]*Feed{}, visible: map[*Topic]bool{}}
	return n
}

// finish returns the new snapshot and its delta.
func (n *next) finish() (*Snapshot, Delta) {
	for t := range n.writer.visible {
		n.delta.Feeds = append(n.delta.Feeds, n.feed(t))
	}
	slices.SortFunc(n.delta.Feeds, func(a, b *Feed) int { return a.Topic.compare(b.Topic) })
	n.delta.Touched = make([]article.PageID, len(n.due))
	for i, d := range n.due {
		n.delta.Touched[i] = d.id
	}
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

// imported notes which content directories are completely known now.
func (n *next) imported() {
	for i, c := range n.options.Contents {
		if !n.mounts[i] && slices.Contains(n.Imported, c.Mount) {
			n.mounts[i] = true
			n.delta.Memory.Mounts = append(n.delta.Memory.Mounts, c.Mount)
		}
	}
}

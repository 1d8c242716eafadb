package archive

import (
	"maps"
	"slices"
	"time"

	"dateline/feed/article"
)

// Change is the new state of one file. Exactly one of Article, Day, Page and Asset is
// set, or none if the file is gone or no longer has any of these.
type Change struct {
	File    string // site path with extension
	Article *article.Article
	Day     *article.Day
	Page    *article.Article // without a date: see Sheet
	Asset   *Asset
}

// Occasion says when and how changes became known.
type Occasion struct {
	Now time.Time
	// Live means that the files changed while the daemon was running, so that an
	// article that appears on its own date appeared at this very moment.
	Live bool
	// Imported are the mounts of content directories that are completely known
	// with this change. Articles in the first import of a mount count as old.
	Imported []string
	// Old are files that existed before, and are articles now only because of
	// another program or configuration. They count as old, too.
	Old map[string]bool
	// Incomplete means that memory may lack some of the files that were there, because
	// the ledger was damaged. In the first reading of a directory, an article that memory
	// does not have is then an earlier version if its page leads elsewhere. It is not
	// published until the author edits it or the other article goes, even if it was
	// written while the daemon was stopped: else what an author hid might be shown.
	Incomplete bool
	// Busy means that files are still being changed, for example by git, so no
	// grace ends, up to half an hour.
	Busy bool
	// Unread are the site paths of files and directories that cannot be read now.
	// No grace of a file there ends, however long that takes, because nobody knows
	// whether the file is back.
	Unread []string
	// Over means that the change is over, so all graces and waits end. Held
	// removals stay held.
	Over bool
	// Adopted are the items that subscribers know from another feed. CheckAdoptions
	// must have accepted them.
	Adopted []Adoption
	// Unadopted are records of an adoption to be taken back, in their order.
	Unadopted []Adopted
	// Polled means that a client from elsewhere has polled a feed, which makes ids
	// permanent.
	Polled bool
	// Accepted means that the operator accepts held removals and a doubtful
	// clock. All graces and waits end, too. If an article is removed by that, no
	// removal until now counts any longer for Content.MaxRemoval.
	Accepted bool
}

// Delta is the result of a change.
type Delta struct {
	// Feeds are the feeds of the new snapshot whose documents may differ, the
	// global one first. Related lists and Markdown in documents may differ in
	// others, too.
	Feeds []*Feed
	// Added, Changed, Removed and Renamed are numbers of entries.
	Added, Changed, Removed, Renamed int
	// Edits are these entries by file, without those that were also renamed, and
	// none of the first import of an archive.
	Edits []Edit
	// Backfilled is the number of old articles that came together, of Added. It
	// is 0 if there are no more than a window has room for.
	Backfilled int
	// Rezoned is the number of stories whose times of publication follow a change of
	// the zone.
	Rezoned int
	// Memory is what the ledger has to save.
	Memory Memory
	// Uncompared is the number of articles that count as new although their
	// titles were not compared with those of removed articles, because there were
	// too many, or too long ones.
	Uncompared int
	// Doubts are the first complaints about articles that count as new because
	// several stories fit them equally well, or they and others fit one. Their
	// File is a site path.
	Doubts []article.Problem
	// Moments are the times of publication of the entries that were added,
	// changed or removed, in Unix seconds.
	Moments []int64
	// Touched are the pages whose entry may differ, whether or not a reader sees
	// a difference.
	Touched []article.PageID
	// Assets are the files beside articles that were added, changed or removed.
	Assets []string
	// Lost is the number of articles that count as removed, because the ledger had
	// lost their text and no file has it, by the mount of their content directory; nil
	// if there are none.
	Lost map[string]int
	// Gone are the files whose removal took effect.
	Gone []string
	// DeadLinks are the first complaints about links that are dead since this
	// change, or miss what is meant. Their File is a site path.
	DeadLinks []article.Problem
	resolved  int // number of links that were looked up
	compared  int // number of articles and files that were compared with a name
	looked    int // number of losses that were looked at
}

// With returns the snapshot after some changes, and their delta. It works in
// stages, one after another:
//
//   - Files: articles are assigned to their pages. The arrivals are the pages
//     where an article was added, changed or removed, those that are due or
//     expire, those that the page of their day newly lists or drops, and those
//     of departing and waiting articles whose time is over or that the change
//     may concern.
//   - Identity: times of publication follow a change of the zone. The resolver
//     decides which story belongs to each arrival, and returns its decisions about
//     stories that readers know. The new stories are a backfill if they are many
//     and old.
//   - Feeds: they follow the decisions, then get a new entry for each page that
//     was edited. Only then is it known which lists and dates answer, so links to
//     these are resolved last. Feeds record which entries their windows did not
//     hold.
//   - Notices and complaints report what changed.
func (s *Snapshot) With(changes []Change, o Occasion) (*Snapshot, Delta) {
	n := s.next(o)
	n.trustClock()
	n.setMinting()
	n.setAppearance()
	n.setConditions()
	changes = n.regain(n.identity.releaser.release(changes))

	n.files.apply(changes)
	n.files.wake()
	n.writer.wake()
	n.files.relist()

	n.identity.rezone(n.files.arrivals)
	decided := n.identity.settle(n.files.arrivals)
	n.identity.adopt()
	n.backfill()

	n.writer.follow(decided)
	n.writer.publish()
	n.updateLosses()
	n.writer.place()
	n.links.settleSheets()
	n.writer.limitWindows()
	n.writer.rezoneWindows()
	n.adoptWindows()

	n.links.reportDeadLinks()
	n.tell(decided)
	n.imported()
	return n.finish()
}

// next makes a snapshot. Each stage has its own type, which knows only the stages
// that it needs. One goroutine owns all of it.
type next struct {
	tx
	files    fileIndex
	claims   claims
	registry registry
	identity resolver
	links    linker
	writer   feedWriter
	retold   []article.PageID // pages of entries whose notices are no longer kept
}

func (s *Snapshot) next(o Occasion) *next {
	n := &next{tx: newTx(s, o), registry: newRegistry(), links: newLinker()}
	n.claims.tx, n.registry.tx, n.links.tx = &n.tx, &n.tx, &n.tx
	n.files = fileIndex{tx: &n.tx, claims: &n.claims, links: &n.links, arrivals: arrivals{arrived: map[article.PageID]arrival{}}, dates: map[int64]bool{}}
	n.identity.prepare(&n.tx, &n.files, &n.claims)
	n.writer = feedWriter{tx: &n.tx, claims: &n.claims, registry: &n.registry, links: &n.links, open: map[*Topic]*Feed{}, visible: map[*Topic]bool{}, entered: map[*Topic][]*Entry{}}
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
	n.delta.Touched = append(n.delta.Touched, n.retold...)
	for _, id := range slices.Sorted(maps.Keys(n.saved)) {
		if p, ok := n.pages.Get(id); ok && p.story != nil {
			n.delta.Memory.Items = append(n.delta.Memory.Items, n.claims.item(id, p))
		}
	}
	for _, from := range slices.Sorted(maps.Keys(n.moves)) {
		n.delta.Memory.Moves = append(n.delta.Memory.Moves, Move{from, n.moves[from]})
	}
	n.delta.Rezoned = len(n.rezoned)
	n.rememberFeeds()
	if n.clock.After(n.old.clock) || n.Accepted {
		n.delta.Memory.Clock = n.clock
	}
	return n.Snapshot, n.delta
}

// imported records which content directories are completely known now.
func (n *next) imported() {
	for i, c := range n.options.Contents {
		if !n.mounts[i] && slices.Contains(n.Imported, c.Mount) {
			n.mounts[i] = true
			n.delta.Memory.Mounts = append(n.delta.Memory.Mounts, c.Mount)
		}
	}
	if len(n.delta.Memory.Mounts) > 0 {
		n.writer.resetWindows()
	}
}

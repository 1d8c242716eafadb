// Package archive turns the articles of a site into an immutable Snapshot:
// ids, times, topics, and feeds in order.
//
// A Snapshot is never written to after New, Load or With has returned it. With
// makes the next one, and shares with it everything that did not change, so
// that one new article costs the same in an archive of a thousand articles and
// of a million.
//
// A story is what a subscriber knows: an id, a time, an article. It keeps its id
// (a tag URI, RFC 4151, minted from the first path) and its time of publication
// whatever happens to the file. A page that a story left leads to the page where
// the story is now. An article belongs to every topic that was ever claimed for
// it while it was published: by its own heading, front matter and Related
// contexts, by the Related contexts of others that link to it, and by day pages.
//
// An article that loses its file, or its place on the page of its day, departs: it
// stays published until its grace ends, and what appears meanwhile is compared with
// it. A new article that resembles a published one waits until the change is over.
//
// The window of a feed is what subscribers are sent: its newest entries, and those
// that were first seen recently. It shows nothing old as new: neither the articles
// of a backfill, nor those to which the topic of the feed came late.
//
// An Entry holds what the links of its body lead to. Links are looked up under
// keys: the paths of pages and files, names, the parts of a page, Dateline's own
// dates and lists. For each key the Snapshot knows which articles use it, so that
// a change only reexamines the users of what was added, moved or removed.
//
// Memory is what a Snapshot knows beyond the present files: With returns what to
// add to it, and Load starts from it.
//
// It exports more than fifteen names, because readers of a Snapshot need the nouns
// that it is made of (Entry, Feed, Topic, Notice, Tombstone, Asset, Pending, and
// the ranges Span, Selection, Month), its writers need those that go in and come
// out (Options, Change, Occasion, Delta, Memory and what these hold), whoever plans
// a change needs a Difference, and whoever asks for an article its Standing and its
// Placement.
package archive

import (
	"slices"
	"time"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// Snapshot is the whole archive at one moment. Immutable.
type Snapshot struct {
	options  Options
	serial   uint32     // counts snapshots
	tag      *string    // the beginning of new ids
	minting  Minting    // how ids are made
	reminted Reminted   // by Load
	aliases  aliases    // of topics
	ignored  []string   // patterns of the names that lists leave out, as foldedFlat returns them
	clock    time.Time  // the latest moment that was trusted
	doubt    clockDoubt // why the clock of the system is not trusted
	mounts   []bool     // by content directory: the first import has ended
	contents []*Topic   // by content directory: that of its feed; nil for one at the root

	pages        btree.Map[article.PageID, *page]
	days         btree.Map[int64, *day]                        // by calendar date
	dayPages     btree.Map[string, *article.Day]               // by file
	sheets       []*Sheet                                      // by path of their pages, then by file
	sheeted      uint32                                        // the serial of the snapshot that last changed them
	assets       btree.Map[string, *Asset]                     // by file
	forms        forms                                         // their names in other Unicode forms
	users        *btree.BTreeG[use]                            // which pages link to which page, file or name
	byName       *btree.BTreeG[called]                         // pages and files by name; nil until an article links by name
	rivals       btree.Map[article.PageID, []*article.Article] // other files for the same page, in the order of stand
	elsewhere    btree.Map[string, article.PageID]             // files whose page does not follow from their path
	usuals       *btree.BTreeG[declaration]                    // the page that follows from such a file, and the page of its article
	displaced    btree.Map[string, *article.Article]           // files whose page is the usual one because another article has the one they ask for
	bare         btree.Map[article.PageID, *Entry]             // entries whose local cover or enclosure is missing
	deadLinks    btree.Map[article.PageID, *deadLinks]         // entries with links that are dead or miss what is meant
	unlisted     btree.Map[article.PageID, *Entry]             // entries that the page of their day leaves out
	crowded      btree.Map[article.PageID, *Entry]             // entries with too many topics, some of which are left out
	misnamed     btree.Map[article.PageID, *Entry]             // entries whose id is not the one in front matter
	notes        btree.Map[article.PageID, []article.Problem]  // complaints about the identity of a page
	loops        btree.Map[article.PageID, article.Problem]    // pages that declare the page to which their own story moved
	declarations *btree.BTreeG[declaration]                    // former addresses, and who declares them
	clashes      btree.Map[article.PageID, struct{}]           // pages that may declare an address that leads elsewhere
	departures   departures                                    // articles that are still published for a while
	waiting      btree.Map[article.PageID, int64]              // pages of new articles that wait, and since when; 0 until the first change after a restart
	textless     btree.Map[article.PageID, struct{}]           // pages of stories whose text memory has lost
	young        *btree.BTreeG[moment]                         // stories that were first seen within the grace, by page
	known        []bool                                        // by content directory: all its files are known since the start
	touched      int64                                         // when a file last changed, in Unix seconds; 0 if that change is over
	ids          btree.Map[string, article.PageID]             // ids that do not follow from a path, and where their stories stand
	times        seconds                                       // seconds in which stories were published
	revised      btree.Map[int64, int]                         // how many stories were updated in a second, Unix time
	hidden       btree.Map[article.PageID, struct{}]           // pages whose article is hidden
	scheduled    *btree.BTreeG[moment]                         // pages whose article will be published
	expiring     *btree.BTreeG[moment]                         // pages whose article will expire
	recent       *btree.BTreeG[moment]                         // entries that were first seen recently
	tombstones   btree.Map[article.PageID, *Tombstone]         // of articles that were removed recently
	losses       []*losses                                     // by content directory; nil if there are none
	shown        []int                                         // number of entries by content directory
	notices      *Notices
	appearance   Appearance
	conditions   Conditions // of the last change
	left         []string   // mounts of content directories that the configuration no longer has
	committed    int64      // the latest second in which a feed, a day or notices changed; see tx.commit
	global       *Feed
	feeds        [kinds]btree.Map[string, *Feed] // by slug
	folded       btree.Map[string, *Topic]       // by folded name
	rankings     *rankings                       // made when they are asked for
}

// New returns an empty snapshot.
func New(o Options) *Snapshot {
	if len(o.Contents) == 0 {
		o.Contents = []Content{{Mount: "/", MaxRemoval: 20}}
	}
	if o.Epoch.IsZero() {
		o.Epoch = firstYear
	}
	tag := tagOf(o.Authority)
	s := &Snapshot{
		options:      o,
		tag:          &tag,
		aliases:      newAliases(o.Same),
		clock:        o.Epoch,
		ignored:      ignoring(o.Ignore),
		mounts:       make([]bool, len(o.Contents)),
		contents:     newContents(o.Contents),
		departures:   newDepartures(len(o.Contents)),
		young:        newMoments(),
		known:        make([]bool, len(o.Contents)),
		users:        newUses(),
		declarations: newDeclarations(),
		usuals:       newDeclarations(),
		scheduled:    newMoments(),
		expiring:     newMoments(),
		recent:       newMoments(),
		losses:       make([]*losses, len(o.Contents)),
		shown:        make([]int, len(o.Contents)),
		notices:      &Notices{},
		global:       newFeed(nil, o.Limits.Items),
		rankings:     newRankings(),
	}
	for _, t := range s.contents {
		if t != nil {
			s.feeds[OfContent].Set(t.Slug, newFeed(t, o.Limits.Items))
		}
	}
	return s
}

// TagURI returns the tag URI (RFC 4151) of a percent-encoded path, with the
// authority of the site.
func (s *Snapshot) TagURI(path string) string { return *s.tag + path }

// Serial returns the number of changes that led to a snapshot. No two snapshots
// that follow one another have the same number; New and Load count anew.
func (s *Snapshot) Serial() uint32 { return s.serial }

// Global returns the feed of everything.
func (s *Snapshot) Global() *Feed { return s.global }

// Entry returns the entry whose page stands at a path.
func (s *Snapshot) Entry(path string) (*Entry, bool) {
	e, ok := s.Page(article.Page(path))
	return e, ok && e.Path == path
}

// Page returns the entry of a page.
func (s *Snapshot) Page(id article.PageID) (*Entry, bool) {
	p, ok := s.pages.Get(id)
	if !ok || p.entry == nil {
		return nil, false
	}
	return p.entry, true
}

// Moved returns the entry to which a former address leads: that of the story
// that once stood there, else of an article that declares the address.
func (s *Snapshot) Moved(path string) (*Entry, bool) {
	e, ok := s.ownerOf(article.Page(path))
	return e, ok && e.Path != path
}

// Gone reports whether a story stood at a path and was removed with its file, or
// expired. A story that its author hid is not gone: its former existence is not
// disclosed.
func (s *Snapshot) Gone(path string) bool {
	id := article.Page(path)
	if p, ok := s.pages.Get(s.holder(id)); !ok || !isGone(p) {
		return false
	}
	_, leads := s.ownerOf(id)
	return !leads
}

// File returns what a file is in the archive: an article, a day page, a page without a
// date or an asset.
func (s *Snapshot) File(file string) (c Change, ok bool) {
	c.File = file
	c.Article = s.articleOf(s.pageOf(file), file)
	c.Day, _ = s.dayPages.Get(file)
	c.Asset, _ = s.assets.Get(file)
	if i := s.sheetOf(file); i >= 0 {
		c.Page = s.sheets[i].Article
	}
	return c, c.Article != nil || c.Day != nil || c.Page != nil || c.Asset != nil
}

// Due returns when the next scheduled article will be published, or the zero time
// if there is none.
func (s *Snapshot) Due() time.Time {
	m, _ := s.scheduled.Min()
	return TimeOf(m.at)
}

// Wake returns the next moment at which With changes something although no
// file changed, or the zero time if there is none.
func (s *Snapshot) Wake() time.Time {
	var times []int64
	for _, moments := range []*btree.BTreeG[moment]{s.scheduled, s.expiring} {
		if m, ok := moments.Min(); ok {
			times = append(times, m.at)
		}
	}
	if m, ok := s.recent.Min(); ok {
		times = append(times, m.at+int64(s.options.Recent/time.Second))
	}
	if g, ok := s.global.oldest(); ok {
		times = append(times, expiry(g.at))
	}
	times = append(times, s.ends()...)
	if len(times) == 0 {
		return time.Time{}
	}
	return time.Unix(slices.Min(times), 0)
}

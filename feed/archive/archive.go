// Package archive turns the articles of a site into an immutable Snapshot:
// ids, times, topics, feeds in order.
//
// A Snapshot is never written to after New, Load or With has returned it.
// With makes the next one and shares with it all that did not change, so that
// one new article costs the same in an archive of a thousand and of a
// million.
//
// A story is what a subscriber knows: an id, a time, an article. It keeps its
// id (a tag URI, RFC 4151, minted from the first path) and its time of
// publication whatever becomes of the file; a page from which it moved leads
// to the page where it stands. An article belongs to every topic that was
// ever claimed for it while it lived: by its own heading, front matter and
// Related contexts, by the Related contexts of others that link to it, and by
// day pages.
//
// An Entry holds what the links of its body lead to. For each key under which
// something is looked for (the paths of pages and files, names, the parts of a
// page, Dateline's own dates and lists) the Snapshot knows the articles that do,
// so that only these are looked at again when that comes, moves or goes.
//
// What a Snapshot knows beyond the present files is its Memory: With says
// what to add to it, Load starts from it.
//
// # Readings of the design
//
//   - Without site.id_authority the authority of ids is the host and the
//     year of the first start; the ledger keeps both. An id that ended is
//     never given again. With an empty ledger a topic takes the spelling
//     and slug of its oldest article.
//   - A first import counts as old, mount by mount: it has no first sight.
//   - The second in published of a date-only article depends on the order
//     of arrival within its day, and published stays even when it is
//     re-dated; an explicit time follows the author.
//   - updated moves only with a new fingerprint and other bytes of the
//     file: a new configuration or program moves nothing, nor does a cover.
//     updated in front matter is believed only with a new fingerprint. When
//     two titles take turns, the first sight of the second is an update,
//     and flapping afterwards is none.
//   - A batch that removes too much is judged for each content directory. A
//     directory that is gone is a removal, held if it is large; one that is
//     unreadable, or empty on another file system than before, is not.
//   - Tombstones stand before the entries, with which the grammar of RFC
//     4287 ends. A story that ended in another one has none. The number in
//     the id of a change is no less than its Unix time, so that none is
//     given twice after a loss.
//   - Edits of one change take the latest free seconds, so that feeds have
//     no updated twice; where none is left since an article's last update,
//     it is now.
//   - A superseded file's declarations have no say. A file that appears at
//     a path which another story left is a new story with the id …;2,
//     unless it is declared or similar.
//   - A clock more than a day behind or a year ahead of the last trusted
//     moment makes time stand still until it is mended or accepted.
//   - An article in zh-Hant-TW is in zh-Hant and zh too. An outlet is
//     called what its newest 200 articles call it most often. A day without
//     an article is 404, as no feed reader can have it.
//   - Topic names are plain text like titles. Labels that fold alike (case,
//     Unicode form, typographic quotes and dashes) are one topic.
//   - A topic that only one story ever had is forgotten at the first start
//     after that story's tombstone has expired: until then its feed tells
//     of the removal. Topics beyond the hundredth of an article go at once.
//   - Hidden or expired stories keep id and times for their return. A file
//     that is older than the ledger and gives an article only since the
//     parser or the configuration changed counts as old. A move without new
//     bytes, by a new rule of addresses, is not told.
//   - A link to a removed article stays, as its address tells of that with
//     410. A link to the page of a day leads to Dateline's page of that
//     date.
//   - Of several articles of one name, a file goes before a title and an
//     alias, then the nearest.
//   - The composed path (NFC) of a page is a former address of it; what
//     stands at the very path wins.
package archive

import (
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// Options say what the snapshot needs to know of the site.
type Options struct {
	// Zone is where a calendar date begins.
	Zone *time.Location
	// Authority is that of new tag URIs: "example.org,2026". Empty: what
	// is remembered, else Host and the year.
	Authority string
	// Host is where the site is at home: "example.org".
	Host string
	// Contents are the content directories. A file belongs to the one with
	// the longest mount above it.
	Contents []Content
	// Fleeting drops a topic from an article when nothing claims it any
	// more, instead of keeping it for ever.
	Fleeting bool
	// Same maps names of topics to the names they stand for.
	Same map[string]string
	// Ignore are names of topics, or patterns of them in which * stands for
	// any run, that lists leave out; so are topics with fewer than
	// MinArticles. Their feeds are served all the same.
	Ignore      []string
	MinArticles int
	// Epoch is before any moment that can be now; zero: the year of the
	// first Dateline.
	Epoch time.Time
	// Recent is how long what was first seen stays in the window of its
	// feeds, whatever its date.
	Recent time.Duration
}

// Content is what the archive needs to know of a content directory.
type Content struct {
	Mount string // "/", "/zh"
	// MaxRemoval is the share of its articles, in percent, above which a
	// removal of 20 articles or more is held.
	MaxRemoval int
	// HideSuperseded hides articles that the page of their day leaves out.
	HideSuperseded bool
}

// Snapshot is the whole archive at one moment. Immutable.
type Snapshot struct {
	options  Options
	serial   uint32     // counts snapshots
	tag      *string    // with which new ids begin
	authored bool       // the authority is in the memory
	aliases  aliases    // of topics
	clock    time.Time  // the latest moment that was trusted
	doubt    clockDoubt // why the present moment is not
	mounts   []bool     // by content: its first import is over

	pages        btree.Map[article.PageID, *page]
	days         btree.Map[int64, *day]                        // by calendar date
	dayPages     btree.Map[string, *article.Day]               // by file
	assets       btree.Map[string, *Asset]                     // by file
	forms        forms                                         // of their names
	users        *btree.BTreeG[use]                            // of pages, files and names, by which articles lead to them
	byName       *btree.BTreeG[called]                         // nil as long as nobody looks for one
	rivals       btree.Map[article.PageID, []*article.Article] // other files for a page, as stand orders them
	elsewhere    btree.Map[string, article.PageID]             // files whose page is not their PagePath
	bare         btree.Map[article.PageID, *Entry]             // entries whose local cover or enclosure is missing
	deadLinks    btree.Map[article.PageID, *deadLinks]         // of entries with links that lead nowhere, or not to what is meant
	unlisted     btree.Map[article.PageID, *Entry]             // entries that the page of their day leaves out
	crowded      btree.Map[article.PageID, *Entry]             // entries of which topics are left out
	misnamed     btree.Map[article.PageID, *Entry]             // entries without the id that front matter gives
	notes        btree.Map[article.PageID, []article.Problem]  // complaints about the identity of a page
	loops        btree.Map[article.PageID, article.Problem]    // pages that declare what their story moved to
	declarations *btree.BTreeG[declaration]                    // former addresses by who declares them
	clashes      btree.Map[article.PageID, struct{}]           // pages that may declare what leads elsewhere
	held         btree.Map[string, article.PageID]             // files that are gone, and still published
	ids          btree.Map[string, article.PageID]             // ids that do not follow from the page, and where it stands
	times        seconds                                       // of publication
	revised      btree.Map[int64, int]                         // stories by when they were updated, Unix seconds
	hidden       btree.Map[article.PageID, struct{}]           // pages whose article is hidden
	scheduled    *btree.BTreeG[moment]                         // pages that become due
	expiring     *btree.BTreeG[moment]                         // pages whose article ends
	recent       *btree.BTreeG[moment]                         // entries by when they were first seen, the newest of them
	tombstones   btree.Map[article.PageID, *Tombstone]         // of articles removed of late
	shown        []int                                         // entries by content
	notices      *Notices
	global       *Feed
	feeds        [kinds]btree.Map[string, *Feed] // by slug
	folded       btree.Map[string, *Topic]       // by folded name
}

// moment is a page and a time that concerns it, Unix seconds.
type moment struct {
	at   int64
	page article.PageID
}

func earlier(a, b moment) bool { return a.at < b.at || a.at == b.at && a.page < b.page }

func newMoments() *btree.BTreeG[moment] {
	return btree.NewBTreeGOptions(earlier, btree.Options{NoLocks: true})
}

// page is all that is known of a path: perhaps only claims. Immutable once
// its snapshot is.
type page struct {
	article *article.Article // nil for none
	entry   *Entry           // nil where nothing is published
	story   *story           // that stands here, published or not; nil for none
	movedTo article.PageID   // page to which the story moved, 0 for none
	claims  []claim          // of other pages
	serial  uint32           // of the snapshot that made it
	shown   bool             // the article is published
}

// Entry is an article as it is published. Immutable.
type Entry struct {
	*article.Article
	*story
	Topics []*Topic
	// Outlets are those of its sources, Languages its own and those that
	// are less exact.
	Outlets, Languages []*Topic
	// Links are what the References of the article lead to (see article.Frame).
	Links []string
	// Picture describes the cover where it is a local file that exists.
	Picture *Asset
	// Enclosed describes the enclosure if it is a local file that exists.
	Enclosed *Asset
	sum      atomic.Uint64 // see Sum; 0 before somebody asks
}

// ID gives the id of an entry: a tag URI (RFC 4151), or what front matter
// says.
func (e *Entry) ID() string { return e.idAt(e.Path) }

// Published gives the moment of publication, in whole seconds. No two
// entries share one.
func (e *Entry) Published() time.Time { return time.Unix(e.published, 0).UTC() }

// FirstSeen gives when the story of an entry was first seen; zero: in a first
// import.
func (e *Entry) FirstSeen() time.Time { return TimeOf(e.first) }

// Updated gives when an entry last said something new, not before Published.
func (e *Entry) Updated() time.Time { return time.Unix(e.updated, 0).UTC() }

// New returns an empty snapshot.
func New(o Options) *Snapshot {
	if len(o.Contents) == 0 {
		o.Contents = []Content{{Mount: "/", MaxRemoval: 20}}
	}
	if o.Epoch.IsZero() {
		o.Epoch = firstYear
	}
	tag := tagOf(o.Authority)
	return &Snapshot{options: o, tag: &tag, aliases: newAliases(o.Same), clock: o.Epoch, mounts: make([]bool, len(o.Contents)),
		users: newUses(), declarations: newDeclarations(), scheduled: newMoments(), expiring: newMoments(), recent: newMoments(), shown: make([]int, len(o.Contents)), notices: &Notices{}, global: newFeed(nil)}
}

// TagURI gives a tag URI (RFC 4151) of the authority of the site for what
// stands at a percent-encoded path.
func (s *Snapshot) TagURI(path string) string { return *s.tag + path }

// Serial counts the changes that led to a snapshot. Within a process, no two
// snapshots that are published have the same.
func (s *Snapshot) Serial() uint32 { return s.serial }

// Global is the feed of everything.
func (s *Snapshot) Global() *Feed { return s.global }

// Entry gives the entry whose page stands at a path.
func (s *Snapshot) Entry(path string) (*Entry, bool) {
	e, ok := s.Page(article.Page(path))
	return e, ok && e.Path == path
}

// Page gives the entry of a page.
func (s *Snapshot) Page(id article.PageID) (*Entry, bool) {
	p, ok := s.pages.Get(id)
	if !ok || p.entry == nil {
		return nil, false
	}
	return p.entry, true
}

// Moved returns the entry to which a former address leads: that of the story
// that once stood there, else of an article that declares it.
func (s *Snapshot) Moved(path string) (*Entry, bool) {
	e, ok := s.ownerOf(article.Page(path))
	return e, ok && e.Path != path
}

// Gone reports whether a story stood at a path whose file was removed, or
// which has expired. What its author hid is not there, as if it never was.
func (s *Snapshot) Gone(path string) bool {
	id := article.Page(path)
	if p, ok := s.pages.Get(s.holder(id)); !ok || !isGone(p) {
		return false
	}
	_, leads := s.ownerOf(id)
	return !leads
}

// blank is what is known of a page of which nothing is known.
var blank page

// page returns a page to read; edit is for those who write.
func (s *Snapshot) page(id article.PageID) *page {
	if p, ok := s.pages.Get(id); ok {
		return p
	}
	return &blank
}

// holder follows a story to the page where it stands.
func (s *Snapshot) holder(id article.PageID) article.PageID {
	for {
		p, ok := s.pages.Get(id)
		if !ok || p.movedTo == 0 {
			return id
		}
		id = p.movedTo
	}
}

// File gives what the archive has of a file: an article, a day page or an
// asset.
func (s *Snapshot) File(file string) (c Change, ok bool) {
	c.File = file
	c.Article = s.articleOf(s.pageOf(file), file)
	c.Day, _ = s.dayPages.Get(file)
	c.Asset, _ = s.assets.Get(file)
	return c, c.Article != nil || c.Day != nil || c.Asset != nil
}

// Held gives the number of articles that are published although their files
// are gone: a removal that large waits for Accept.
func (s *Snapshot) Held() int { return s.held.Len() }

// Due returns when the next article appears; zero for never.
func (s *Snapshot) Due() time.Time {
	m, _ := s.scheduled.Min()
	return TimeOf(m.at)
}

// Wake gives the next moment at which With would change something although
// no file does; zero for none.
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
	if len(times) == 0 {
		return time.Time{}
	}
	return time.Unix(slices.Min(times), 0)
}

// contentOf gives the index of the content directory of a site path.
func (s *Snapshot) contentOf(file string) int {
	best, longest := 0, 0
	for i, c := range s.options.Contents {
		if len(c.Mount) > longest && Within(file, c.Mount) {
			best, longest = i, len(c.Mount)
		}
	}
	return best
}

// Within reports whether a site path is below a mount.
func Within(file, mount string) bool {
	below, ok := strings.CutPrefix(file, mount)
	return mount == "/" || ok && strings.HasPrefix(below, "/")
}

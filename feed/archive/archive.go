// Package archive turns the articles of a site into an immutable Snapshot:
// ids, times, topics, feeds in order.
//
// A Snapshot is never written to after New or With has returned it. With
// makes the next one and shares with it all that did not change, so that one
// new article costs the same in an archive of a thousand and of a million.
//
// An article belongs to every topic that is claimed for it: by its own
// heading, front matter and Related contexts, by the Related contexts of
// others that link to it, and by day pages. Its id is a tag URI (RFC 4151)
// minted from its path; the time of a date-only article is its date at
// midnight plus one second for every earlier article of that day.
package archive

import (
	"iter"
	"time"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// Options say what the snapshot needs to know of the site.
type Options struct {
	// Zone is where a calendar date begins.
	Zone *time.Location
	// Authority is the authority of tag URIs: "example.org,2026".
	Authority string
}

// Snapshot is the whole archive at one moment. Immutable.
type Snapshot struct {
	options  Options
	tag      string // with which ids begin
	pages    btree.Map[article.PageID, *page]
	days     btree.Map[int64, *day]                        // by calendar date
	dayPages btree.Map[string, *article.Day]               // by file
	images   btree.Map[string, *Image]                     // by file
	users    btree.Map[string, []article.PageID]           // pages that use an image, by file
	rivals   btree.Map[article.PageID, []*article.Article] // other files for a page, by name
	bare     btree.Map[article.PageID, *Entry]             // entries whose local cover is missing
	global   *Feed
	topics   btree.Map[string, *Feed]  // by slug
	folded   btree.Map[string, *Topic] // by folded name
}

// page is all that is known of a path: perhaps only claims. Immutable once
// its snapshot is.
type page struct {
	article *article.Article // nil for none
	entry   *Entry           // nil for a draft
	claims  []claim          // of other pages
}

// claim is a topic that other pages claim for one, and how often.
type claim struct {
	topic article.Name
	times int
}

// Entry is an article as it is published. Immutable.
type Entry struct {
	*article.Article
	tag       string // "tag:example.org,2026:"
	Published time.Time
	Topics    []*Topic
	// Picture describes the cover where it is a local file that exists.
	Picture *Image
}

// ID gives the tag URI of an entry (RFC 4151).
func (e *Entry) ID() string { return e.tag + article.PathURI(e.Path) }

// Updated gives when an entry last changed, not before Published.
func (e *Entry) Updated() time.Time {
	if e.Article.Updated.After(e.Published) {
		return e.Article.Updated
	}
	return e.Published
}

// Image is a picture file of the tree.
type Image struct {
	Type          string // media type
	Length        int64  // bytes
	Width, Height int    // pixels; 0 when unknown
	Hash          [16]byte
}

// Feed is a list of entries: of everything, or of one topic. Immutable; a
// change to any of its entries makes a new one.
type Feed struct {
	Topic   *Topic // nil for the feed of everything
	entries *btree.BTreeG[*Entry]
}

// New returns an empty snapshot.
func New(o Options) *Snapshot {
	return &Snapshot{options: o, tag: "tag:" + o.Authority + ":", global: newFeed(nil)}
}

func newFeed(t *Topic) *Feed {
	return &Feed{Topic: t, entries: btree.NewBTreeGOptions(before, btree.Options{NoLocks: true})}
}

// before orders entries by time of publication, then id.
func before(a, b *Entry) bool {
	if c := a.Published.Compare(b.Published); c != 0 {
		return c < 0
	}
	return a.ID() < b.ID()
}

// Len gives the number of entries.
func (f *Feed) Len() int { return f.entries.Len() }

// Newest gives the entries, newest first.
func (f *Feed) Newest() iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) { f.entries.Reverse(yield) }
}

// Window gives the newest n entries, newest first.
func (f *Feed) Window(n int) []*Entry {
	window := make([]*Entry, 0, min(n, f.Len()))
	for e := range f.Newest() {
		if len(window) == n {
			break
		}
		window = append(window, e)
	}
	return window
}

// Global is the feed of everything.
func (s *Snapshot) Global() *Feed { return s.global }

// Topic gives the feed of a topic by its slug. A topic that lost its last
// article is still known, and empty.
func (s *Snapshot) Topic(slug string) (*Feed, bool) { return s.topics.Get(slug) }

// TopicNamed gives the topic of a name, however it is spelled.
func (s *Snapshot) TopicNamed(name string) (*Topic, bool) {
	return s.folded.Get(Fold(name))
}

// Topics gives the feed of every topic, by slug.
func (s *Snapshot) Topics() iter.Seq[*Feed] {
	return func(yield func(*Feed) bool) {
		s.topics.Scan(func(_ string, f *Feed) bool { return yield(f) })
	}
}

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

// Holds reports whether the archive has an article, a day page or an image
// of a file.
func (s *Snapshot) Holds(file string) bool {
	if p, ok := s.pages.Get(article.Page(article.PagePath(file))); ok && p.article != nil && p.article.File == file {
		return true
	}
	_, day := s.dayPages.Get(file)
	_, image := s.images.Get(file)
	return day || image
}

// Image gives a picture file that an entry uses, by its site path.
func (s *Snapshot) Image(file string) (*Image, bool) {
	users, _ := s.users.Get(file)
	for _, id := range users {
		if _, published := s.Page(id); published {
			return s.images.Get(file)
		}
	}
	return nil, false
}

// Problems gives the complaints that only the whole archive can make. Their
// File is a site path.
func (s *Snapshot) Problems() []article.Problem {
	var all []article.Problem
	s.rivals.Scan(func(id article.PageID, files []*article.Article) bool {
		p, _ := s.pages.Get(id)
		for _, a := range files {
			all = append(all, article.Problem{File: a.File, What: "its page " + a.Path + " is that of " + p.article.File,
				Effect: article.NotPublished, Mend: "rename one of the two", Fatal: true})
		}
		return true
	})
	s.bare.Scan(func(_ article.PageID, e *Entry) bool {
		all = append(all, article.Problem{File: e.File, Line: e.CoverLine, Column: e.CoverColumn,
			What: "cover " + e.CoverPath + " is not there or is no picture", Effect: article.PublishedWithout,
			Mend: "put a PNG, JPEG, GIF, WebP or AVIF file in that place"})
		return true
	})
	return all
}

package archive

import (
	"cmp"
	"slices"
	"time"

	"dateline/feed/article"
)

// story is what stays the same about an entry whatever happens to its file. It is
// immutable; its times are Unix seconds.
type story struct {
	tag       *string // beginning of the id if id is empty
	id        string  // in full, if it does not follow from the path
	first     int64   // first seen; 0 in a first import
	published int64
	updated   int64
	print     uint64 // the first fingerprint
	rare      *rare  // nil for most stories
}

// rare holds what few stories have. Storing it separately saves memory.
type rare struct {
	prints  []uint64 // later fingerprints
	former  []string // paths of the pages where the story stood, sorted
	removed int64    // when its file was removed or it expired; 0 if it is there; or removedHidden
	path    string   // of its page, if the story is removed or textless
	file    string   // of its last article, if the story is removed and its page does not follow from that
	came    []came   // topics, outlets and languages that came later, in the order of compare

	lost       bool // it was removed, and was published until its file was gone
	backfilled bool // it came with a backfill
	fills      bool // it is in the window of everything nevertheless (see Item.Fills)
	adopted    bool // its id and its time are those of another feed
}

// idAt returns the id of a story whose page has a path.
func (s *story) idAt(path string) string {
	if s.id != "" {
		return s.id
	}
	return *s.tag + article.PathURI(path)
}

// lastPlace returns the site path by which the content directory of a removed or
// textless story is known: that of its file or, if that is not known, of its page. The
// text of a textless story is lost, and with it its file, so it may be counted for
// another directory if its page is not below the mount of its own.
func (s *story) lastPlace() string { return cmp.Or(s.rare.file, s.rare.path) }

// rememberedFile returns the file of an article whose page does not follow from it.
func rememberedFile(a *article.Article) string {
	if a == nil || a.Path == a.UsualPath() {
		return ""
	}
	return a.File
}

func (s *story) isRemoved() bool { return s.rare != nil && s.rare.removed != 0 }

// removedHidden is the time of removal of a story that its author had hidden
// before. It is so long ago that no tombstone is left.
const removedHidden = 1

func (s *story) wasHidden() bool { return s.rare != nil && s.rare.removed == removedHidden }

func (s *story) former() []string {
	if s.rare == nil {
		return nil
	}
	return s.rare.former
}

// with returns an edited copy of the story.
func (s *story) with(edit func(*story)) *story {
	c := *s
	edit(&c)
	return &c
}

// withRare returns a copy of the story with edited rare fields.
func (s *story) withRare(edit func(*rare)) *story {
	return s.with(func(c *story) {
		var r rare
		if c.rare != nil {
			r = *c.rare
			r.prints, r.former = slices.Clip(r.prints), slices.Clip(r.former)
		}
		edit(&r)
		r.lost = r.lost && r.removed != 0
		c.rare = &r
		if len(r.prints)+len(r.former)+len(r.came) == 0 && r.removed == 0 && r.path == "" && !r.backfilled && !r.adopted {
			c.rare = nil
		}
	})
}

// join adds paths to a sorted list.
func join(list, paths []string) []string {
	all := slices.Concat(list, paths)
	slices.Sort(all)
	return slices.Compact(all)
}

// had reports whether the story ever had a fingerprint.
func (s *story) had(print uint64) bool {
	return s.print == print || s.rare != nil && slices.Contains(s.rare.prints, print)
}

// hadThat reports whether the story ever had the fingerprint of an article, as
// this version or former ones compute it.
func (s *story) hadThat(a *article.Article) bool {
	return s.had(a.Fingerprint) || s.had(a.FormerFingerprint())
}

// Memory is what outlives the files of a snapshot: all of it in Load, or in a
// Delta what a change adds to it.
type Memory struct {
	Items  []Item
	Moves  []Move
	Topics []Topic // identified by their slugs
	// Forgotten are the slugs of topics that were dropped.
	Forgotten []string
	// Notices are identified by their Number. Only the newest MaxNotices need
	// be kept.
	Notices []Notice
	// Withdrawn are the numbers of notices to be deleted, because their
	// articles are hidden.
	Withdrawn []int64
	// Mounts are those of the content directories whose first import has ended.
	Mounts []string
	// Feeds are identified by their Feed. That of a topic is dropped with the
	// topic.
	Feeds []FeedState
	// Appearance is what documents look like. A zero one changes nothing.
	Appearance Appearance
	// Conditions are those of the last change. Zero ones change nothing.
	Conditions Conditions
	// Clock is the latest moment that was trusted. A zero Clock changes
	// nothing.
	Clock time.Time
	// Minting is how ids are made. A zero one changes nothing.
	Minting Minting
	// Adoptions are identified by their Number.
	Adoptions []Adopted
	// Dropped are the ids of items to be deleted, because the items have others now.
	Dropped []string
	// Unadopted are the numbers of Adoptions to be deleted, because they were taken
	// back.
	Unadopted []int64
}

// Item is a remembered story. Its times are in whole seconds.
type Item struct {
	ID        string
	Path      string    // of its page, or of its last page; empty if another story took its place
	FirstSeen time.Time // zero in a first import
	Published time.Time
	Updated   time.Time
	Removed   time.Time // zero if it is there; one second after 1970 began if it was hidden before
	// File is the site path of its last file, if it is removed and its page does not
	// follow from the file.
	File string
	// Prints are all fingerprints that the story ever had, the first one
	// first.
	Prints []uint64
	// Kept are the topics that were once claimed for it and no longer are,
	// sorted. There is at most one more than an article may have.
	Kept []string
	// Leaving is since when its file is gone, or dropped by the page of its day,
	// while it is still published; zero if it does not leave. A removed item has the
	// time of its removal here if it was published until its file was gone.
	Leaving time.Time
	// Held means that it leaves with so many others that the removal has to be
	// accepted. Then Leaving is since when it is held.
	Held bool
	// Heading is the topic heading of the page of its day under which it was
	// last, if it leaves.
	Heading string
	// Backfilled means that it came with a backfill, so windows that were there
	// before do not show it as new.
	Backfilled bool
	// Fills means that the feed of everything had room for it then, and shows it.
	Fills bool
	// Adopted means that its id and its time of publication are those of another
	// feed.
	Adopted bool
	// Came are the topics, outlets and languages that it got after its first
	// sight.
	Came []Came
}

// Came records when a topic, an outlet or a language came to a story.
type Came struct {
	Kind Kind
	// Name is that of a topic as it was claimed, which may now be an alias; the
	// domain of an outlet; the tag of a language.
	Name string
	At   time.Time
}

// FeedState is what is remembered about a feed. Its times are in whole seconds,
// and zero if they are unknown.
type FeedState struct {
	// Feed is the path of its page ("/", "/topics/moon/"), of a day of UTC
	// ("/2026/11/30/"), or "/changes" for the notices; not percent-encoded.
	Feed string
	// Changed is when a change was last committed that subscribers could see;
	// of a day, any change of its entries.
	Changed time.Time
	// Since is when it got its first entry.
	Since time.Time
	// Oldest is the time of publication from which on its window held all eligible
	// entries at some time; zero if it held all there are.
	Oldest time.Time
}

// Move records that the story of page From is now at page To. An empty To undoes
// an earlier move.
type Move struct{ From, To string }

// Seconds returns a time as it is stored: Unix seconds, or 0 for the zero
// time.
func Seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// TimeOf is the inverse of Seconds. It returns a time in UTC.
func TimeOf(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// item returns what is remembered about the story of a page.
func (cs *claims) item(id article.PageID, p *page) Item {
	s := p.story
	path := ""
	if p.article != nil {
		path = p.article.Path
	} else if s.rare != nil {
		path = s.rare.path
	}
	it := Item{ID: s.idAt(path), Path: path, FirstSeen: TimeOf(s.first), Published: time.Unix(s.published, 0).UTC(),
		Updated: time.Unix(s.updated, 0).UTC(), Prints: []uint64{s.print}}
	if s.rare != nil {
		it.Removed, it.File = TimeOf(s.rare.removed), s.rare.file
		it.Prints = append(it.Prints, s.rare.prints...)
		it.Backfilled, it.Fills, it.Adopted = s.rare.backfilled, s.rare.fills, s.rare.adopted
		if s.rare.lost {
			it.Leaving = it.Removed
		}
		for _, c := range s.rare.came {
			it.Came = append(it.Came, Came{c.kind, c.name.Value(), TimeOf(c.at)})
		}
	}
	for _, name := range cs.kept(id, p) {
		it.Kept = append(it.Kept, name.Value())
	}
	if p.article != nil {
		if d, departs := cs.departures.files.Get(p.article.File); departs {
			it.Leaving, it.Held = TimeOf(d.since), d.why == removalHeld
			if d.heading != (article.Name{}) {
				it.Heading = d.heading.Value()
			}
		}
	}
	return it
}

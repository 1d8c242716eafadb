package archive

import (
	"slices"
	"time"

	"dateline/feed/article"
)

// story is what is fixed about an entry whatever becomes of its file. It is
// immutable; times are Unix seconds.
type story struct {
	tag       *string // with which the id begins where id is empty
	id        string  // in full, where it does not follow from the page
	first     int64   // first seen; 0: in a first import
	published int64
	updated   int64
	print     uint64 // the first fingerprint
	rare      *rare  // nil for none
}

// rare is what few stories have.
type rare struct {
	prints  []uint64 // later fingerprints
	former  []string // paths of pages where it stood, sorted
	removed int64    // when its file was, or it expired; 0: never; or removedHidden
	path    string   // of the page of a removed story
}

// idAt gives the id of a story that stands at a path.
func (s *story) idAt(path string) string {
	if s.id != "" {
		return s.id
	}
	return *s.tag + article.PathURI(path)
}

func (s *story) isRemoved() bool { return s.rare != nil && s.rare.removed != 0 }

// removedHidden is when a story was removed that its author had hidden before: so long
// ago that nothing tells of it.
const removedHidden = 1

func (s *story) wasHidden() bool { return s.rare != nil && s.rare.removed == removedHidden }

func (s *story) former() []string {
	if s.rare == nil {
		return nil
	}
	return s.rare.former
}

// with gives the story after an edit of it.
func (s *story) with(edit func(*story)) *story {
	c := *s
	edit(&c)
	return &c
}

// withRare gives the story after an edit of what few have.
func (s *story) withRare(edit func(*rare)) *story {
	return s.with(func(c *story) {
		var r rare
		if c.rare != nil {
			r = *c.rare
			r.prints, r.former = slices.Clip(r.prints), slices.Clip(r.former)
		}
		edit(&r)
		c.rare = &r
		if len(r.prints)+len(r.former) == 0 && r.removed == 0 {
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

// had reports whether the story once had a fingerprint.
func (s *story) had(print uint64) bool {
	return s.print == print || s.rare != nil && slices.Contains(s.rare.prints, print)
}

// Memory is what of a snapshot outlives its files: all of it for Load, or
// what a change adds to it.
type Memory struct {
	Items  []Item
	Moves  []Move
	Topics []Topic // told apart by slug
	// Forgotten are the slugs of topics that are known no longer.
	Forgotten []string
	// Notices are told apart by Number. Of those behind the newest
	// MaxNotices none need be kept.
	Notices []Notice
	// Withdrawn are the numbers of notices that are kept no longer: their
	// articles are hidden.
	Withdrawn []int64
	// Mounts are the content directories whose first import is over.
	Mounts []string
	// Clock is the latest moment that was trusted; zero: as it was.
	Clock time.Time
	// Authority is that of ids; empty: as it was.
	Authority string
}

// Item is a story as it is remembered. Times are in whole seconds.
type Item struct {
	ID        string
	Path      string    // of its page, or the last it had; empty when another story took its place
	FirstSeen time.Time // zero: in a first import
	Published time.Time
	Updated   time.Time
	Removed   time.Time // zero: it is there; the second after 1970 began: it was hidden before
	// Prints are the fingerprints it ever had, the first one first.
	Prints []uint64
	// Kept are the topics that were claimed for it once and are no longer, in
	// order: one more than an article may have at most.
	Kept []string
}

// Move says that the story of page From stands at page To; an empty To takes
// an earlier move back.
type Move struct{ From, To string }

// Seconds gives a time as it is kept: Unix seconds, 0 for the zero time.
func Seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// TimeOf gives back what Seconds took, in UTC.
func TimeOf(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// item gives what is remembered of the story of a page.
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
		it.Removed = TimeOf(s.rare.removed)
		it.Prints = append(it.Prints, s.rare.prints...)
	}
	for _, name := range cs.kept(id, p) {
		it.Kept = append(it.Kept, name.Value())
	}
	return it
}

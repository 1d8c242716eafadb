package archive

import (
	"sync/atomic"
	"time"

	"dateline/feed/article"
)

// Entry is a published article. Immutable.
type Entry struct {
	*article.Article
	*story
	Topics []*Topic
	// Outlets are those of its sources. Languages are its own language and the
	// less exact ones: zh-Hant-TW is in zh-Hant and zh too.
	Outlets, Languages []*Topic
	// Directory is its content directory, or nil if that is at the root.
	Directory *Topic
	// Links are what the References of the article lead to (see article.Frame), empty
	// for those that lead nowhere.
	Links []string
	// Picture describes the cover if it is a local file that exists.
	Picture *Asset
	// Enclosed describes the enclosure if it is a local file that exists.
	Enclosed *Asset
	late     *[]*Topic     // those that came too late for their windows to show the entry; nil if there are none
	sum      atomic.Uint64 // see Sum; 0 until it is computed
}

// ID returns the id of an entry: a tag URI (RFC 4151), or the id in front
// matter.
func (e *Entry) ID() string { return e.idAt(e.Path) }

// Published returns when the entry was published, in whole seconds. No two
// entries have the same time.
func (e *Entry) Published() time.Time { return time.Unix(e.published, 0).UTC() }

// FirstSeen returns when the story of an entry was first seen, or the zero
// time if that was in a first import.
func (e *Entry) FirstSeen() time.Time { return TimeOf(e.first) }

// Adopted reports whether the id and the time of an entry are those of another feed.
func (e *Entry) Adopted() bool { return e.isAdopted() }

// Updated returns when the text of an entry last changed to something new. It is
// never before Published.
func (e *Entry) Updated() time.Time { return time.Unix(e.updated, 0).UTC() }

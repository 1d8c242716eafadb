package site

import (
	"dateline/feed/render"
	"dateline/feed/search"
)

// Answer says what stands at an address.
type Answer struct {
	Status Status
	// Address is what was found. If it moved, only its Path is set.
	Address
	// Page is what a browser gets at the address of a feed, to show it to
	// somebody. Its Path is that of the feed, without the format if one page
	// stands for all of them. Its Make is nil if there is no such page.
	Page Address
	// Search is set if the document has to be found first; then Make is nil.
	Search *Search
	Why    string // for the visitor, one sentence without a full stop, if it is Unknown or Refused
	See    string // the path of what has it instead if it is Unknown; empty for none
	Near   []Near // what was probably meant if it is Unknown, the likeliest first
}

// Status says how a lookup ended.
type Status uint8

// The ends of a lookup.
const (
	Unknown     Status = iota // nothing ever stood there
	Found                     // Address stands there
	Moved                     // it stands at another address, for good
	MovedForNow               // the same, until something changes
	Gone                      // an article stood there that was removed
	Refused                   // the address cannot mean anything
)

func (s Status) String() string {
	return [...]string{"unknown", "found", "moved", "moved temporarily", "gone", "refused"}[s]
}

// Address is something that stands at an address of the site: a document that is
// made, or a file of the tree that is sent as it is.
type Address struct {
	Kind     Kind
	Path     string // the canonical one, percent-encoded, with its query
	Revision render.Revision
	Make     func() render.Document // nil for a file
	File     *File                  // nil for a document
}

// File is a file of the tree.
type File struct {
	Name   string   // its site path
	Hash   [16]byte // of its bytes (see article.Hash); zero if nobody has read them
	Length int64    // in bytes, if the hash is zero
	Type   string   // media type
}

// Kind says what stands at an address.
type Kind uint8

// The kinds of addresses.
const (
	Other Kind = iota // nothing, or another address
	Feeds
	Archives // archive documents
	Pages    // of lists
	Articles // pages and Markdown
	Covers   // files beside articles
	Lists    // OPML and sitemaps
	Searches
	Kinds = iota // how many there are
)

func (k Kind) String() string {
	return [...]string{"other", "feed", "archive", "page", "article", "cover", "list", "search"}[k]
}

// Search is a document of articles that have to be found first.
type Search struct {
	Query search.Query
	Most  int // articles that the document shows
	// Make makes the document, Page the page for browsers, of the articles that
	// were published at some moments (Unix seconds, the latest first).
	Make, Page func(moments []int64) render.Document
}

// Near is something with a name near the one that was asked for.
type Near struct {
	Name string
	Path string // percent-encoded
}

func found(a Address) Answer { return Answer{Status: Found, Address: a} }

func moved(path string) Answer { return Answer{Status: Moved, Address: Address{Path: path}} }

func refused(why string) Answer { return Answer{Status: Refused, Why: why} }

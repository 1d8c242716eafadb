package site

import (
	"time"

	"dateline/feed/render"
	"dateline/feed/search"
)

// Answer is the result of a lookup.
type Answer struct {
	Status Status
	// Address is what was found. If Status is Moved, MovedForNow or AtHome, only Path
	// is set.
	Address
	// Page is what a browser gets instead of a feed. Its Path tells it from other
	// pages of feeds. Its Make is nil if there is no such page.
	Page Address
	// Feed is what was found as a list of subscriptions names it, if it is a feed.
	Feed *render.Subscription
	// Search is set if a search has to find the articles first; then Make is nil.
	Search *Search
	Why    string // a sentence for the visitor, without a full stop, if Status is Unknown or Refused
	See    string // if Status is Unknown: the path of a page that may help; empty if there is none
	Near   []Near // what was probably meant, the likeliest first; if Status is Unknown or Refused
	// Nearby returns what else may have been meant, if Status is Unknown: articles of
	// the same day, dates, topics. Few visitors want to know.
	Nearby func() []Near
	// Was is the title of an article that is gone, and At when it went, if that is known.
	Was string
	At  time.Time
}

// Status is the outcome of a lookup.
type Status uint8

// The outcomes of a lookup.
const (
	Unknown     Status = iota // there never was anything at the address
	Found                     // there is an Address
	Moved                     // it has another address, permanently
	MovedForNow               // it has another address, until something changes
	AtHome                    // an article that has its page on the author's own site, at the URL in Path
	Gone                      // an article was there and has been removed
	Refused                   // the address is not valid
)

func (s Status) String() string {
	return [...]string{"unknown", "found", "moved", "moved temporarily", "on the author's site", "gone", "refused"}[s]
}

// Address is an address of the site with what is found there: either a document,
// which Make renders, or a file of the tree, whose bytes are sent unchanged.
type Address struct {
	Kind     Kind
	Path     string // canonical, percent-encoded, with its query
	Revision render.Revision
	// Modified is when the document was last modified (Last-Modified), in whole
	// seconds. It never goes back at an address. It is zero if it is unknown, and
	// for what is not dated: files, the results of searches, because the index
	// follows the archive later, and archive documents, which never change and
	// whose Make knows it.
	Modified time.Time
	Make     func() render.Document // nil for a file
	File     *File                  // nil for a document
	// Fleeting means that visitors choose the address freely, so that keeping the
	// document would displace others.
	Fleeting bool
}

// File is a file of the tree.
type File struct {
	Name   string   // its site path
	Hash   [16]byte // of its bytes (see article.Hash); zero until they have been read
	Length int64    // in bytes, if the hash is zero
	Type   string   // media type
}

// Kind classifies what is found at an address.
type Kind uint8

// The kinds of addresses.
const (
	Other Kind = iota // nothing, or a redirect
	Feeds
	Archives // archive documents
	Pages    // of lists
	Articles // pages and Markdown
	Covers   // files beside articles
	Lists    // OPML and sitemaps
	Searches
	Themes        // stylesheet, script, icons
	Kinds  = iota // the number of kinds
)

func (k Kind) String() string {
	return [...]string{"other", "feed", "archive", "page", "article", "cover", "list", "search", "theme"}[k]
}

// Search describes a document whose articles a search has to find first.
type Search struct {
	search.Request
	// Make renders the document, and Page the page for browsers, of what was found.
	// Page is nil if the document is a page itself.
	Make, Page func(search.Hits) render.Document
}

// Near is a suggestion: something whose name resembles the one asked for.
type Near struct {
	Name     string
	Path     string // percent-encoded
	Language string // of the title of an article (BCP 47); empty for anything else
}

func found(a Address) Answer { return Answer{Status: Found, Address: a} }

func moved(path string) Answer { return Answer{Status: Moved, Address: Address{Path: path}} }

func refused(why string) Answer { return Answer{Status: Refused, Why: why} }

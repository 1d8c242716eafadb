// Package article parses one Markdown file of a dated archive.
//
// A file has one of two forms, which are equal. The first is the founding format:
//
//	### [2026-04-7](/news/2026/04/7/index.md)     date heading, the link is optional
//	##### Space, Moon                             topic heading, optional
//	# Headline of the story                       title
//	Any Markdown.                                 body
//	### Sources:                                  list of links; [IMG] is the cover
//	### Related:                                  list of links with _Context: Moon_
//	### Changes:                                  earlier paths of the same story
//
// The other is any Markdown with front matter (YAML, TOML or JSON). The date
// comes from front matter, else from the date heading, else from the path.
//
// Markdown is read from goldmark's syntax tree (CommonMark 0.31, GFM) alone, and
// every Problem has a file, a line and a column.
//
// The body is balanced HTML of known elements, whatever its author used: raw
// HTML, callouts, wiki links, shortcodes. A link to the site itself is a
// Reference, which Body turns into a URL once its target is known.
//
// It exports more than fifteen names because the article is the vocabulary of all
// packages below: its parts (Article, Rare, Claim, Link, Reference and so on),
// the addresses that follow from paths (PagePath, Reserved, URI and so on), and
// the rules for text and files that the archive, the renderers and the server
// have to share (XML, Shorten, AssetType and so on).
package article

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
	"unique"

	"golang.org/x/text/unicode/norm"
)

// Name is the name of a topic, held once for all articles.
type Name = unique.Handle[string]

// PageID identifies the path of a page: the first eight bytes of its SHA-256. An
// archive holds many claims, and paths are long. Among a million pages, the
// chance that two share an id is one in 37 million.
type PageID uint64

// Page returns the id of the page at a site path.
func Page(path string) PageID {
	sum := sha256.Sum256([]byte(path))
	return PageID(binary.BigEndian.Uint64(sum[:]))
}

// Composed returns a path in the Unicode form (NFC) in which paths are compared
// if no file has exactly that name. macOS writes "é" as two characters (NFD),
// editors and other systems write it as one.
func Composed(path string) string {
	if isASCII(path) {
		return path
	}
	return norm.NFC.String(path)
}

// Article is one dated story. It is immutable after Parse returns it.
type Article struct {
	// Path is the site path of the page: "/news/2026/04/7/slug". It follows from that
	// of the file, unless front matter or a pattern says otherwise (see UsualPath).
	Path string
	// File is the site path of the file, with its extension.
	File string
	// Hash identifies the bytes of the file.
	Hash [16]byte
	// Fingerprint identifies what a subscriber would notice as new. It is never 0.
	Fingerprint uint64
	// Date is the moment of publication. With DateOnly it is a calendar date,
	// stored as midnight UTC.
	Date     time.Time
	DateOnly bool
	// Ending is what follows Path in the Permalink.
	Ending Ending
	// Title is plain text on one line. A note has none (see Name).
	Title string
	// HTML is the sanitised body, with absolute links and References. It may be
	// empty.
	HTML    string
	Sources []Link
	// Cover is the absolute http(s) URL of a picture on another site. If CoverPath is
	// set, it counts if there is no such file. It is empty if there is no cover.
	Cover string
	// Topics are those that the article claims for itself, by its topic heading,
	// front matter and the contexts of its Related list.
	Topics []Name
	// Related are other pages of the site, with one claim for each shared topic.
	Related []Claim
	// Rare is never nil. Articles without any of it share one.
	*Rare
}

// Due returns when the article will be published: on its date, which begins at
// midnight in the zone if it has no time of day, but not before Appears.
func (a *Article) Due(zone *time.Location) time.Time {
	at := a.Date
	if a.DateOnly {
		at = Midnight(a.Date, zone)
	}
	if a.Appears.After(at) {
		return a.Appears
	}
	return at
}

// Link is a named URL; Name may be empty.
type Link struct {
	Name, URL string
}

// Claim is a claim that the article at Page belongs to Topic. A claim without a
// Topic is a mere mention.
type Claim struct {
	Page  PageID
	Topic Name
}

// Day is the page of a day: the articles of a date, in their order.
type Day struct {
	File     string // site path with extension
	Date     time.Time
	Articles []Claim
	// Headings are the topic headings in their order, each with an article below
	// it.
	Headings []Heading
}

// Heading is a topic heading of the page of a day. All articles from the index
// First of the page's Articles on are below it, up to the next heading.
type Heading struct {
	Text  Name
	First int
}

// claims returns a claim of each topic for one page, or a mention if there are no
// topics.
func claims(path string, topics []Name) []Claim {
	if len(topics) == 0 {
		topics = []Name{{}}
	}
	list := make([]Claim, len(topics))
	for i, t := range topics {
		list[i] = Claim{Page(path), t}
	}
	return list
}

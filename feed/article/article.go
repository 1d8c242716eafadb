// Package article reads one Markdown file of a dated archive.
//
// Two shapes are equal citizens. The founding one:
//
//	### [2026-04-7](/news/2026/04/7/index.md)     date heading, the link may be missing
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
// goldmark's syntax tree (CommonMark 0.31, GFM) is the only reading of the
// Markdown; every Problem carries file, line and column.
//
// A body is balanced HTML of known elements, however its author wrote it: raw
// HTML, callouts, wiki links, shortcodes. What leads to the site itself is a
// Reference, of which Body makes a URL when it is known where that stands.
//
// # Readings of the design
//
//   - A link resolves under an alias, then under the directory's own name
//     unless the tree holds a folder of that name, then under the mount.
//   - address.go lists the addresses that are reserved for Dateline, those
//     for later versions included. An article whose page would stand at one
//     has it below /-/. Its id is still made of its path, and if Dateline
//     serves nothing at the reserved address, that redirects to the
//     article.
//   - draft: false in front matter that cannot be read does not hide: Hugo
//     writes it everywhere. An unknown status shows.
//   - Task lists stay text: readers drop check boxes, and the parser takes
//     a link named by a space for one.
//   - Files of authors are read before articles and are part of the
//     parser's key; articles that name authors are read again when they
//     change.
//   - A fragment is compared with the ids of a body by its letters and
//     digits, as generators differ in the rest. One that means the title
//     leads to the top, since the title is no part of the body. Escaped
//     brackets open a formula only around TeX.
//   - A % that begins no escape stays in queries; in a path or a fragment
//     the URL would not parse, so it is %25, and reported.
//   - {{ f(a="b") }} is a shortcode of Zola if its name is known here or
//     the file is Zola's.
//   - An item has one enclosure: what front matter offers, else the first
//     audio file of the text, else the cover.
//   - What is struck out stays in summaries; what is folded up does not.
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

// PageID stands for the path of a page: the first eight bytes of its
// SHA-256. Two of a million pages share one with a chance of one in 37
// million. Claims are many, paths are long.
type PageID uint64

// Page gives the id of the page at a site path.
func Page(path string) PageID {
	sum := sha256.Sum256([]byte(path))
	return PageID(binary.BigEndian.Uint64(sum[:]))
}

// Composed returns a path in the Unicode form in which paths are compared where
// no file has the very name: macOS writes "é" as two characters (NFD), editors
// and other systems as one (NFC).
func Composed(path string) string {
	if isASCII(path) {
		return path
	}
	return norm.NFC.String(path)
}

// Article is one dated story. It is immutable after Parse.
type Article struct {
	// Path is the site path without extension: "/news/2026/04/7/slug".
	Path string
	// File is the site path of the file: Path with its extension.
	File string
	// Hash identifies the bytes of the file.
	Hash [16]byte
	// Fingerprint stands for what a subscriber could see as new; never 0.
	Fingerprint uint64
	// Date is the moment of publication; with DateOnly it is a calendar
	// date, held as midnight UTC.
	Date     time.Time
	DateOnly bool
	// Title is plain text on one line; empty for a note (see Name).
	Title string
	// HTML is the body: sanitised, with absolute links; may be empty.
	HTML    string
	Sources []Link
	// Cover is the absolute http(s) URL of a picture elsewhere; empty where
	// there is none or CoverPath names it.
	Cover string
	// Topics are what the article claims for itself: topic heading, front
	// matter, the contexts of its Related list.
	Topics []Name
	// Related are other pages of the site, a claim a shared topic.
	Related []Claim
	// Rare is never nil.
	*Rare
}

// Due returns when the article is to appear: on its date, which begins at
// midnight in the zone if it has no time of day, and not before Appears.
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

// Midnight returns the moment at which a calendar date begins in a zone.
func Midnight(date time.Time, zone *time.Location) time.Time {
	y, m, d := date.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// Link is a named URL; Name may be empty.
type Link struct {
	Name, URL string
}

// Claim says that the article at Page belongs to Topic. The zero Topic is a
// mere mention.
type Claim struct {
	Page  PageID
	Topic Name
}

// Day is a day page: the articles that stand on a date, in their order.
type Day struct {
	File     string // site path with extension
	Date     time.Time
	Articles []Claim
}

// claims makes the claims of several topics for one page.
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

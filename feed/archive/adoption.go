package archive

import "time"

// Adoption is what subscribers of another feed know of a story. The story keeps
// what else is known of it, and counts as old: nobody is told that it is there. Its
// time of publication stays exactly what the feed says, in whole seconds, also if
// another story has the same one or the zone of the site changes, until the date of
// the article is corrected.
type Adoption struct {
	// File is the site path of the file of the article. It is empty if there is no
	// article for the item of the feed, whose ID is then reserved.
	File string
	// Path is that of the page to which the item links, and empty if it links to
	// another site.
	Path string
	ID   string // of the item, to the letter: a guid need not be a URI
	// Published and Updated are what the feed says. If it does not say when the item
	// was published, the story keeps its own time. If it does not say when it was
	// updated, or says that this was before, it was not updated.
	Published, Updated time.Time
}

// Adopted records what an adoption changed about an id, so that it can be taken
// back.
type Adopted struct {
	Number   int64 // identifies the record; later ones have greater numbers
	Adoption int64 // to which it belongs; the last one has the greatest
	Kind     AdoptedKind
	ID       string
	// Path is that of the page at which the ID is reserved, or was.
	Path               string
	Published, Updated time.Time // that the story has since then
	// Was is what the story had before, if it took over the ID.
	Was Before
}

// AdoptedKind says what happened to an id.
type AdoptedKind uint8

// The kinds. The ledger stores these numbers.
const (
	TookOver AdoptedKind = 1 + iota // a story has it
	Reserved                        // for an article that may come
	Released                        // it was reserved, and a story has it, as the next record says
)

// Before is what a story had before it was adopted.
type Before struct {
	ID                            string
	FirstSeen, Published, Updated time.Time
	Adopted                       bool
}

package archive

import "time"

// Adoption is what subscribers of another feed know of a story.
type Adoption struct {
	// File is the site path of the file of the article. It is empty if there is no
	// article for the item of the feed, whose ID is then reserved.
	File string
	// Path is that of the page to which the item links, and empty if it links to
	// another site.
	Path string
	ID   string // of the item, to the letter: a guid need not be a URI
	// Published and Updated are what the feed says; Updated is zero if it says
	// nothing.
	Published, Updated time.Time
}

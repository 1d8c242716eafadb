// Package adopt finds the articles that the subscribers of another feed know.
//
// A Reader reads the feeds that a site has today: RSS (0.9x, 1.0, 2.0), Atom (0.3,
// 1.0) and JSON Feed, with gofeed. Find then says which article each item is. An
// item keeps what a feed reader remembers of it, to the letter:
//
//	RSS 2.0     guid, or else the link; pubDate
//	RSS 1.0     rdf:about; dc:date
//	Atom        id; published and updated
//	JSON Feed   id, as text if it is a number; date_published and date_modified
//
// White space around an id does not belong to it, because readers drop it, too.
//
// # Decisions
//
//   - An Atom entry without published has the time of its updated as both, because
//     readers show that as its date. An item without any date keeps the time that
//     its article has here.
//   - Updated counts only if it is later than published. An article that was edited
//     keeps the time of that if the feed does not say when the item was updated, or
//     if the item was adopted before.
//   - An item without an id is known by its link, made absolute, as readers do it.
//     One without a link either cannot be adopted.
//   - Nothing is guessed. If several articles fit an item, or several items that
//     differ fit one article, none of them is adopted.
//   - A relative link is one of the page to which the feed belongs, or else of the
//     address of the feed.
package adopt

import (
	"time"

	"dateline/feed/article"
)

// Feed is a feed of another program, with all its pages that were read.
type Feed struct {
	Name   string `json:"name"`   // as the operator named it: a file, a URL, or "-"
	Format string `json:"format"` // "RSS 2.0", "Atom 1.0", "JSON Feed 1.1"
	// URL is where the feed was read, or else where it says that it is; empty if that
	// is unknown.
	URL string `json:"url,omitempty"`
	// Home is the page to which the feed belongs; empty if it names none.
	Home string `json:"home,omitempty"`
	// ID is that of the feed itself, which only Atom has.
	ID    string  `json:"id,omitempty"`
	Pages int     `json:"pages"` // that were read
	Items []*Item `json:"-"`
	// Problems say what cannot be adopted, or may be missing.
	Problems []article.Problem `json:"-"`

	next string // the next page with older items; empty if there is none
}

// Item is an entry of a feed. Its times are in whole seconds, and zero if the feed
// does not say them.
type Item struct {
	Feed      *Feed     `json:"-"`
	ID        string    `json:"id"`
	Link      string    `json:"link,omitempty"` // absolute, unless the feed does not tell its own address
	Title     string    `json:"title"`
	Published time.Time `json:"published,omitzero"`
	Updated   time.Time `json:"updated,omitzero"`

	addresses []string // URLs that may be that of its page, the likeliest first
	html      string   // its content, or else its summary
	undated   string   // a date that cannot be read; empty if there is none
}

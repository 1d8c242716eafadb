package report

import (
	"fmt"
	"time"

	"dateline/feed/adopt"
	"dateline/feed/archive"
	"dateline/feed/article"
)

// Adoption is what adopting feeds changes, or has changed.
type Adoption struct {
	*adopt.Table
	// Changes are the numbers of ids that articles get, and of ids that are reserved.
	// They are zero if the ledger has all of them already.
	Changes []archive.Adoption
	// Links are the links of articles in the feeds here.
	Links map[*archive.Entry]string
	// Home is the author's own site, at which feeds.item_link = "site" would let links
	// lead; empty if there is none. HomeUnset means that the configuration does not
	// name it.
	Home      string
	HomeUnset bool
	// Aliases are the tables of the configuration that are missing for the feeds to be
	// found at their addresses.
	Aliases []Alias
	// Applied means that the ledger has it now.
	Applied bool
}

// Alias is the address of a feed at which nothing, or another format, answers here.
type Alias struct {
	Path string `json:"path"` // "/index.xml"
	Feed string `json:"feed"` // "/feed.rss"
}

// adopted is the JSON form of an Adoption. Format is raised when a field changes its
// meaning or goes, not when one is added.
type adopted struct {
	Format   int           `json:"format"`
	Applied  bool          `json:"applied"`
	Feeds    []*adopt.Feed `json:"feeds"`
	Summary  adoptedCounts `json:"summary"`
	Matched  []matched     `json:"matched"`
	Doubtful []doubtful    `json:"doubtful"`
	// Conflicts are items that differ although they may be one.
	Conflicts []conflicting     `json:"conflicts"`
	Left      []leftOver        `json:"left"`    // items without an article
	Unknown   unknown           `json:"unknown"` // articles without an item
	Aliases   []Alias           `json:"aliases"`
	Problems  []article.Problem `json:"problems"`
}

const adoptedFormat = 1

// matched is an item and its article. Was and the like are what the article has
// before the adoption.
type matched struct {
	By           adopt.Basis `json:"by"`
	Path         string      `json:"path"`
	File         string      `json:"file"` // site path
	ID           string      `json:"id"`
	WasID        string      `json:"was_id,omitempty"` // if it changes
	Title        string      `json:"title"`            // of the article
	Published    time.Time   `json:"published"`
	WasPublished time.Time   `json:"was_published,omitzero"` // if it changes
	Updated      time.Time   `json:"updated,omitzero"`       // if the article was updated
	WasUpdated   time.Time   `json:"was_updated,omitzero"`   // if it changes
	Link         string      `json:"link"`                   // of the item
	OwnLink      string      `json:"own_link"`               // of the article in the feeds here
}

type doubtful struct {
	*adopt.Item
	Feed  string   `json:"feed"`
	Paths []string `json:"paths"` // of the articles that it may be
}

type conflicting struct {
	Why   string     `json:"why"`
	Paths []string   `json:"paths"` // of the articles that the items fit
	Items []feedItem `json:"items"`
}

type feedItem struct {
	*adopt.Item
	Feed string `json:"feed"`
}

type leftOver struct {
	*adopt.Item
	Feed string `json:"feed"`
	Path string `json:"path,omitempty"` // of the page to which it links, if that is on the site
}

// unknown are articles that subscribers of the feeds do not know, by path.
type unknown struct {
	Older   []string `json:"older"` // than the oldest item
	Newer   []string `json:"newer"` // than the newest item
	Between []string `json:"between"`
}

// Failed reports whether the operator has something to decide, or nothing matches.
func (a *Adoption) Failed() bool {
	return len(a.Doubtful)+len(a.Conflicts) > 0 || len(a.Matches) == 0
}

// Adopt prints what adopting feeds changes: a summary, what to do next, then every item.
func (p Printer) Adopt(a *Adoption) error {
	s := a.counts()
	if p.JSON {
		return JSON(p.Out, a.object(s))
	}
	for _, line := range append(a.summary(s), a.next(s)...) {
		if _, err := fmt.Fprintln(p.Out, line); err != nil {
			return err
		}
	}
	return a.table(p)
}

// Unadopted prints how many items the ledger forgot.
func (p Printer) Unadopted(n int) error {
	if p.JSON {
		return JSON(p.Out, map[string]int{"format": adoptedFormat, "undone": n})
	}
	line := "there is no adoption to take back"
	if n > 0 {
		line = "took back the last adoption: " + count(n, "item") + ", whose articles have the ids and times of before; subscribers who know the adopted ones see these as new"
	}
	_, err := fmt.Fprintln(p.Out, line)
	return err
}

// table prints a line for each item that is not left over, or leads nowhere.
func (a *Adoption) table(p Printer) error {
	t := newTable(p.Out)
	fmt.Fprintln(t)
	for _, x := range a.Matches {
		t.row("matched", "by "+string(x.By), x.Entry.Path, x.ID, x.Entry.Name()+moves(x))
	}
	for _, d := range a.Doubtful {
		t.row("doubtful", "", "", d.ID, fmt.Sprintf("%s (may be %s)", d.Title, first(paths(d.Entries))))
	}
	for _, c := range a.Conflicts {
		for _, it := range c.Items {
			t.row("conflict", c.Why, first(paths(c.Entries)), it.ID, fmt.Sprintf("%s (%s%s)", it.Title, it.Feed.Name, on(it.Published)))
		}
	}
	for _, l := range a.Left {
		t.row("left over", "", l.Page, l.ID, l.Title)
	}
	return t.Flush()
}

// moves says how an adoption moves the times of an article.
func moves(x adopt.Match) (said string) {
	if x.NewTime() {
		said = move("published", x.Entry.Published(), x.Published)
	}
	if x.NewUpdate() {
		said += move("updated", x.Entry.Updated(), x.Updated)
	}
	return said
}

func move(what string, from, to time.Time) string {
	return fmt.Sprintf(" (%s moves from %s to %s)", what, from.Format(time.RFC3339), to.Format(time.RFC3339))
}

func on(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return ", " + at.Format(time.RFC3339)
}

func paths(list []*archive.Entry) []string {
	all := []string{} // not nil, which JSON would encode as null
	for _, e := range list {
		all = append(all, e.Path)
	}
	return all
}

// object returns the JSON form.
func (a *Adoption) object(s adoptedCounts) adopted {
	o := adopted{Format: adoptedFormat, Applied: a.Applied, Feeds: a.Feeds, Summary: s, Matched: []matched{}, Doubtful: []doubtful{}, Conflicts: []conflicting{},
		Left: []leftOver{}, Unknown: unknown{paths(a.Older), paths(a.Newer), paths(a.Between)}, Aliases: append([]Alias{}, a.Aliases...), Problems: append([]article.Problem{}, a.Problems...)}
	for _, x := range a.Matches {
		o.Matched = append(o.Matched, a.matched(x))
	}
	for _, d := range a.Doubtful {
		o.Doubtful = append(o.Doubtful, doubtful{d.Item, d.Feed.Name, paths(d.Entries)})
	}
	for _, c := range a.Conflicts {
		x := conflicting{c.Why, paths(c.Entries), nil}
		for _, it := range c.Items {
			x.Items = append(x.Items, feedItem{it, it.Feed.Name})
		}
		o.Conflicts = append(o.Conflicts, x)
	}
	for _, l := range a.Left {
		o.Left = append(o.Left, leftOver{l.Item, l.Feed.Name, l.Page})
	}
	return o
}

func (a *Adoption) matched(x adopt.Match) matched {
	e := x.Entry
	m := matched{By: x.By, Path: e.Path, File: e.File, ID: x.ID, Title: e.Name(), Published: e.Published(), Updated: x.LastUpdate(), Link: x.Link, OwnLink: a.Links[e]}
	if x.NewID() {
		m.WasID = e.ID()
	}
	if x.NewTime() {
		m.Published, m.WasPublished = x.Published, e.Published()
	}
	if x.NewUpdate() {
		m.WasUpdated = e.Updated()
	}
	return m
}

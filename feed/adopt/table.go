package adopt

import (
	"slices"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// Table says what became of every item.
type Table struct {
	Feeds     []*Feed
	Matches   []Match    // the newest first
	Doubtful  []Doubt    // items that several articles fit, or one that differs
	Conflicts []Conflict // articles and ids of which the feeds do not say one thing, or that cannot change
	Left      []Left     // items without an article
	// Older, Newer and Between are articles without an item: before the first item,
	// after the last one, and between these. The oldest come first.
	Older, Newer, Between []*archive.Entry
	// Problems are about the feeds.
	Problems []article.Problem
}

// Match is an item and its article.
type Match struct {
	*Item
	Entry *archive.Entry
	By    Basis
}

// Doubt is an item and the articles that it may be: the newest 100, the oldest of them
// first.
type Doubt struct {
	*Item
	Entries []*archive.Entry
}

// Conflict is a set of items that may be one, but differ, or whose id another article
// has had.
type Conflict struct {
	Why     string // "their ids differ"
	Items   []*Item
	Entries []*archive.Entry // articles that they fit; none, one, or several
}

// Left is an item without an article.
type Left struct {
	*Item
	// Page is the path of the page to which it links; empty if that is on another
	// site.
	Page string
	// Known means that the archive keeps the id already, so that it need not be
	// reserved.
	Known bool
}

// table collects the findings. Items that differ in what they say of one article, or
// that have one id for several, become conflicts.
func (m *matcher) table(feeds []*Feed) *Table {
	t := &Table{Feeds: feeds}
	gone := m.shared(t, feeds)
	for _, e := range m.entries {
		list := slices.DeleteFunc(slices.Clone(m.taken[e]), func(it *Item) bool { return gone[it] })
		if len(list) == 0 {
			continue
		}
		it, why := agreed(list)
		x := Match{it, e, m.found[list[0]].by}
		if why == "" {
			why = m.refused(x)
		}
		if why == "" {
			t.Matches = append(t.Matches, x)
		} else {
			t.Conflicts = append(t.Conflicts, Conflict{why, list, []*archive.Entry{e}})
		}
	}
	m.rest(t, feeds, gone)
	m.without(t)
	for _, f := range feeds {
		t.Problems = append(t.Problems, f.Problems...)
		t.Problems = append(t.Problems, m.strangers(f)...)
	}
	t.Problems = append(t.Problems, m.ahead(t)...)
	return t
}

// refused returns why the archive cannot give an article its id, or "".
func (m *matcher) refused(x Match) string {
	if !x.Changes() {
		return ""
	}
	if err := m.Snapshot.CheckAdoptions([]archive.Adoption{x.adoption()}); err != nil {
		return err.Error()
	}
	return ""
}

// shared adds a conflict for each id with which the items of one feed say different
// things, and for each that belongs to several articles. It returns their items.
func (m *matcher) shared(t *Table, feeds []*Feed) map[*Item]bool {
	byID, order := map[string][]*Item{}, []string(nil)
	for _, f := range feeds {
		for _, it := range f.Items {
			if byID[it.ID] == nil {
				order = append(order, it.ID)
			}
			byID[it.ID] = append(byID[it.ID], it)
		}
	}
	gone := map[*Item]bool{}
	for _, id := range order {
		list, entries := byID[id], []*archive.Entry(nil)
		for _, it := range list {
			if found, ok := m.found[it]; ok && !slices.Contains(entries, found.entry) {
				entries = append(entries, found.entry)
			}
		}
		why := ""
		switch {
		case len(entries) > 1:
			why = "items of several articles have the same id"
		case m.twice(list):
			why = "items with the same id lead to different pages"
		default:
			continue
		}
		t.Conflicts = append(t.Conflicts, Conflict{why, list, entries})
		for _, it := range list {
			gone[it] = true
		}
	}
	return gone
}

// twice reports whether two items of one feed with the same id are different items.
func (m *matcher) twice(list []*Item) bool {
	first := map[*Feed]*Item{}
	for _, it := range list {
		other := first[it.Feed]
		if other != nil && other.Link != it.Link && (m.found[it].entry == nil || m.found[other].entry != m.found[it].entry) {
			return true
		}
		first[it.Feed] = it
	}
	return false
}

// agreed returns what items say of one article, or why they do not agree. A time
// that only some of them say counts.
func agreed(list []*Item) (*Item, string) {
	all := *list[0]
	for _, it := range list[1:] {
		switch {
		case it.ID != all.ID:
			return nil, "their ids differ"
		case differ(all.Published, it.Published), differ(all.Updated, it.Updated):
			return nil, "their times differ"
		}
		all.Published, all.Updated = later(all.Published, it.Published), later(all.Updated, it.Updated)
	}
	return &all, ""
}

func differ(a, b time.Time) bool { return !a.IsZero() && !b.IsZero() && !a.Equal(b) }

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// rest adds the items that no article fits, or several. An item of another feed with
// the id of a match is the same item.
func (m *matcher) rest(t *Table, feeds []*Feed, gone map[*Item]bool) {
	known := map[string]bool{}
	for _, x := range t.Matches {
		known[x.ID] = true
	}
	for _, f := range feeds {
		for _, it := range f.Items {
			_, matched := m.found[it]
			near := m.untaken(it)
			switch {
			case matched || gone[it] || known[it.ID]:
			case len(near) > 0:
				slices.SortFunc(near, oldest)
				t.Doubtful = append(t.Doubtful, Doubt{it, near})
				known[it.ID] = true
			default:
				t.Left = append(t.Left, Left{it, m.pageOf(it), m.Snapshot.KnowsID(it.ID)})
				known[it.ID] = true
			}
		}
	}
}

// untaken returns the articles that an item may be, without those that have an item
// of its feed. It stops at maxNear.
func (m *matcher) untaken(it *Item) (list []*archive.Entry) {
	for _, e := range m.near[it] {
		if len(list) == maxNear {
			break
		}
		if !m.has(e, it.Feed) {
			list = append(list, e)
		}
	}
	return list
}

// without adds the articles that have no item, and may not be one that is doubtful.
func (m *matcher) without(t *Table) {
	maybe := map[*archive.Entry]bool{}
	for _, d := range t.Doubtful {
		for _, e := range d.Entries {
			maybe[e] = true
		}
	}
	var first, last time.Time
	for _, f := range t.Feeds {
		for _, it := range f.Items {
			if last = later(last, it.Published); !it.Published.IsZero() && (first.IsZero() || it.Published.Before(first)) {
				first = it.Published
			}
		}
	}
	for _, e := range slices.Backward(m.entries) {
		switch at := e.Published(); {
		case len(m.taken[e]) > 0 || maybe[e]:
		case at.Before(first):
			t.Older = append(t.Older, e)
		case at.After(last):
			t.Newer = append(t.Newer, e)
		default:
			t.Between = append(t.Between, e)
		}
	}
}

// Changes reports whether an adoption changes anything about a matched article.
func (x Match) Changes() bool {
	return x.NewID() || x.NewTime() || x.NewUpdate()
}

// NewID reports whether the id of the article changes.
func (x Match) NewID() bool { return x.ID != x.Entry.ID() }

// NewTime reports whether the time of publication of the article changes.
func (x Match) NewTime() bool {
	return !x.Published.IsZero() && !x.Published.Equal(x.Entry.Published())
}

// NewUpdate reports whether the feed changes when the article was updated.
func (x Match) NewUpdate() bool {
	return !x.Updated.IsZero() && !x.LastUpdate().Equal(x.Entry.Updated())
}

// LastUpdate returns when the article was updated, after an adoption; zero if it was
// not. If the feed does not say it, or has been adopted before the last edit, the
// article keeps its own time.
func (x Match) LastUpdate() time.Time {
	own := x.Entry.Updated()
	switch edited := own.After(x.Entry.Published()); {
	case edited && (x.Updated.IsZero() || !x.NewID() && own.After(x.Updated)):
		return own
	default:
		return x.Updated
	}
}

func (x Match) adoption() archive.Adoption {
	return archive.Adoption{File: x.Entry.File, Path: x.Entry.Path, ID: x.ID, Published: x.Published, Updated: x.LastUpdate()}
}

// Adoptions returns what the archive has to adopt: what changes for matched articles,
// and the ids of items without an article, which no other article may get.
func (t *Table) Adoptions() (list []archive.Adoption) {
	for _, x := range t.Matches {
		if x.Changes() {
			list = append(list, x.adoption())
		}
	}
	pages := map[string]bool{}
	for _, l := range t.Left {
		if l.Known {
			continue
		}
		a := archive.Adoption{Path: l.Page, ID: l.ID, Published: l.Published, Updated: l.Updated}
		if a.Path != "" && pages[a.Path] { // a page has one story, the newest
			a.Path = ""
		}
		pages[a.Path] = true
		list = append(list, a)
	}
	return list
}

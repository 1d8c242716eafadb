package adopt

import (
	"net/url"
	"slices"
	"time"

	"dateline/feed/archive"
)

// Options are what items are compared with.
type Options struct {
	Snapshot *archive.Snapshot
	// Sites are the URLs below which the articles are, and were: site.base_url,
	// site.home, site.former.
	Sites []string
	Now   time.Time
	// Markdown returns the text of the file of an entry. ok is false if it cannot be
	// read.
	Markdown func(*archive.Entry) (text string, ok bool)
}

// Basis is by what an item is matched with an article.
type Basis string

// The bases, in the order in which they are tried.
const (
	ByID    Basis = "id"
	ByLink  Basis = "link"
	ByTitle Basis = "title and date"
	ByText  Basis = "text"
)

// matcher matches the items of one feed after another with articles. Each pass looks at
// the items that no pass before could match, and at the articles that no item of the
// same feed has.
type matcher struct {
	Options
	places  *places
	own     []root                         // of Sites
	entries []*archive.Entry               // all articles
	found   map[*Item]finding              // items that fit an article
	taken   map[*archive.Entry][]*Item     // their articles
	near    map[*Item][]*archive.Entry     // articles that may be meant, if it cannot be told; the newest first
	foreign map[*Feed]map[string]*stranger // hosts of links that are not of the site
}

// finding is the article of an item.
type finding struct {
	entry *archive.Entry
	by    Basis
}

// Find returns which article each item is.
func Find(feeds []*Feed, o Options) *Table {
	m := &matcher{Options: o, places: newPlaces(o.Snapshot), entries: slices.Collect(o.Snapshot.Global().Newest()), found: map[*Item]finding{},
		taken: map[*archive.Entry][]*Item{}, near: map[*Item][]*archive.Entry{}, foreign: map[*Feed]map[string]*stranger{}}
	for _, site := range o.Sites {
		if r, ok := rootOf(site); ok {
			m.own = append(m.own, r)
		}
	}
	for _, f := range feeds {
		m.byLinks(f)
		m.byNumbers(f)
		m.byTitles(f)
		m.byTexts(f)
	}
	return m.table(feeds)
}

// rootsOf returns the roots of the site and those of a feed.
func (m *matcher) rootsOf(f *Feed) []root {
	roots := slices.Clone(m.own)
	for _, address := range []string{f.Home, f.URL} {
		if r, ok := rootOf(address); ok {
			if address == f.URL {
				r.path = ""
			}
			roots = append(roots, r)
		}
	}
	return roots
}

// byLinks matches the items of a feed by id, as a feed of Dateline has it, and by
// the addresses of their pages.
func (m *matcher) byLinks(f *Feed) {
	roots := m.rootsOf(f)
	ids := m.ids()
	for _, it := range f.Items {
		if e := ids[it.ID]; e != nil {
			m.match(it, e, ByID)
			continue
		}
		for _, address := range it.addresses {
			if list := m.at(roots, address); len(list) > 0 {
				m.choose(it, list, ByLink)
				break
			}
		}
		m.noteStranger(it, roots)
	}
}

// ids returns the articles by their ids, and by those in front matter.
func (m *matcher) ids() map[string]*archive.Entry {
	ids := make(map[string]*archive.Entry, len(m.entries))
	for _, e := range m.entries {
		ids[e.ID()] = e
		if e.Article.ID != "" {
			ids[e.Article.ID] = e
		}
	}
	return ids
}

// at returns the articles at a URL.
func (m *matcher) at(roots []root, address string) []*archive.Entry {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	paths, _ := below(roots, u)
	for _, path := range paths {
		if list := m.places.find(path); len(list) > 0 {
			return list
		}
	}
	return nil
}

// match records that an item is an article.
func (m *matcher) match(it *Item, e *archive.Entry, by Basis) {
	delete(m.near, it)
	m.found[it] = finding{e, by}
	m.taken[e] = append(m.taken[e], it)
}

// choose matches an item if one article fits, or else remembers those that do.
func (m *matcher) choose(it *Item, list []*archive.Entry, by Basis) {
	if len(list) == 1 {
		m.match(it, list[0], by)
	} else if len(list) > 1 {
		m.near[it] = list
	}
}

// open returns the items of a feed that are not matched yet.
func (m *matcher) open(f *Feed) (list []*Item) {
	for _, it := range f.Items {
		if _, ok := m.found[it]; !ok {
			list = append(list, it)
		}
	}
	return list
}

// free returns the articles that have no item of a feed yet, by a key that is not
// empty.
func (m *matcher) free(f *Feed, key func(*archive.Entry) string) map[string][]*archive.Entry {
	by := map[string][]*archive.Entry{}
	for _, e := range m.entries {
		if m.has(e, f) {
			continue
		}
		if k := key(e); k != "" {
			by[k] = append(by[k], e)
		}
	}
	return by
}

// has reports whether an article has an item of a feed.
func (m *matcher) has(e *archive.Entry, f *Feed) bool {
	return slices.ContainsFunc(m.taken[e], func(it *Item) bool { return it.Feed == f })
}

// decide matches items with articles that were found in one pass, so that the
// order of items does not matter.
func (m *matcher) decide(choices map[*Item][]*archive.Entry, order []*Item, by Basis) {
	for _, it := range order {
		m.choose(it, choices[it], by)
	}
}

// byTitles matches by title and date. An article of the same title with another date
// may be meant.
func (m *matcher) byTitles(f *Feed) {
	open := m.open(f)
	if len(open) == 0 {
		return
	}
	titles, choices := m.free(f, func(e *archive.Entry) string { return folded(e.Name()) }), map[*Item][]*archive.Entry{}
	for _, it := range open {
		same := titles[folded(it.Title)]
		if m.near[it] != nil { // spellings of one address: the title may tell which
			same = intersection(same, m.near[it])
		}
		if choices[it] = dated(it, same); len(choices[it]) == 0 && len(same) > 0 {
			m.near[it] = same
		}
	}
	m.decide(choices, open, ByTitle)
}

const (
	// alike is how many letters at the beginning of two texts have to be the same. It
	// is less than the shortest summaries that generators make, and more than most
	// phrases with which several articles begin.
	alike = 100
	// within is how far the dates of an item and of an article of the same text may be
	// apart.
	within = 7 * 24 * time.Hour
	// day is how far the time of an item and that of an article of the same day may be
	// apart. A date alone is midnight here, and may have been any time in any zone there.
	day = 36 * time.Hour
	// maxNear bounds the articles that a doubtful item may be. Nobody reads more, and
	// a series of which no item can be told has as many items as articles.
	maxNear = 100
)

// byTexts matches by the beginning of the text, with a date nearby or the same title.
func (m *matcher) byTexts(f *Feed) {
	open := m.open(f)
	if len(open) == 0 {
		return
	}
	texts, choices := m.free(f, func(e *archive.Entry) string { return beginning(e.HTML) }), map[*Item][]*archive.Entry{}
	for _, it := range open {
		same := texts[beginning(it.html)]
		if len(same) > maxNear {
			continue // a phrase with which so many begin does not tell them apart
		}
		if m.near[it] != nil {
			same = intersection(same, m.near[it])
		}
		nearby := slices.DeleteFunc(slices.Clone(same), func(e *archive.Entry) bool {
			return folded(e.Name()) != folded(it.Title) && (it.Published.IsZero() || it.Published.Sub(e.Published()).Abs() > within)
		})
		if choices[it] = nearby; len(nearby) == 0 && len(same) > 0 {
			m.near[it] = same
		}
	}
	m.decide(choices, open, ByText)
}

// beginning returns the letters with which a text begins, or "" if they are too few.
func beginning(html string) string {
	if text := letters(html, alike); len([]rune(text)) == alike {
		return text
	}
	return ""
}

// pageOf returns the path of the page to which an item links, or "" if it links to
// another site.
func (m *matcher) pageOf(it *Item) string {
	for _, address := range it.addresses {
		u, err := url.Parse(address)
		if err != nil {
			continue
		}
		paths, _ := below(m.rootsOf(it.Feed), u)
		for _, path := range paths {
			if p := page(path); p != "" && p != "/" {
				return p
			}
		}
	}
	return ""
}

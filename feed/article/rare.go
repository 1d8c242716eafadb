package article

import (
	"sync"
	"time"
)

// Rare holds fields that few articles have, such as all that only front matter can
// set. Articles without any of it share one Rare for each language, which saves
// memory in a large archive.
type Rare struct {
	Summary  string    // from front matter: plain text on one line
	Updated  time.Time // from front matter, or zero
	Authors  []Author
	Language string // BCP 47; that of the content directory if the article sets none
	// Hidden is the reason why the article is hidden, or empty. If it is set, only
	// Path, File, Hash and Hidden can be relied on.
	Hidden string
	// Appears is when the article may be shown; zero means always. Expires is when
	// it ends as if its file were removed; zero means never.
	Appears, Expires time.Time
	// NoIndex keeps the article out of sitemaps.
	NoIndex bool
	ID      string   // from front matter
	Aliases []string // from front matter: former paths of the page
	// Perhaps are the two readings of each alias without a leading slash, in pairs:
	// from the folder of the file and from the root, or the same path twice. Each
	// counts if nothing else lives at that path.
	Perhaps []string
	// Changes are the paths of earlier versions of the same story.
	Changes []string
	// Elsewhere are links of the Related list that leave the site.
	Elsewhere []Link
	// References are the links and pictures in the body that lead to the site
	// itself. HTML names them by their index.
	References []Reference
	// Enclosure is a file that the article offers to play or to keep, or nil.
	Enclosure *Enclosure
	// CoverAlt describes the cover. CoverPath is the site path of the cover if that
	// is a file in the tree. CoverLine and CoverColumn are the place of the cover in
	// the file, for complaints.
	CoverAlt, CoverPath    string
	CoverLine, CoverColumn int
	// IDAt is the place of ID, FormerAt that of Aliases or else Changes, for
	// complaints that need the whole archive.
	IDAt, FormerAt Place
}

// Author is the author of an article. The name never shows a mail address.
type Author struct {
	Name string
	URL  string // of a page: absolute http(s), or empty
	Mail string // the address, or empty; only for feeds of sites that publish addresses
}

// AuthorNames returns the names of the authors.
func (r *Rare) AuthorNames() []string {
	var names []string
	for _, a := range r.Authors {
		names = append(names, a.Name)
	}
	return names
}

// Former returns the paths of the pages on which earlier versions of the story were,
// as the article declares them: Changes, Aliases and Perhaps, without duplicates and
// without its own path.
func (a *Article) Former() (paths []string) {
	if len(a.Changes)+len(a.Aliases)+len(a.Perhaps) == 0 {
		return nil
	}
	seen := map[string]bool{a.Path: true}
	for _, list := range [][]string{a.Changes, a.Aliases, a.Perhaps} {
		for _, p := range list {
			if !seen[p] {
				seen[p] = true
				paths = append(paths, p)
			}
		}
	}
	return paths
}

// Place is a line and a column in characters, both from 1. If both are 0, it is the
// whole file.
type Place struct{ Line, Column int }

// plainRares holds, by language, the Rare that articles without rare fields share.
var plainRares sync.Map // Name -> *Rare

func plainRare(language Name) *Rare {
	if r, ok := plainRares.Load(language); ok {
		return r.(*Rare)
	}
	r, _ := plainRares.LoadOrStore(language, &Rare{Language: language.Value()})
	return r.(*Rare)
}

// plain reports whether r has no more than the Rare that articles of its language
// share.
func (r *Rare) plain() bool {
	return r.Summary == "" && r.Updated.IsZero() && r.Hidden == "" && r.Appears.IsZero() && r.Expires.IsZero() && !r.NoIndex &&
		r.ID == "" && r.CoverAlt == "" && r.CoverPath == "" &&
		len(r.Authors)+len(r.Aliases)+len(r.Perhaps)+len(r.Changes)+len(r.Elsewhere)+len(r.References) == 0 && r.Enclosure == nil
}
